#include "wechat/pay.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/id.h"
#include "wechat/client.h"
#include "wechat/failure_internal.h"
#include "wechat/http.h"
#include "wechat/pay_internal.h"
#include "wechat/pay_keys.h"

#define NONCE_CHARS            32
#define CERTIFICATES_PATH      "/v3/certificates"
#define REFRESH_INTERVAL_MS    INT64_C(60000) /* of refreshes that an unknown serial sets off */
#define SIGNATURE_TEST         "WECHATPAY/SIGNTEST/"
#define SETTING_IS_WRONG(text) fail(CODE_INVALID_ARGUMENT, "SETTING_INVALID", text)

struct wxpay {
    char *base_url, *merchant_id, *merchant_serial, *public_key_id, *proxy_url;
    uint8_t api_key[WXPAY_API_KEY_BYTES];
    EVP_PKEY *private_key;
    struct pay_keys keys;
    int64_t connect_timeout_ms, timeout_ms;
    _Atomic int64_t refreshed_ms; /* monotonic */
};

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

static struct status verify_with(struct pay_keys *keys, struct arena *arena, const struct wxpay_signature *signature,
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
    return verify_with(&pay->keys, arena, signature, body, bytes, now_s);
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

/* ---- one exchange
 * -------------------------------------------------------------------------------------------------------- */

enum wanted { TIMESTAMP, NONCE, SERIAL, SIGNATURE, REQUEST_ID, WANTED_COUNT };

static const char *const wanted[WANTED_COUNT] = {
    [TIMESTAMP] = "Wechatpay-Timestamp", [NONCE] = "Wechatpay-Nonce", [SERIAL] = "Wechatpay-Serial",
    [SIGNATURE] = "Wechatpay-Signature", [REQUEST_ID] = "Request-ID",
};

static struct wxpay_signature signature_of(const struct http_answer *answer)
{
    return (struct wxpay_signature){ .timestamp = answer->wanted[TIMESTAMP],
                                     .nonce = answer->wanted[NONCE],
                                     .serial = answer->wanted[SERIAL],
                                     .signature = answer->wanted[SIGNATURE] };
}

static struct status no_answer(enum http_outcome outcome, bool has_effect, const char *problem,
                               struct wechat_failure *failure)
{
    if (outcome == HTTP_NOT_SENT || !has_effect) {
        wechat_failure_set(failure, WECHAT_RETRY, 0);
        return fail(NOT_AVAILABLE, "WeChat Pay cannot be reached: %s", problem);
    }
    wechat_failure_set(failure, WECHAT_UNCERTAIN, 0);
    return fail(WECHAT_UNCLEAR, "WeChat Pay did not answer: %s", problem);
}

static struct status send_request(const struct wxpay *pay, struct arena *arena, const char *path_and_query,
                                  const char *json, int64_t deadline_ms, struct http_answer *answer,
                                  struct wechat_failure *failure)
{
    const char *headers[4] = { "Accept: application/json" }, *problem = "no time is left";
    struct http_request request = {
        .url = arena_printf(arena, "%s%s", pay->base_url, path_and_query),
        .body = json,
        .body_bytes = json ? strlen(json) : 0,
        .headers = headers,
        .headers_count = 2,
        .wanted = wanted,
        .wanted_count = WANTED_COUNT,
        .connect_timeout_ms = pay->connect_timeout_ms,
        .timeout_ms = deadline_ms - clock_mono_ms(),
        .proxy_url = pay->proxy_url,
    };
    char nonce[NONCE_CHARS + 1];
    enum http_outcome outcome = HTTP_NOT_SENT;

    key_new(nonce, NONCE_CHARS);
    headers[1] = wxpay_authorization(pay, arena, json ? "POST" : "GET", path_and_query, json ? json : "",
                                     clock_house_ms() / 1000, nonce);
    if (json)
        headers[request.headers_count++] = "Content-Type: application/json";
    if (pay->public_key_id)
        headers[request.headers_count++] = arena_printf(arena, "Wechatpay-Serial: %s", pay->public_key_id);
    if (request.timeout_ms > 0)
        outcome = http_exchange(arena, &request, answer, &problem);
    return outcome == HTTP_ANSWERED ? OK : no_answer(outcome, json != NULL, problem, failure);
}

/* ---- platform certificates
 * ------------------------------------------------------------------------------------------------ */

static size_t add_certificates(struct pay_keys *keys, const struct wxpay *pay, struct arena *arena,
                               const json_t *answer)
{
    const json_t *list = json_object_get(answer, "data");
    size_t added = 0;

    for (size_t i = 0; i < json_array_size(list) && i < PAY_KEYS_MAX; i++) {
        const json_t *entry = json_array_get(list, i);
        const char *pem;
        size_t bytes;

        if (wxpay_open_resource(pay, arena, json_object_get(entry, "encrypt_certificate"), &pem, &bytes))
            added += pay_keys_add_certificate(keys, wechat_text(arena, entry, "serial_no", ""), pem, bytes);
    }
    return added;
}

/* The answer is signed with one of the certificates in it. They are sealed with the APIv3 key, which only WeChat and we
 * have; the signature must hold all the same before they are kept. */
static struct status take_certificates(struct wxpay *pay, struct arena *arena, const struct http_answer *answer)
{
    const struct wxpay_signature signature = signature_of(answer);
    const json_t *json = wechat_json(arena, answer->body, answer->body_bytes);
    int64_t now_s = clock_house_ms() / 1000;
    struct pay_keys candidates;
    struct status status;

    pay_keys_init(&candidates);
    if (add_certificates(&candidates, pay, arena, json) == 0)
        status = fail(WXPAY_UNTRUSTED, "WeChat Pay's certificates cannot be opened with our APIv3 key");
    else
        status = verify_with(&candidates, arena, &signature, answer->body, answer->body_bytes, now_s);
    if (failed_with(status, WXPAY_KEY_UNKNOWN)) /* signed with the public key, or an older certificate */
        status = wxpay_verify(pay, arena, &signature, answer->body, answer->body_bytes, now_s);
    pay_keys_finish(&candidates);
    if (ok(status))
        add_certificates(&pay->keys, pay, arena, json);
    return status;
}

static struct status failure_of(struct arena *arena, const struct http_answer *answer, struct wechat_failure *failure)
{
    const json_t *json = wechat_json(arena, answer->body, answer->body_bytes);
    const json_t *number = json_object_get(json, "code");
    const char *code = json_is_integer(number)
                           ? arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(number))
                           : wechat_text(arena, json, "code", "");

    return wxpay_code_status(answer->status, code, wechat_text(arena, json, "message", ""), answer->wanted[REQUEST_ID],
                             failure);
}

static struct status refresh(struct wxpay *pay, struct arena *arena, int64_t deadline_ms,
                             struct wechat_failure *failure)
{
    struct http_answer answer;
    struct status status;

    pay->refreshed_ms = clock_mono_ms();
    TRY(send_request(pay, arena, CERTIFICATES_PATH, NULL, deadline_ms, &answer, failure));
    if (answer.status != 200)
        return failure_of(arena, &answer, failure);
    status = take_certificates(pay, arena, &answer);
    if (!ok(status))
        wechat_failure_set(failure, WECHAT_RETRY, answer.status);
    return status;
}

struct status wxpay_keys_refresh(struct wxpay *pay, struct arena *arena, struct wechat_failure *failure)
{
    return refresh(pay, arena, clock_mono_ms() + pay->timeout_ms, failure);
}

/* ---- a call
 * ---------------------------------------------------------------------------------------------------------------- */

static struct status verify_answer(struct wxpay *pay, struct arena *arena, const struct http_answer *answer,
                                   int64_t deadline_ms)
{
    const struct wxpay_signature signature = signature_of(answer);
    struct status status =
        wxpay_verify(pay, arena, &signature, answer->body, answer->body_bytes, clock_house_ms() / 1000);

    if (!failed_with(status, WXPAY_KEY_UNKNOWN) || clock_mono_ms() - pay->refreshed_ms < REFRESH_INTERVAL_MS)
        return status;
    TRY(refresh(pay, arena, deadline_ms, NULL));
    return wxpay_verify(pay, arena, &signature, answer->body, answer->body_bytes, clock_house_ms() / 1000);
}

static struct status read_answer(struct arena *arena, const struct http_answer *answer, const json_t **ret_answer,
                                 struct wechat_failure *failure)
{
    const json_t *json = answer->body_bytes ? wechat_json(arena, answer->body, answer->body_bytes) : NULL;

    if (answer->status == 200 && !json)
        return wxpay_answer_incomplete(failure);
    *ret_answer = json;
    return OK;
}

struct status wxpay_answer_incomplete(struct wechat_failure *failure)
{
    wechat_failure_set(failure, WECHAT_UNCERTAIN, 200);
    return fail(WECHAT_UNCLEAR, "WeChat Pay's answer lacks what it should have");
}

struct status wxpay_call(struct wxpay *pay, struct arena *arena, const char *path_and_query, const char *json,
                         const json_t **ret_answer, struct wechat_failure *failure)
{
    int64_t deadline_ms = clock_mono_ms() + pay->timeout_ms;
    struct http_answer answer;
    struct status status;
    bool good;

    TRY(send_request(pay, arena, path_and_query, json, deadline_ms, &answer, failure));
    good = answer.status == 200 || answer.status == 204;
    /* A refusal may come unsigned (from a proxy of WeChat's); with a signature it must be right. */
    if (good || answer.wanted[SIGNATURE][0]) {
        status = verify_answer(pay, arena, &answer, deadline_ms);
        if (!ok(status)) {
            wechat_failure_set(failure, WECHAT_UNCERTAIN, answer.status);
            return status;
        }
    }
    return good ? read_answer(arena, &answer, ret_answer, failure) : failure_of(arena, &answer, failure);
}
