#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "wechat/client.h"
#include "wechat/failure_internal.h"
#include "wechat/figures.h"
#include "wechat/http.h"
#include "wechat/pay.h"
#include "wechat/pay_internal.h"
#include "wechat/pay_keys.h"

#define NONCE_CHARS         32
#define HEADERS_MAX         4
#define REFRESH_INTERVAL_MS INT64_C(60000) /* of refreshes that an unknown serial sets off */

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

/* What is sent beside the signature: at most HEADERS_MAX lines. */
static size_t write_headers(const struct wxpay *pay, struct arena *arena, const struct wxpay_request *request,
                            const char *method, const char *headers[HEADERS_MAX])
{
    const char *serial = request->serial ? request->serial : pay->public_key_id;
    char nonce[NONCE_CHARS + 1];
    size_t count = 0;

    key_new(nonce, NONCE_CHARS);
    headers[count++] = "Accept: application/json";
    headers[count++] = wxpay_authorization(pay, arena, method, request->path_and_query,
                                           request->json ? request->json : "", clock_house_ms() / 1000, nonce);
    if (request->form_type)
        headers[count++] = arena_printf(arena, "Content-Type: %s", request->form_type);
    else if (request->json)
        headers[count++] = "Content-Type: application/json";
    if (serial)
        headers[count++] = arena_printf(arena, "Wechatpay-Serial: %s", serial);
    return count;
}

static enum wechat_outcome outcome_of(enum http_outcome outcome, const struct http_answer *answer)
{
    if (outcome != HTTP_ANSWERED)
        return outcome == HTTP_NOT_SENT ? WECHAT_CALL_NOT_SENT : WECHAT_CALL_NO_ANSWER;
    if (answer->status >= 500 || answer->status == 429)
        return WECHAT_CALL_BUSY;
    return answer->status < 300 ? WECHAT_CALL_OK : WECHAT_CALL_REFUSED;
}

static struct status send_request(const struct wxpay *pay, struct arena *arena, const struct wxpay_request *request,
                                  int64_t deadline_ms, struct http_answer *answer, struct wechat_failure *failure)
{
    const char *method = request->method ? request->method : request->json ? "POST" : "GET";
    const char *headers[HEADERS_MAX], *problem = "no time is left";
    const char *body = request->form_type ? request->form : request->json;
    struct http_request http = {
        .url = arena_printf(arena, "%s%s", pay->base_url, request->path_and_query),
        .method = request->method,
        .body = body,
        .body_bytes = request->form_type ? request->form_bytes
                      : body             ? strlen(body)
                                         : 0,
        .headers = headers,
        .headers_count = write_headers(pay, arena, request, method, headers),
        .wanted = wanted,
        .wanted_count = WANTED_COUNT,
        .connect_timeout_ms = pay->connect_timeout_ms,
        .timeout_ms = deadline_ms - clock_mono_ms(),
        .proxy_url = pay->proxy_url,
        .answer_bytes_max = request->bytes_max,
        .take = request->take,
        .take_data = request->take_data,
    };
    enum http_outcome outcome = HTTP_NOT_SENT;
    int64_t began_us = clock_mono_us();

    if (http.timeout_ms > 0)
        outcome = http_exchange(arena, &http, answer, &problem);
    wechat_call_ended(method, request->path_and_query, outcome_of(outcome, answer), clock_mono_us() - began_us);
    return outcome == HTTP_ANSWERED ? OK : no_answer(outcome, strcmp(method, "GET") != 0, problem, failure);
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
        status = wxpay_verify_with(&candidates, arena, &signature, answer->body, answer->body_bytes, now_s);
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
    const struct wxpay_request request = { .path_and_query = "/v3/certificates" };
    struct http_answer answer;
    struct status status;

    pay->refreshed_ms = clock_mono_ms();
    TRY(send_request(pay, arena, &request, deadline_ms, &answer, failure));
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

struct status wxpay_exchange(struct wxpay *pay, struct arena *arena, const struct wxpay_request *request,
                             const json_t **ret_answer, struct wechat_failure *failure)
{
    int64_t deadline_ms = clock_mono_ms() + pay->timeout_ms;
    struct http_answer answer;
    struct status status;
    bool good;

    TRY(send_request(pay, arena, request, deadline_ms, &answer, failure));
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

struct status wxpay_call(struct wxpay *pay, struct arena *arena, const char *path_and_query, const char *json,
                         const json_t **ret_answer, struct wechat_failure *failure)
{
    const struct wxpay_request request = { .path_and_query = path_and_query, .json = json };

    return wxpay_exchange(pay, arena, &request, ret_answer, failure);
}

/* ---- files ----------------------------------------------------------------------------------------------------------
 */

/* What follows our base address, or the host of another; NULL when it is no address. */
static const char *path_of(const struct wxpay *pay, const char *url)
{
    size_t base = strlen(pay->base_url);
    const char *host = strstr(url, "://"), *path;

    if (strncmp(url, pay->base_url, base) == 0 && url[base] == '/')
        return url + base;
    path = host ? strchr(host + 3, '/') : NULL;
    return path && !strpbrk(path, " \"\r\n#") ? path : NULL;
}

struct status wxpay_download(struct wxpay *pay, struct arena *arena, const char *url, size_t bytes_max,
                             bool (*take)(void *data, const void *bytes, size_t count), void *take_data,
                             struct wechat_failure *failure)
{
    struct wxpay_request request = {
        .path_and_query = path_of(pay, url), .bytes_max = bytes_max, .take = take, .take_data = take_data
    };
    struct http_answer answer;

    if (!request.path_and_query)
        return wxpay_answer_incomplete(failure);
    TRY(send_request(pay, arena, &request, clock_mono_ms() + WXPAY_DOWNLOAD_TIMEOUT_MS, &answer, failure));
    return answer.status == 200 ? OK : failure_of(arena, &answer, failure);
}

/* ---- secrets --------------------------------------------------------------------------------------------------------
 */

struct status wxpay_seal(struct wxpay *pay, struct arena *arena, const char *text, struct wxpay_sealer *sealer,
                         const char **ret_sealed, struct wechat_failure *failure)
{
    int64_t now_s = clock_house_ms() / 1000;
    EVP_PKEY *key = pay_keys_sealing(&pay->keys, sealer->serial, now_s);

    if (!key) {
        TRY(wxpay_keys_refresh(pay, arena, failure));
        key = pay_keys_sealing(&pay->keys, sealer->serial, now_s);
    }
    if (!key)
        return wechat_permanent(failure, fail(WECHAT_MISCONFIGURED, "there is no key of WeChat Pay's to seal with"));
    *ret_sealed = pay_key_encrypt(key, arena, text, strlen(text));
    EVP_PKEY_free(key);
    if (!*ret_sealed)
        return wechat_permanent(failure,
                                fail(WECHAT_CONTENT_INVALID, "a text of %zu bytes cannot be sealed", strlen(text)));
    return OK;
}
