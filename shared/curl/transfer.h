/* What every exchange over libcurl has in common: a handle a thread, how far it may go, an answer that is bounded. */
#ifndef LINLI_CURL_TRANSFER_H
#define LINLI_CURL_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* The thread's handle, without options; it keeps its connections, and is cleaned up with the thread. What it is told to
 * point to must live until the next curl_easy_reset(). */
CURL *transfer_handle(void);

/* Where to, and so far: TLS 1.2 at least, no redirections, no other protocol than the address names. `proxy_url` NULL
 * or
 * "": none, whatever the environment says. */
void transfer_set_bounds(CURL *handle, const char *url, int connect_timeout_ms, int timeout_ms, const char *proxy_url);

/* Adds a header to the list (NULL: an empty one), and returns the list; ends the process when there is no memory. */
struct curl_slist *transfer_header(struct curl_slist *list, const char *header);

/* An answer's body as it comes. It comes from outside: when it does not fit it is refused, it does not end the process.
 * `data` has room for a NUL behind it, and is NULL while nothing came. */
struct transfer_body {
    struct arena *arena;
    size_t bytes_max;
    char *data;
    size_t bytes, capacity;
    bool too_large;
};

/* False: it is too large. */
bool transfer_take(struct transfer_body *body, const char *data, size_t bytes);

#endif
