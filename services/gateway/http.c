#include "gateway/http.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "gateway/deadline.h"
#include "gateway/exchange.h"
#include "gateway/idle_stack.h"
#include "gateway/late_threads.h"
#include "gateway/operation.h"
#include "gateway/respond.h"
#include "gateway/span.h"

#define LISTEN_BACKLOG      "1024"
#define CONNECTION_QUEUE    "64" /* accepted and waiting for a thread; the rest waits in the kernel */
#define THREAD_THAT_ACCEPTS 0    /* as civetweb calls it */

struct http {
    struct gateway *gateway;
    struct mg_context *context;
    struct late_threads *threads;
    int port;
    int64_t connections_max;
    atomic_int open; /* connections */
};

/* ---- one exchange ---- */

static void exchange_begin(struct exchange *exchange, struct gateway *gateway, struct mg_connection *connection)
{
    const struct mg_request_info *info = mg_get_request_info(connection);

    exchange->gateway = gateway;
    exchange->connection = connection;
    exchange->info = info;
    exchange->arena = arenas_take(&gateway->arenas);
    exchange->started_us = clock_mono_us();
    trace_child_of_stranger(header_of(info, "traceparent"), exchange->traceparent);
    trace_id_of(exchange->traceparent, exchange->request_id);
    log_trace_set(exchange->request_id);
    client_address(&gateway->proxies, info->remote_addr, header_of(info, "X-Forwarded-For"), exchange->address);
    exchange->language = language_of(header_of(info, "Accept-Language"));
    exchange->head = info->request_method && strcmp(info->request_method, "HEAD") == 0;
    exchange->http_method = exchange->head ? "GET" : info->request_method;
}

/* Those who find no room may be many, just when there is least time for a system call a line. */
static enum log_level level_of(const struct exchange *exchange)
{
    return exchange->status >= 500 && !exchange->turned_away ? LOG_WARN : LOG_INFO;
}

/* The one line a request leaves: what it was in the contract's words, never its path, query, token or body. */
static void exchange_log(const struct exchange *exchange, int64_t us)
{
    const struct method *method = exchange->match.method;

    log_write(level_of(exchange), "request",
              (const struct log_field[]){
                  LOG_STR("method", method ? method->full_name : "none"),
                  LOG_STR("http", exchange->http_method ? exchange->http_method : "none"),
                  LOG_INT("status", exchange->status),
                  LOG_INT("us", us),
                  LOG_STR("reason", exchange->reason ? exchange->reason : ""),
              },
              exchange->reason ? 5 : 4);
}

static void exchange_end(struct exchange *exchange)
{
    int64_t us = clock_mono_us() - exchange->started_us;

    metrics_request(exchange->gateway->metrics, exchange->match.method, exchange->status, us);
    exchange_log(exchange, us);
    exchange_span(exchange, us);
    log_trace_set(NULL);
    arenas_give(&exchange->gateway->arenas, exchange->arena);
}

/* A request that cannot be trusted in any part: refused, and the connection with it. */
static void refuse_malformed(struct exchange *exchange, struct status status)
{
    metrics_count(exchange->gateway->metrics, COUNT_MALFORMED);
    exchange->close = true;
    respond_failure(exchange, status);
}

/* ---- what civetweb calls ---- */

static struct http *http_of(const struct mg_connection *connection)
{
    return mg_get_user_data(mg_get_context(connection));
}

static int on_request(struct mg_connection *connection)
{
    struct http *http = http_of(connection);
    struct exchange exchange = { .close = false };
    struct status status;

    deadline_set_ms(-1);
    exchange_begin(&exchange, http->gateway, connection);
    status = guard_request(exchange.info, &exchange.guarded);
    exchange.body_done = ok(status) && exchange.guarded.content_bytes == 0;
    if (ok(status))
        operation_serve(&exchange);
    else
        refuse_malformed(&exchange, status);
    exchange_end(&exchange);
    deadline_set_ms(exchange.keep_alive_ms);
    return exchange.status;
}

static void refuse_unparsed(struct http *http, struct mg_connection *connection, struct status status)
{
    struct exchange exchange = { .body_done = true };

    exchange_begin(&exchange, http->gateway, connection);
    refuse_malformed(&exchange, status);
    exchange_end(&exchange);
    mg_set_user_connection_data(connection, http); /* a mark: it has been told */
}

/* In place of civetweb's own error pages: it could not read the request. */
static int on_error(struct mg_connection *connection, int http_status, const char *text)
{
    struct http *http = http_of(connection);

    (void)http_status;
    (void)text;
    if (deadline_passed()) {
        /* Half a request and then nothing: there is nobody to tell. */
        mg_disable_connection_keep_alive(connection);
        return 0;
    }
    refuse_unparsed(
        http, connection,
        fail(BAD_REQUEST, "this is no HTTP request, or its headers exceed %d bytes", REQUEST_HEAD_BYTES_MAX));
    return 0;
}

/* civetweb closes without a word on targets that it takes for another server's (absolute-form, asterisk). */
static void on_close(const struct mg_connection *connection)
{
    struct http *http = http_of(connection);
    const struct mg_request_info *info = mg_get_request_info(connection);

    if (info && info->request_uri && !info->local_uri && info->request_uri[0] != '/' && info->num_headers >= 0 &&
        !mg_get_user_connection_data(connection))
        refuse_unparsed(http, (struct mg_connection *)connection, fail(BAD_REQUEST, "the target must be a path"));
    deadline_set_ms(-1);
}

static void on_closed(const struct mg_connection *connection)
{
    idle_stack_give_back();
    atomic_fetch_sub(&http_of(connection)->open, 1);
}

static bool beyond(const struct http *http, int percent)
{
    return atomic_load(&http->open) * 100 > http->connections_max * percent;
}

static int64_t shorter_when_busy(const struct http *http, int64_t ms, int64_t busy_ms)
{
    return beyond(http, CONNECTIONS_BUSY_PERCENT) && ms > busy_ms ? busy_ms : ms;
}

/* A new connection has a thread now, and so long to send its headers: less when threads run short. */
static int on_connection(const struct mg_connection *connection, void **ret_data)
{
    struct http *http = http_of(connection);

    (void)ret_data;
    late_threads_want(http->threads, atomic_fetch_add(&http->open, 1) + 1);
    metrics_count(http->gateway->metrics, COUNT_CONNECTIONS);
    deadline_set_ms(shorter_when_busy(http, http->gateway->settings->header_ms, BUSY_HEADER_MS));
    return 0;
}

/* Of the thread that accepts, the last one: the others were told to end. */
static void on_thread_end(const struct mg_context *context, int kind, void *data)
{
    const struct http *http = mg_get_user_data(context);

    (void)data;
    if (kind == THREAD_THAT_ACCEPTS)
        late_threads_join(http->threads);
}

static int on_message(const struct mg_connection *connection, const char *message)
{
    (void)connection;
    log_debug("civetweb", LOG_STR("message", message));
    return 1;
}

/* ---- starting and stopping ---- */

int http_port(const struct http *http)
{
    return http->port;
}

int http_connections(const struct http *http)
{
    return atomic_load(&http->open);
}

int64_t http_keep_alive_ms(const struct http *http)
{
    if (!http || beyond(http, CONNECTIONS_FULL_PERCENT) || atomic_load(&http->gateway->draining))
        return 0;
    return shorter_when_busy(http, http->gateway->settings->keep_alive_ms, BUSY_KEEP_ALIVE_MS);
}

static struct mg_context *start_civetweb(struct http *http)
{
    const struct gateway_settings *settings = http->gateway->settings;
    const struct mg_callbacks callbacks = {
        .begin_request = on_request,
        .http_error = on_error,
        .connection_close = on_close,
        .connection_closed = on_closed,
        .init_connection = on_connection,
        .exit_thread = on_thread_end,
        .log_message = on_message,
    };
    char threads[16], request_ms[16], keep_alive_ms[16], head_bytes[16];
    const char *options[] = { "listening_ports",
                              settings->address,
                              "num_threads",
                              threads,
                              "request_timeout_ms",
                              request_ms,
                              "keep_alive_timeout_ms",
                              keep_alive_ms,
                              "enable_keep_alive",
                              "yes",
                              "decode_url",
                              "no",
                              "decode_query_string",
                              "no",
                              "max_request_size",
                              head_bytes,
                              "tcp_nodelay",
                              "1",
                              "connection_queue",
                              CONNECTION_QUEUE,
                              "listen_backlog",
                              LISTEN_BACKLOG,
                              "enable_directory_listing",
                              "no",
                              "enable_auth_domain_check",
                              "no",
                              NULL };

    snprintf(threads, sizeof(threads), "%lld", (long long)settings->connections_max);
    snprintf(request_ms, sizeof(request_ms), "%lld", (long long)(settings->header_ms));
    snprintf(keep_alive_ms, sizeof(keep_alive_ms), "%lld", (long long)settings->keep_alive_ms);
    snprintf(head_bytes, sizeof(head_bytes), "%d", REQUEST_HEAD_BYTES_MAX);
    return mg_start(&callbacks, http, options);
}

struct status http_start(struct gateway *gateway, struct http **ret_http)
{
    struct http *http = calloc(1, sizeof(*http));
    struct mg_server_port port;

    if (!http)
        abort();
    http->gateway = gateway;
    http->connections_max = gateway->settings->connections_max;
    http->threads = late_threads_create((int)http->connections_max);
    late_threads_collect(http->threads);
    http->context = start_civetweb(http);
    late_threads_collected();
    if (!http->context) {
        late_threads_destroy(http->threads);
        free(http);
        return fail(NOT_AVAILABLE, "cannot listen on %s", gateway->settings->address);
    }
    if (mg_get_server_ports(http->context, 1, &port) == 1)
        http->port = port.port;
    *ret_http = http;
    return OK;
}

void http_stop(struct http *http)
{
    if (!http)
        return;
    mg_stop(http->context);
    late_threads_destroy(http->threads);
    free(http);
}
