/* WeChat Pay's side for the tests of the client: it checks each request's signature with OpenSSL itself, from the bytes
 * that came over the wire, and signs (or mis-signs) what the test tells it to answer. */
#ifndef LINLI_TESTS_PAY_STAND_H
#define LINLI_TESTS_PAY_STAND_H

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "support/check.h"
#include "support/loopback.h"
#include "wechat/pay.h"

#define MERCHANT_ID     "1900000001"
#define MERCHANT_SERIAL "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
#define PUBLIC_KEY_ID   "PUB_KEY_ID_0119000000012026112100"
#define API_KEY         "0123456789abcdef0123456789abcdef"

enum how_signed {
    SIGNED,             /* with the public key's other half */
    SIGNED_CERTIFICATE, /* with the platform certificate's */
    NOT_SIGNED,
    SIGNED_OTHER_BODY,
    SIGNED_LONG_AGO,
    SIGNED_TOO_EARLY,
    SIGNED_BY_STRANGER, /* a key that is not WeChat's, under WeChat's id */
    SIGNED_UNKNOWN_SERIAL,
    SIGNED_PROBE,
};

static struct {
    EVP_PKEY *merchant, *wechat, *platform, *stranger;
    char merchant_pem[4096], wechat_pem[2048], certificate_pem[4096], certificate_serial[41];
    struct loopback server;
    pthread_mutex_t lock;
    /* what to answer */
    int status;
    const char *body;
    enum how_signed how;
    enum how_signed how_certificates;
    bool certificates_sealed_wrongly;
    bool form; /* the next request is a form, of which the part meta is signed and kept */
    /* what came */
    int calls, certificate_calls, badly_signed;
    char method[8], target[2048], request_body[8192], serial_header[128];
} stand = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct arena arena;
static struct wxpay *pay;
static struct wechat_failure failure __attribute__((unused));

/* ---- keys
 * ------------------------------------------------------------------------------------------------------------- */

static inline void write_pem(char *out, size_t size, int (*write)(BIO *bio, const void *object), const void *object)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *data;
    long bytes;

    assert_true(write(bio, object));
    bytes = BIO_get_mem_data(bio, &data);
    assert_true(bytes > 0 && (size_t)bytes < size);
    memcpy(out, data, (size_t)bytes);
    out[bytes] = '\0';
    BIO_free(bio);
}

static inline int write_private(BIO *bio, const void *key)
{
    return PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL);
}

static inline int write_public(BIO *bio, const void *key)
{
    return PEM_write_bio_PUBKEY(bio, (EVP_PKEY *)(uintptr_t)key);
}

static inline int write_certificate(BIO *bio, const void *certificate)
{
    return PEM_write_bio_X509(bio, (X509 *)(uintptr_t)certificate);
}

/* A self-signed certificate of `key` that ends `days` from now. */
static inline void make_certificate(EVP_PKEY *key, int days, char *pem, size_t size, char serial[41])
{
    X509 *certificate = X509_new();
    uint8_t bytes[20];
    BIGNUM *number;
    char *hex;

    random_bytes(bytes, sizeof(bytes));
    bytes[0] = 0x5A;
    number = BN_bin2bn(bytes, sizeof(bytes), NULL);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    hex = BN_bn2hex(number);
    snprintf(serial, 41, "%s", hex);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -86400 * 365);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400L * days);
    X509_set_pubkey(certificate, key);
    assert_true(X509_sign(certificate, key, EVP_sha256()));
    write_pem(pem, size, write_certificate, certificate);
    OPENSSL_free(hex);
    BN_free(number);
    X509_free(certificate);
}

/* ---- signatures, by OpenSSL alone
 * ------------------------------------------------------------------------------------------ */

static inline char *openssl_sign(EVP_PKEY *key, const char *text, size_t bytes, char out[1024])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    uint8_t signature[512];
    size_t length = sizeof(signature);

    EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key);
    EVP_DigestSign(context, signature, &length, (const uint8_t *)text, bytes);
    EVP_EncodeBlock((uint8_t *)out, signature, (int)length);
    EVP_MD_CTX_free(context);
    return out;
}

static inline bool openssl_verify(EVP_PKEY *key, const char *text, const char *signature)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    uint8_t raw[1024];
    int padding = signature[0] ? (int)strlen(strchr(signature, '=') ? strchr(signature, '=') : "") : 0;
    int length = strlen(signature) < sizeof(raw)
                     ? EVP_DecodeBlock(raw, (const uint8_t *)signature, (int)strlen(signature)) - padding
                     : -1;
    bool good = length > 0 && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestVerify(context, raw, (size_t)length, (const uint8_t *)text, strlen(text)) == 1;

    EVP_MD_CTX_free(context);
    return good;
}

/* name="value" of an Authorization header. */
static inline void quoted(const char *header, const char *name, char *value, size_t size)
{
    char start[64];
    const char *at;

    snprintf(start, sizeof(start), "%s=\"", name);
    at = strstr(header, start);
    snprintf(value, size, "%.*s", at ? (int)strcspn(at + strlen(start), "\"") : 0, at ? at + strlen(start) : "");
}

/* What of a request is signed: its body, or the part meta of a form. */
static inline const char *signed_body(const struct loopback_request *request, size_t *ret_bytes)
{
    static const char before[] = "name=\"meta\"\r\nContent-Type: application/json\r\n\r\n";
    const char *meta = stand.form ? strstr(request->body, before) : NULL, *end;

    *ret_bytes = request->body_bytes;
    if (!meta)
        return request->body;
    meta += sizeof(before) - 1;
    end = strstr(meta, "\r\n--");
    *ret_bytes = end ? (size_t)(end - meta) : 0;
    return meta;
}

static inline bool request_signed(const struct loopback_request *request)
{
    static char header[4096], text[LOOPBACK_BYTES_MAX];
    size_t body_bytes;
    const char *body = signed_body(request, &body_bytes);
    char mchid[64], serial[64], nonce[64], timestamp[32], signature[1024];

    loopback_header(request->head, "Authorization", header, sizeof(header));
    quoted(header, "mchid", mchid, sizeof(mchid));
    quoted(header, "serial_no", serial, sizeof(serial));
    quoted(header, "nonce_str", nonce, sizeof(nonce));
    quoted(header, "timestamp", timestamp, sizeof(timestamp));
    quoted(header, "signature", signature, sizeof(signature));
    snprintf(text, sizeof(text), "%s\n%s\n%s\n%s\n%.*s\n", request->method, request->target, timestamp, nonce,
             (int)body_bytes, body);
    return strncmp(header, "WECHATPAY2-SHA256-RSA2048 ", 26) == 0 && strcmp(mchid, MERCHANT_ID) == 0 &&
           strcmp(serial, MERCHANT_SERIAL) == 0 && strlen(nonce) == 32 &&
           llabs(atoll(timestamp) - clock_unix_ms() / 1000) < 60 && openssl_verify(stand.merchant, text, signature);
}

/* ---- answers
 * ------------------------------------------------------------------------------------------------------------------ */

struct signed_headers {
    char timestamp[32], nonce[64], serial[80], signature[1024];
};

static inline void sign_as_wechat(const char *body, enum how_signed how, struct signed_headers *headers)
{
    int64_t shift_s = how == SIGNED_LONG_AGO ? -301 : how == SIGNED_TOO_EARLY ? 302 : 0;
    EVP_PKEY *key = how == SIGNED_CERTIFICATE   ? stand.platform
                    : how == SIGNED_BY_STRANGER ? stand.stranger
                                                : stand.wechat;
    size_t size = strlen(body) + 256;
    char *text = malloc(size);

    snprintf(headers->timestamp, sizeof(headers->timestamp), "%lld", (long long)(clock_unix_ms() / 1000 + shift_s));
    snprintf(headers->nonce, sizeof(headers->nonce), "c5ac7061fccab6bf3e254dcf98995b8c");
    snprintf(headers->serial, sizeof(headers->serial), "%s",
             how == SIGNED_CERTIFICATE      ? stand.certificate_serial
             : how == SIGNED_UNKNOWN_SERIAL ? "PUB_KEY_ID_9999999999999999999999"
                                            : PUBLIC_KEY_ID);
    snprintf(text, size, "%s\n%s\n%s\n", headers->timestamp, headers->nonce, how == SIGNED_OTHER_BODY ? "{}" : body);
    openssl_sign(key, text, strlen(text), headers->signature);
    if (how == SIGNED_PROBE)
        memcpy(headers->signature, "WECHATPAY/SIGNTEST/", 19);
    free(text);
}

static inline size_t answer_signed(char *out, size_t size, int status, const char *body, enum how_signed how)
{
    struct signed_headers headers;
    char lines[2048] = "Request-ID: 08F78BB5AF0610D302189AB1-268578704\r\n";

    if (how != NOT_SIGNED) {
        sign_as_wechat(body, how, &headers);
        snprintf(lines, sizeof(lines),
                 "wechatpay-timestamp: %s\r\nWechatpay-Nonce: %s\r\nWechatpay-Serial: %s\r\nWechatpay-Signature: %s\r\n"
                 "Request-ID: 08F78BB5AF0610D302189AB1-268578704\r\n",
                 headers.timestamp, headers.nonce, headers.serial, headers.signature);
    }
    return loopback_text(out, size, status, lines, body);
}

/* {"algorithm", "nonce", "associated_data", "ciphertext"} as WeChat seals it. */
static inline char *sealed_resource(const char *text, const char *aad, const char *key, char *out, size_t size)
{
    size_t bytes = strlen(text);
    uint8_t *sealed = malloc(bytes + GCM_TAG_BYTES);
    char *base64 = malloc(2 * bytes + 64);

    assert_true(aes256_gcm_seal((const uint8_t *)key, (const uint8_t *)"fdasflkja484", 12, aad, strlen(aad), text,
                                bytes, sealed));
    EVP_EncodeBlock((uint8_t *)base64, sealed, (int)(bytes + GCM_TAG_BYTES));
    assert_true((size_t)snprintf(out, size,
                                 "\"algorithm\":\"AEAD_AES_256_GCM\",\"nonce\":\"fdasflkja484\",\"associated_data\":"
                                 "\"%s\",\"ciphertext\":\"%s\"",
                                 aad, base64) < size);
    free(sealed);
    free(base64);
    return out;
}

static inline size_t answer_certificates(char *out, size_t size)
{
    static char resource[8192], body[16384];

    stand.certificate_calls++;
    sealed_resource(stand.certificate_pem, "certificate",
                    stand.certificates_sealed_wrongly ? "another APIv3 key of 32 bytes..." : API_KEY, resource,
                    sizeof(resource));
    snprintf(body, sizeof(body),
             "{\"data\":[{\"serial_no\":\"%s\",\"effective_time\":\"2026-01-01T00:00:00+08:00\",\"expire_time\":"
             "\"2031-01-01T00:00:00+08:00\",\"encrypt_certificate\":{%s}}]}",
             stand.certificate_serial, resource);
    return answer_signed(out, size, 200, body, stand.how_certificates);
}

static inline size_t stand_answer(void *data, const struct loopback_request *request, char *out, size_t size)
{
    size_t bytes, kept_bytes;
    const char *kept;

    (void)data;
    pthread_mutex_lock(&stand.lock);
    if (!request_signed(request)) {
        stand.badly_signed++;
        bytes = answer_signed(out, size, 401, "{\"code\":\"SIGN_ERROR\",\"message\":\"bad signature\"}", SIGNED);
    } else if (strcmp(request->target, "/v3/certificates") == 0) {
        bytes = answer_certificates(out, size);
    } else {
        stand.calls++;
        snprintf(stand.method, sizeof(stand.method), "%s", request->method);
        snprintf(stand.target, sizeof(stand.target), "%s", request->target);
        kept = signed_body(request, &kept_bytes);
        snprintf(stand.request_body, sizeof(stand.request_body), "%.*s", (int)kept_bytes, kept);
        loopback_header(request->head, "Wechatpay-Serial", stand.serial_header, sizeof(stand.serial_header));
        bytes = answer_signed(out, size, stand.status, stand.body, stand.how);
    }
    pthread_mutex_unlock(&stand.lock);
    return bytes;
}

/* ---- set up and tear down
 * --------------------------------------------------------------------------------------------------------- */

static inline int stand_group_set_up(void **state)
{
    (void)state;
    stand.merchant = EVP_RSA_gen(2048);
    stand.wechat = EVP_RSA_gen(2048);
    stand.platform = EVP_RSA_gen(2048);
    stand.stranger = EVP_RSA_gen(2048);
    write_pem(stand.merchant_pem, sizeof(stand.merchant_pem), write_private, stand.merchant);
    write_pem(stand.wechat_pem, sizeof(stand.wechat_pem), write_public, stand.wechat);
    make_certificate(stand.platform, 1800, stand.certificate_pem, sizeof(stand.certificate_pem),
                     stand.certificate_serial);
    return 0;
}

static inline int stand_group_tear_down(void **state)
{
    (void)state;
    EVP_PKEY_free(stand.merchant);
    EVP_PKEY_free(stand.wechat);
    EVP_PKEY_free(stand.platform);
    EVP_PKEY_free(stand.stranger);
    return 0;
}

static inline struct wxpay_options stand_options(bool with_public_key)
{
    return (struct wxpay_options){ .base_url = stand.server.url,
                                   .merchant_id = MERCHANT_ID,
                                   .merchant_serial = MERCHANT_SERIAL,
                                   .private_key_pem = stand.merchant_pem,
                                   .api_key = API_KEY,
                                   .public_key_id = with_public_key ? PUBLIC_KEY_ID : NULL,
                                   .public_key_pem = with_public_key ? stand.wechat_pem : NULL,
                                   .timeout_ms = 5000 };
}

static inline int stand_set_up(void **state)
{
    struct wxpay_options options;

    (void)state;
    stand.status = 200;
    stand.body = "{}";
    stand.how = SIGNED;
    stand.how_certificates = SIGNED_CERTIFICATE;
    stand.certificates_sealed_wrongly = stand.form = false;
    stand.calls = stand.certificate_calls = stand.badly_signed = 0;
    arena_init(&arena, ARENA_BYTES_MAX);
    if (!loopback_start(&stand.server, stand_answer, NULL))
        return -1;
    options = stand_options(true);
    return ok(wxpay_create(&options, &pay)) ? 0 : -1;
}

static inline int stand_tear_down(void **state)
{
    (void)state;
    wxpay_destroy(pay);
    loopback_stop(&stand.server);
    arena_finish(&arena);
    return 0;
}

/* A client without the public key: WeChat signs with certificates alone. */
static inline void use_certificates(void)
{
    struct wxpay_options options = stand_options(false);

    wxpay_destroy(pay);
    assert_ok(wxpay_create(&options, &pay));
}

#define STAND_TEST(name) cmocka_unit_test_setup_teardown(name, stand_set_up, stand_tear_down)

#endif
