#include "curl/transfer.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define BODY_BYTES_FIRST ((size_t)4096)
#define IDLE_S_MAX       15L /* a connection kept longer may be dying on the other side */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t handle_key;

static void start(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || pthread_key_create(&handle_key, curl_easy_cleanup) != 0)
        abort();
}

CURL *transfer_handle(void)
{
    CURL *handle;

    pthread_once(&once, start);
    handle = pthread_getspecific(handle_key);
    if (handle) {
        curl_easy_reset(handle); /* keeps the connections */
        return handle;
    }
    handle = curl_easy_init();
    if (!handle || pthread_setspecific(handle_key, handle) != 0)
        abort();
    return handle;
}

void transfer_set_bounds(CURL *handle, const char *url, int connect_timeout_ms, int timeout_ms, const char *proxy_url)
{
    bool plain = strncmp(url, "http://", 7) == 0;

    curl_easy_setopt(handle, CURLOPT_URL, url);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)connect_timeout_ms);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
    curl_easy_setopt(handle, CURLOPT_PROXY, proxy_url ? proxy_url : "");
    curl_easy_setopt(handle, CURLOPT_MAXAGE_CONN, IDLE_S_MAX);
}

struct curl_slist *transfer_header(struct curl_slist *list, const char *header)
{
    struct curl_slist *longer = curl_slist_append(list, header);

    if (!longer)
        abort();
    return longer;
}

static bool make_room(struct transfer_body *body, size_t more)
{
    size_t need = body->bytes + more + 1, capacity = body->capacity ? body->capacity : BODY_BYTES_FIRST;
    char *data;

    if (more > body->bytes_max - body->bytes)
        return false;
    if (need <= body->capacity)
        return true;
    while (capacity < need)
        capacity *= 2;
    data = arena_try(body->arena, capacity);
    if (!data)
        return false;
    if (body->bytes)
        memcpy(data, body->data, body->bytes);
    body->data = data;
    body->capacity = capacity;
    return true;
}

bool transfer_take(struct transfer_body *body, const char *data, size_t bytes)
{
    if (!make_room(body, bytes)) {
        body->too_large = true;
        return false;
    }
    memcpy(body->data + body->bytes, data, bytes);
    body->bytes += bytes;
    return true;
}
