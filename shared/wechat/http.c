#include "wechat/http.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "curl/transfer.h"

/* ---- what comes back ------------------------------------------------------------------------------------------------
 */

struct incoming {
    CURL *handle;
    const struct http_request *request;
    struct transfer_body body;
    size_t header_bytes;
    bool stopped; /* by who takes it */
    int sendings;
};

/* Hands the bytes of a 200 on; `*ret_taken` 0 ends the exchange. False when they are to be kept. */
static bool hand_on(struct incoming *in, const char *data, size_t bytes, size_t *ret_taken)
{
    struct transfer_body *body = &in->body;
    long status = 0;

    curl_easy_getinfo(in->handle, CURLINFO_RESPONSE_CODE, &status);
    if (!in->request->take || status != 200)
        return false;
    body->too_large = bytes > body->bytes_max - body->bytes;
    in->stopped = !body->too_large && !in->request->take(in->request->take_data, data, bytes);
    body->bytes += body->too_large ? 0 : bytes;
    *ret_taken = body->too_large || in->stopped ? 0 : bytes;
    return true;
}

static size_t take_body(char *data, size_t size, size_t count, void *user)
{
    struct incoming *in = user;
    size_t bytes = size * count, taken;

    if (hand_on(in, data, bytes, &taken))
        return taken;
    return transfer_take(&in->body, data, bytes) ? bytes : 0;
}

static size_t take_header(char *data, size_t size, size_t count, void *user)
{
    struct incoming *in = user;
    size_t bytes = size * count;

    (void)data;
    in->header_bytes += bytes;
    if (in->header_bytes > HTTP_HEADERS_BYTES_MAX) {
        in->body.too_large = true;
        return 0;
    }
    return bytes;
}

static const char *header_value(CURL *handle, struct arena *arena, const char *name)
{
    struct curl_header *header;

    if (curl_easy_header(handle, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return "";
    return arena_strdup(arena, header->value);
}

static void read_answer(CURL *handle, struct arena *arena, const struct http_request *request,
                        const struct incoming *in, struct http_answer *answer)
{
    long status = 0;

    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    *answer = (struct http_answer){
        .status = (int)status,
        .body = in->body.data ? in->body.data : "",
        .body_bytes = in->body.data ? in->body.bytes : 0,
        .content_type = header_value(handle, arena, "Content-Type"),
    };
    for (size_t i = 0; i < request->wanted_count && i < HTTP_WANTED_HEADERS_MAX; i++)
        answer->wanted[i] = header_value(handle, arena, request->wanted[i]);
}

/* ---- the exchange ---------------------------------------------------------------------------------------------------
 */

/* libcurl sends a request again by itself when a kept connection dies before an answer. Only the caller may repeat:
 * what was asked for may have been done, and a signed request is good once. */
static int before_sending(void *user, char *their_address, char *our_address, int their_port, int our_port)
{
    struct incoming *in = user;

    (void)their_address, (void)our_address, (void)their_port, (void)our_port;
    return in->sendings++ == 0 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

static void set_bounds(CURL *handle, const struct http_request *request)
{
    transfer_set_bounds(handle, request->url,
                        request->connect_timeout_ms ? request->connect_timeout_ms : HTTP_CONNECT_TIMEOUT_MS,
                        request->timeout_ms ? request->timeout_ms : HTTP_TIMEOUT_MS, request->proxy_url);
}

static void set_callbacks(CURL *handle, struct incoming *in)
{
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, in);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, in);
    curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, before_sending);
    curl_easy_setopt(handle, CURLOPT_PREREQDATA, in);
}

static struct curl_slist *header_list(const struct http_request *request)
{
    struct curl_slist *list = transfer_header(NULL, "Expect:"); /* no waiting for 100 Continue */

    for (size_t i = 0; i < request->headers_count; i++)
        list = transfer_header(list, request->headers[i]);
    return list;
}

static void set_request(CURL *handle, const struct http_request *request, struct curl_slist *headers)
{
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "linli");
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    if (request->body) {
        curl_easy_setopt(handle, CURLOPT_POST, 1L);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_bytes);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request->body);
    }
    if (request->method)
        curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request->method);
}

enum http_outcome http_exchange(struct arena *arena, const struct http_request *request, struct http_answer *ret_answer,
                                const char **ret_problem)
{
    CURL *handle = transfer_handle();
    struct curl_slist *headers = header_list(request);
    struct incoming in = {
        .handle = handle,
        .request = request,
        .body = { .arena = arena,
                  .bytes_max = request->answer_bytes_max ? request->answer_bytes_max : HTTP_ANSWER_BYTES_MAX },
    };
    long sent_bytes = 0;
    CURLcode code;

    set_bounds(handle, request);
    set_request(handle, request, headers);
    set_callbacks(handle, &in);
    code = curl_easy_perform(handle);
    curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &sent_bytes);
    if (code == CURLE_OK)
        read_answer(handle, arena, request, &in, ret_answer);
    else
        *ret_problem = in.body.too_large ? "the answer is too large"
                       : in.stopped      ? "the answer is not what was expected"
                                         : curl_easy_strerror(code);
    /* The handle outlives this call; what it points to does not. */
    curl_easy_reset(handle);
    curl_slist_free_all(headers);
    if (code == CURLE_OK)
        return HTTP_ANSWERED;
    return sent_bytes > 0 ? HTTP_NO_ANSWER : HTTP_NOT_SENT;
}

struct status http_base_url_check(const char *name, const char *url)
{
    const char *host = NULL;

    if (url && strncmp(url, "https://", 8) == 0)
        host = url + 8;
    else if (url && strncmp(url, "http://", 7) == 0)
        host = url + 7;
    if (!host || !*host || *host == '/' || strpbrk(host, "?#@ \r\n") || host[strlen(host) - 1] == '/')
        return fail(CODE_INVALID_ARGUMENT, "SETTING_INVALID",
                    "%s must be http(s)://host[:port][/path], no / at the end", name);
    return OK;
}
