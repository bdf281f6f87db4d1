/* What is sealed for one side alone: names and phone numbers, and the resources of notices. */
#include "pay_stand.h"
#include "wechat/client.h"
#include "wechat/pay_internal.h"
#include "wechat/pay_keys.h"

/* ---- secrets
 * ---------------------------------------------------------------------------------------------------------- */

/* OpenSSL's own opening of what was sealed by us. */
static void assert_sealed(EVP_PKEY *key, const char *sealed, const char *text)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
    uint8_t raw[256], out[256];
    size_t bytes = sizeof(out);

    assert_int_equal(strlen(sealed), 344);
    assert_int_equal(EVP_DecodeBlock(raw, (const uint8_t *)sealed, 344), 258);
    assert_true(EVP_PKEY_decrypt_init(context) == 1 &&
                EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
                EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha1()) == 1 &&
                EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha1()) == 1 &&
                EVP_PKEY_decrypt(context, out, &bytes, raw, 256) == 1);
    assert_int_equal(bytes, strlen(text));
    assert_memory_equal(out, text, bytes);
    EVP_PKEY_CTX_free(context);
}

static void names_are_sealed_to_the_public_key(void **state)
{
    struct wxpay_sealer sealer = { 0 };
    const char *first, *second;

    (void)state;
    assert_ok(wxpay_seal(pay, &arena, "张三丰", &sealer, &first, NULL));
    assert_string_equal(sealer.serial, PUBLIC_KEY_ID);
    assert_sealed(stand.wechat, first, "张三丰");
    assert_ok(wxpay_seal(pay, &arena, "张三丰", &sealer, &second, NULL));
    assert_string_not_equal(first, second);
    assert_fails(wxpay_seal(pay, &arena, arena_printf(&arena, "%0215d", 1), &sealer, &first, &failure),
                 WECHAT_CONTENT_INVALID);
    assert_ok(wxpay_seal(pay, &arena, arena_printf(&arena, "%0214d", 1), &sealer, &first, NULL));
    assert_int_equal(stand.certificate_calls, 0);
}

static void without_a_public_key_a_certificate_seals(void **state)
{
    struct wxpay_sealer sealer = { 0 };
    const char *sealed;

    (void)state;
    use_certificates();
    assert_ok(wxpay_seal(pay, &arena, "李四", &sealer, &sealed, NULL));
    assert_string_equal(sealer.serial, stand.certificate_serial);
    assert_sealed(stand.platform, sealed, "李四");
    assert_int_equal(stand.certificate_calls, 1);
}

static void what_is_sealed_to_us_is_opened(void **state)
{
    const char *sealed = pay_key_encrypt(stand.merchant, &arena, "13800000000", 11);

    (void)state;
    assert_string_equal(wxpay_unseal(pay, &arena, sealed), "13800000000");
    assert_null(wxpay_unseal(pay, &arena, "13800000000"));
    assert_null(wxpay_unseal(pay, &arena, pay_key_encrypt(stand.stranger, &arena, "x", 1)));
}

/* ---- sealed resources: the vector computed beside WeChat's documentation
 * ------------------------------------------------------- */

#define SEALED                                                                                                         \
    "DUcegK33A8MEOgdCtMPWwAdqzVjy3c3PSUd0ZmYkqr+HZBhZ2IINK5rQPYOdjrgLWra3ukkk2BG/sMCWIPKIWpBmGYUw1wpAFGALLx8cS+1wHB"   \
    "SxhgZbik4tz5CVI+M="

static bool open_resource(const char *algorithm, const char *nonce, const char *aad, const char *sealed,
                          const char **text)
{
    const char *json = arena_printf(&arena,
                                    "{\"algorithm\":\"%s\",\"nonce\":\"%s\",\"associated_data\":\"%s\",\"ciphertext\":"
                                    "\"%s\"}",
                                    algorithm, nonce, aad, sealed);
    size_t bytes;

    return wxpay_open_resource(pay, &arena, wechat_json(&arena, json, strlen(json)), text, &bytes) &&
           strlen(*text) == bytes;
}

static void resources_are_opened(void **state)
{
    const char *text;

    (void)state;
    assert_true(open_resource("AEAD_AES_256_GCM", "fdasflkja484", "transaction", SEALED, &text));
    assert_string_equal(text,
                        "{\"mchid\":\"1900000001\",\"out_trade_no\":\"T20261121000001\",\"trade_state\":\"SUCCESS\"}");
    assert_false(open_resource("AEAD_AES_128_GCM", "fdasflkja484", "transaction", SEALED, &text));
    assert_false(open_resource("AEAD_AES_256_GCM", "fdasflkja485", "transaction", SEALED, &text));
    assert_false(open_resource("AEAD_AES_256_GCM", "", "transaction", SEALED, &text));
    assert_false(open_resource("AEAD_AES_256_GCM", "fdasflkja484", "refund", SEALED, &text));
    assert_false(open_resource("AEAD_AES_256_GCM", "fdasflkja484", "", SEALED, &text));
    assert_false(open_resource("AEAD_AES_256_GCM", "fdasflkja484", "transaction", "AAAA", &text));
    assert_false(open_resource("AEAD_AES_256_GCM", "fdasflkja484", "transaction", "", &text));
    assert_false(open_resource("AEAD_AES_256_GCM", "fdasflkja484", "transaction", "AAAA" SEALED, &text));
    assert_false(wxpay_open_resource(pay, &arena, NULL, &text, &(size_t){ 0 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAND_TEST(names_are_sealed_to_the_public_key),
        STAND_TEST(without_a_public_key_a_certificate_seals),
        STAND_TEST(what_is_sealed_to_us_is_opened),
        STAND_TEST(resources_are_opened),
    };

    return cmocka_run_group_tests(tests, stand_group_set_up, stand_group_tear_down);
}
