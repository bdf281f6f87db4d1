/* One HTTP exchange over libcurl, for the two WeChat clients.
 *
 * Each thread keeps one handle, and with it its open connections. No redirects, no signals, no scheme but the URL's own,
 * certificates are checked; connecting, the whole exchange and the answer's size are bounded. Nothing is logged, and a
 * problem's text never has the URL in it: that may hold a token.
 */
#ifndef LINLI_WECHAT_HTTP_H
#define LINLI_WECHAT_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

#define HTTP_CONNECT_TIMEOUT_MS    5000
#define HTTP_TIMEOUT_MS            10000
#define HTTP_ANSWER_BYTES_MAX      ((size_t)1 << 20)
#define HTTP_HEADERS_BYTES_MAX     ((size_t)64 << 10)
#define HTTP_WANTED_HEADERS_MAX    8

struct http_request {
    const char *url;
    const char *method; /* NULL: GET, or with a body POST */
    const char *body;   /* NULL: none */
    size_t body_bytes;
    const char *const *headers; /* "Accept: application/json" */
    size_t headers_count;
    const char *const *wanted; /* names of headers to keep of the answer */
    size_t wanted_count;
    int64_t connect_timeout_ms, timeout_ms; /* 0: the defaults */
    size_t answer_bytes_max;                /* 0: the default */
    const char *proxy_url;                  /* NULL: none; the environment's is not used */
    /* NULL: the body is kept. Else that of a 200 goes here as it comes, and nowhere else; false stops the exchange. */
    bool (*take)(void *data, const void *bytes, size_t count);
    void *take_data;
};

struct http_answer {
    int status;
    const char *body; /* a NUL that is not counted follows */
    size_t body_bytes;
    const char *content_type;                     /* "" when there is none */
    const char *wanted[HTTP_WANTED_HEADERS_MAX]; /* "" when there is none */
};

enum http_outcome {
    HTTP_ANSWERED,
    HTTP_NOT_SENT,  /* the other side has not seen the request */
    HTTP_NO_ANSWER, /* it may have */
};

/* `*ret_problem` says why there is no answer. */
enum http_outcome http_exchange(struct arena *arena, const struct http_request *request, struct http_answer *ret_answer,
                                const char **ret_problem);

/* SETTING_INVALID unless it is http:// or https:// and a host, with no slash, query or user at the end. */
struct status http_base_url_check(const char *name, const char *url);

#endif
