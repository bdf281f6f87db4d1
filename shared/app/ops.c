#include "app/ops.h"

#include <civetweb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/metric.h"

#define THREADS            "2"
#define REQUEST_TIMEOUT_MS "2000"
#define REQUEST_BYTES_MAX  "4096"
#define ARENA_MAX          ((size_t)4 << 20) /* of one page of metrics */

struct ops {
    struct ops_options options;
    struct mg_context *web;
    pthread_mutex_t metrics_mutex; /* one reader of metrics at a time */
};

static int answer(struct mg_connection *connection, int status, const char *type, const char *body, size_t bytes)
{
    mg_printf(connection,
              "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nCache-Control: no-store\r\n"
              "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
              status, mg_get_response_code_text(connection, status), type, bytes);
    if (strcmp(mg_get_request_info(connection)->request_method, "HEAD") != 0)
        mg_write(connection, body, bytes);
    mg_disable_connection_keep_alive(connection);
    return status;
}

static int answer_text(struct mg_connection *connection, int status, const char *text)
{
    return answer(connection, status, "text/plain; charset=utf-8", text, strlen(text));
}

static bool reading(struct mg_connection *connection)
{
    const char *method = mg_get_request_info(connection)->request_method;

    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

static int on_healthz(struct mg_connection *connection, void *data)
{
    (void)data;
    return reading(connection) ? answer_text(connection, 200, "alive\n") : answer_text(connection, 405, "GET\n");
}

static int on_readyz(struct mg_connection *connection, void *data)
{
    struct ops *ops = data;
    char text[512];
    struct status status;

    if (!reading(connection))
        return answer_text(connection, 405, "GET\n");
    status = ops->options.ready(ops->options.context);
    if (ok(status))
        return answer_text(connection, 200, "ready\n");
    snprintf(text, sizeof text, "not ready: %s: %s\n", status.reason, status.text ? status.text : "");
    return answer_text(connection, 503, text);
}

static void common_metrics(struct ops *ops, struct buf *out)
{
    metric_head(out, "linli_build_info", "gauge", "Always 1; what runs here.");
    buf_printf(out, "linli_build_info{service=\"%s\",version=\"" LINLI_VERSION "\"} 1\n", ops->options.service);
    metric_one(out, "linli_ready", "gauge", "What /readyz says: 1 when it can serve.",
               ok(ops->options.ready(ops->options.context)));
    metric_process(out);
}

static int on_metrics(struct mg_connection *connection, void *data)
{
    struct ops *ops = data;
    struct arena arena;
    struct buf page;
    int status;

    if (!reading(connection))
        return answer_text(connection, 405, "GET\n");
    arena_init(&arena, ARENA_MAX);
    buf_init(&page, &arena, 16384);
    pthread_mutex_lock(&ops->metrics_mutex);
    ops->options.metrics(ops->options.context, &page);
    common_metrics(ops, &page);
    pthread_mutex_unlock(&ops->metrics_mutex);
    status = answer(connection, 200, "text/plain; version=0.0.4; charset=utf-8", page.data, page.len);
    arena_finish(&arena);
    return status;
}

static int on_anything(struct mg_connection *connection, void *data)
{
    (void)data;
    return answer_text(connection, 404, "/healthz /readyz /metrics\n");
}

struct status ops_start(const struct ops_options *options, struct ops **ret_ops)
{
    const char *web_options[] = {
        "listening_ports",
        options->address,
        "num_threads",
        THREADS,
        "request_timeout_ms",
        REQUEST_TIMEOUT_MS,
        "max_request_size",
        REQUEST_BYTES_MAX,
        "enable_keep_alive",
        "no",
        "decode_url",
        "no",
        NULL,
    };
    struct mg_callbacks callbacks = { 0 };
    struct ops *ops = calloc(1, sizeof *ops);

    if (!ops)
        return fail(INTERNAL, "no memory for the operations port");
    ops->options = *options;
    mg_init_library(0);
    ops->web = mg_start(&callbacks, ops, web_options);
    if (!ops->web) {
        mg_exit_library();
        free(ops);
        return fail(NOT_AVAILABLE, "the operations port cannot listen on %s", options->address);
    }
    pthread_mutex_init(&ops->metrics_mutex, NULL);
    mg_set_request_handler(ops->web, "/healthz$", on_healthz, ops);
    mg_set_request_handler(ops->web, "/readyz$", on_readyz, ops);
    mg_set_request_handler(ops->web, "/metrics$", on_metrics, ops);
    mg_set_request_handler(ops->web, "**", on_anything, ops);
    *ret_ops = ops;
    return OK;
}

int ops_port(const struct ops *ops)
{
    struct mg_server_port port = { 0 };

    return mg_get_server_ports(ops->web, 1, &port) == 1 ? port.port : 0;
}

void ops_stop(struct ops *ops)
{
    if (!ops)
        return;
    mg_stop(ops->web);
    mg_exit_library();
    pthread_mutex_destroy(&ops->metrics_mutex);
    free(ops);
}
