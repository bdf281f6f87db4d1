/* Notices of WeChat Pay: whatever stands in the body, or sealed within it, reading it ends well, and what is read as a
 * payment has all that proves one. */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "wechat/pay_notice.h"

#define API_KEY "0123456789abcdef0123456789abcdef"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct wxpay *pay;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    EVP_PKEY *key = EVP_RSA_gen(2048);
    BIO *bio = BIO_new(BIO_s_mem());
    struct wxpay_options options = {
        .base_url = "http://127.0.0.1:1", .merchant_id = "1900000001", .merchant_serial = "5157F09E", .api_key = API_KEY
    };
    char *pem;

    (void)argc;
    (void)argv;
    if (!PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) || !BIO_write(bio, "", 1))
        abort();
    BIO_get_mem_data(bio, &pem);
    options.private_key_pem = pem;
    if (!ok(wxpay_create(&options, &pay)))
        abort();
    BIO_free(bio);
    EVP_PKEY_free(key);
    return 0;
}

static const char *sealed_in_notice(struct arena *arena, const char *type, const uint8_t *data, size_t bytes)
{
    uint8_t *sealed = arena_alloc(arena, bytes + GCM_TAG_BYTES);

    if (!aes256_gcm_seal((const uint8_t *)API_KEY, (const uint8_t *)"fdasflkja484", 12, NULL, 0, data, bytes, sealed))
        abort();
    return arena_printf(arena,
                        "{\"id\":\"1\",\"event_type\":\"X\",\"resource\":{\"original_type\":\"%s\",\"algorithm\":"
                        "\"AEAD_AES_256_GCM\",\"nonce\":\"fdasflkja484\",\"ciphertext\":\"%s\"}}",
                        type, base64_encode(arena, sealed, bytes + GCM_TAG_BYTES));
}

static void check(const struct wxpay_notice *notice)
{
    const struct wxpay_transaction *paid = &notice->transaction;

    if (notice->kind == WXPAY_NOTICE_TRANSACTION && paid->state == WXPAY_TRADE_SUCCESS &&
        (paid->total < 1 || paid->total > FEN_MAX || !paid->transaction_id[0] || !paid->paid_us ||
         strcmp(paid->merchant_id, "1900000001") != 0))
        abort();
    if (notice->kind == WXPAY_NOTICE_REFUND &&
        (notice->refund.refund < 1 || notice->refund.refund > notice->refund.total))
        abort();
    if (notice->kind == WXPAY_NOTICE_TRANSFER &&
        (notice->transfer.amount < 1 || notice->transfer.amount > FEN_MAX || !notice->transfer.out_bill_no[0]))
        abort();
    if (notice->kind == WXPAY_NOTICE_SHARE && (notice->share.amount < 1 || notice->share.amount > FEN_MAX))
        abort();
    if (notice->kind == WXPAY_NOTICE_COMPLAINT &&
        (!notice->complaint.complaint_id[0] || strpbrk(notice->complaint.complaint_id, "/?#. ")))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static const char *const types[] = { NULL,        "transaction", "refund", "mch_payment", "profitsharing",
                                         "complaint", "coupon" };
    struct wxpay_notice notice;
    struct arena arena;
    const char *type;

    if (bytes == 0)
        return 0;
    arena_init(&arena, ARENA_BYTES_MAX);
    type = types[*data++ % 7];
    bytes--;
    if (type) {
        data = (const uint8_t *)sealed_in_notice(&arena, type, data, bytes);
        bytes = strlen((const char *)data);
    }
    if (ok(wxpay_notice_read(pay, &arena, (const char *)data, bytes, &notice)))
        check(&notice);
    arena_finish(&arena);
    return 0;
}
