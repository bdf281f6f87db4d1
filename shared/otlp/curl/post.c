/* A batch of spans over libcurl: loaded where traces are sent, and nowhere else. */
#include <stdlib.h>

#include "curl/transfer.h"
#include "otlp/otlp.h"

#define CONNECT_MS_MAX 1000
#define LOOK_MS        50 /* whether to go on */

static size_t ignore(char *data, size_t size, size_t count, void *user)
{
    (void)data;
    (void)user;
    return size * count;
}

static struct curl_slist *prepare(CURL *handle, const char *url, const struct span_batch *batch, int timeout_ms)
{
    struct curl_slist *headers = transfer_header(NULL, "Content-Type: application/json");

    headers = transfer_header(headers, "Expect:");
    transfer_set_bounds(handle, url, CONNECT_MS_MAX, timeout_ms, NULL);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "linli");
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)batch->bytes);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, batch->data);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ignore);
    return headers;
}

/* True: it was answered. */
static bool transfer(CURLM *multi, bool (*go_on)(void *context), void *context)
{
    int running = 1, left;
    CURLMsg *message;

    while (running && go_on(context)) {
        if (curl_multi_perform(multi, &running) != CURLM_OK)
            return false;
        if (running && curl_multi_poll(multi, NULL, 0, LOOK_MS, NULL) != CURLM_OK)
            return false;
    }
    message = curl_multi_info_read(multi, &left);
    return message && message->msg == CURLMSG_DONE && message->data.result == CURLE_OK;
}

/* Keeps the connection from batch to batch; a process has one exporter. */
static CURLM *the_multi(void)
{
    static CURLM *multi;

    if (!multi)
        multi = curl_multi_init();
    if (!multi)
        abort();
    return multi;
}

otlp_post otlp_post_by_curl;

int otlp_post_by_curl(const char *url, const struct span_batch *batch, int timeout_ms, bool (*go_on)(void *context),
                      void *context, int64_t *ret_retry_after_s)
{
    CURL *handle = transfer_handle();
    CURLM *multi = the_multi();
    struct curl_slist *headers = prepare(handle, url, batch, timeout_ms);
    curl_off_t retry_after_s = 0;
    long status = 0;

    curl_multi_add_handle(multi, handle);
    if (transfer(multi, go_on, context)) {
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &retry_after_s);
    }
    curl_multi_remove_handle(multi, handle);
    curl_easy_reset(handle); /* it outlives what it points to */
    curl_slist_free_all(headers);
    *ret_retry_after_s = (int64_t)retry_after_s;
    return (int)status;
}
