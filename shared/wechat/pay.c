#include "wechat/pay.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "wechat/client.h"
#include "wechat/http.h"
#include "wechat/pay_internal.h"
#include "wechat/pay_keys.h"

#define SIGNATURE_TEST         "WECHATPAY/SIGNTEST/"
#define SETTING_IS_WRONG(text) fail(CODE_INVALID_ARGUMENT, "SETTING_INVALID", text)

/* ---- making one
 * ------------------------------------------------------------------------------------------------------- */

static char *copy(const char *text)
{
    char *twin = text ? strdup(text) : NULL;

    if (text && !twin)
        abort();
    return twin;
}

static bool present(const char *text)
{
    return text && text[0];
}

static struct status check(const struct wxpay_options *options)
{
    TRY(http_base_url_check("the address of WeChat Pay's API", options->base_url));
    if (!present(options->merchant_id) || !present(options->merchant_serial))
        return SETTING_IS_WRONG("a merchant needs an id and the serial of the certificate");
    if (!present(options->api_key) || strlen(options->api_key) != WXPAY_API_KEY_BYTES)
        return SETTING_IS_WRONG("the APIv3 key has exactly 32 bytes");
    if (present(options->public_key_id) != present(options->public_key_pem))
        return SETTING_IS_WRONG("WeChat Pay's public key and its id go together");
    return OK;
}

static struct status read_keys(struct wxpay *pay, const struct wxpay_options *options)
{
    pay->private_key = present(options->private_key_pem) ? pay_key_read_private(options->private_key_pem) : NULL;
    if (!pay->private_key)
        return SETTING_IS_WRONG("the merchant's private key is no RSA key of 2,048 bits or more in PEM");
    if (present(options->public_key_id) &&
        !pay_keys_add_public(&pay->keys, options->public_key_id, options->public_key_pem))
        return SETTING_IS_WRONG("WeChat Pay's public key is no RSA key of 2,048 bits or more in PEM");
    if (present(options->merchant_certificate_pem) &&
        !pay_certificate_end(options->merchant_serial, options->merchant_certificate_pem, &pay->merchant_until_s))
        return SETTING_IS_WRONG("the merchant's certificate is none in PEM, or has another serial");
    return OK;
}

struct status wxpay_create(const struct wxpay_options *options, struct wxpay **ret_pay)
{
    struct wxpay *pay;
    struct status status;

    TRY(check(options));
    pay = calloc(1, sizeof(*pay));
    if (!pay)
        abort();
    pay_keys_init(&pay->keys);
    pay->base_url = copy(options->base_url);
    pay->merchant_id = copy(options->merchant_id);
    pay->merchant_serial = copy(options->merchant_serial);
    pay->public_key_id = present(options->public_key_id) ? copy(options->public_key_id) : NULL;
    pay->proxy_url = copy(options->proxy_url);
    pay->connect_timeout_ms = options->connect_timeout_ms ? options->connect_timeout_ms : HTTP_CONNECT_TIMEOUT_MS;
    pay->timeout_ms = options->timeout_ms ? options->timeout_ms : HTTP_TIMEOUT_MS;
    memcpy(pay->api_key, options->api_key, WXPAY_API_KEY_BYTES);
    pay->refreshed_ms = INT64_MIN / 2;
    status = read_keys(pay, options);
    if (ok(status))
        *ret_pay = pay;
    else
        wxpay_destroy(pay);
    return status;
}

void wxpay_destroy(struct wxpay *pay)
{
    if (!pay)
        return;
    pay_keys_finish(&pay->keys);
    EVP_PKEY_free(pay->private_key);
    explicit_bzero(pay->api_key, sizeof(pay->api_key));
    free(pay->base_url);
    free(pay->merchant_id);
    free(pay->merchant_serial);
    free(pay->public_key_id);
    free(pay->proxy_url);
    free(pay);
}

const char *wxpay_merchant_id(const struct wxpay *pay)
{
    return pay->merchant_id;
}

size_t wxpay_certificates(struct wxpay *pay, struct wxpay_certificate list[WXPAY_CERTIFICATES_MAX])
{
    size_t count = 0;
    int64_t until_s;

    if (pay->merchant_until_s) {
        snprintf(list[count].serial, sizeof list[count].serial, "%s", pay->merchant_serial);
        list[count].merchants = true;
        list[count++].until_us = pay->merchant_until_s * US_PER_S;
    }
    if (!pay->public_key_id && pay_keys_last_certificate(&pay->keys, list[count].serial, &until_s)) {
        list[count].merchants = false;
        list[count++].until_us = until_s * US_PER_S;
    }
    return count;
}

/* ---- signing and verifying
 * ---------------------------------------------------------------------------------------------- */

const char *wxpay_sign(const struct wxpay *pay, struct arena *arena, const char *text)
{
    const char *signature = pay_key_sign(pay->private_key, arena, text, strlen(text));

    if (!signature)
        abort(); /* the key was checked when it was read */
    return signature;
}

const char *wxpay_authorization(const struct wxpay *pay, struct arena *arena, const char *method,
                                const char *path_and_query, const char *body, int64_t now_s, const char *nonce)
{
    const char *text = arena_printf(arena, "%s\n%s\n%" PRId64 "\n%s\n%s\n", method, path_and_query, now_s, nonce, body);

    return arena_printf(arena,
                        "Authorization: WECHATPAY2-SHA256-RSA2048 mchid=\"%s\",nonce_str=\"%s\",timestamp=\"%" PRId64
                        "\",serial_no=\"%s\",signature=\"%s\"",
                        pay->merchant_id, nonce, now_s, pay->merchant_serial, wxpay_sign(pay, arena, text));
}

static bool read_timestamp(const char *text, int64_t *ret_s)
{
    size_t chars = strlen(text);

    if (chars == 0 || chars > 15 || strspn(text, "0123456789") != chars)
        return false;
    *ret_s = strtoll(text, NULL, 10);
    return true;
}

static bool complete(const struct wxpay_signature *signature)
{
    return present(signature->timestamp) && present(signature->nonce) && present(signature->serial) &&
           present(signature->signature);
}

static bool holds(EVP_PKEY *key, struct arena *arena, const struct wxpay_signature *signature, const char *body,
                  size_t bytes)
{
    struct buf text;
    uint8_t *raw;
    size_t raw_bytes;

    buf_init(&text, arena, bytes + 256);
    buf_printf(&text, "%s\n%s\n", signature->timestamp, signature->nonce);
    buf_add(&text, body, bytes);
    buf_add_char(&text, '\n');
    return base64_decode(arena, signature->signature, strlen(signature->signature), &raw, &raw_bytes) &&
           pay_key_verify(key, text.data, text.len, raw, raw_bytes);
}

struct status wxpay_verify_with(struct pay_keys *keys, struct arena *arena, const struct wxpay_signature *signature,
                                const char *body, size_t bytes, int64_t now_s)
{
    EVP_PKEY *key;
    int64_t then_s;
    bool good;

    if (!complete(signature))
        return fail(WXPAY_UNTRUSTED, "WeChat Pay's signature is missing");
    if (strncmp(signature->signature, SIGNATURE_TEST, sizeof(SIGNATURE_TEST) - 1) == 0)
        return fail(WXPAY_UNTRUSTED, "WeChat Pay sends a wrong signature to see whether we look");
    if (!read_timestamp(signature->timestamp, &then_s) || then_s < now_s - WXPAY_CLOCK_SKEW_S ||
        then_s > now_s + WXPAY_CLOCK_SKEW_S)
        return fail(WXPAY_UNTRUSTED, "WeChat Pay's signature is not of the last %d s", WXPAY_CLOCK_SKEW_S);
    key = pay_keys_find(keys, signature->serial, now_s);
    if (!key)
        return fail(WXPAY_KEY_UNKNOWN, "there is no key of WeChat Pay's with serial %s", signature->serial);
    good = holds(key, arena, signature, body, bytes);
    EVP_PKEY_free(key);
    return good ? OK : fail(WXPAY_UNTRUSTED, "WeChat Pay's signature is wrong");
}

struct status wxpay_verify(struct wxpay *pay, struct arena *arena, const struct wxpay_signature *signature,
                           const char *body, size_t bytes, int64_t now_s)
{
    return wxpay_verify_with(&pay->keys, arena, signature, body, bytes, now_s);
}

bool wxpay_open_resource(const struct wxpay *pay, struct arena *arena, const json_t *resource, const char **ret_text,
                         size_t *ret_bytes)
{
    const char *algorithm = json_string_value(json_object_get(resource, "algorithm"));
    const char *nonce = json_string_value(json_object_get(resource, "nonce"));
    const char *sealed = json_string_value(json_object_get(resource, "ciphertext"));
    const char *aad = wechat_text(arena, resource, "associated_data", "");
    uint8_t *data, *text;
    size_t bytes;

    if (!algorithm || strcmp(algorithm, "AEAD_AES_256_GCM") != 0 || !nonce || !sealed ||
        !base64_decode(arena, sealed, strlen(sealed), &data, &bytes) || bytes < GCM_TAG_BYTES)
        return false;
    text = arena_try(arena, bytes);
    if (!text ||
        !aes256_gcm_open(pay->api_key, (const uint8_t *)nonce, strlen(nonce), aad, strlen(aad), data, bytes, text))
        return false;
    *ret_text = (const char *)text; /* the tag's place holds the NUL */
    *ret_bytes = bytes - GCM_TAG_BYTES;
    return true;
}

const char *wxpay_unseal(const struct wxpay *pay, struct arena *arena, const char *sealed)
{
    return pay_key_decrypt(pay->private_key, arena, sealed);
}
