#include "gateway/operation.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "gateway/batch.h"
#include "gateway/body.h"
#include "gateway/download.h"
#include "gateway/files.h"
#include "gateway/invocation.h"
#include "gateway/poll.h"
#include "gateway/raw.h"
#include "gateway/respond.h"
#include "gateway/upload.h"

struct status operation_admit(struct exchange *exchange, const struct route_match *match,
                              struct limit_verdict *ret_limits)
{
    struct gateway *gateway = exchange->gateway;
    const struct identity *who = &exchange->who;
    struct status status;

    TRY(session_access(match->method, who));
    status = limits_take(gateway->limits, match->method->rpc->rate, who->signed_in ? who->claims.user_id : "",
                         exchange->address, clock_mono_us(), ret_limits);
    if (!ok(status))
        metrics_count(gateway->metrics, COUNT_RATE_LIMITED);
    return status;
}

/* A refusal that is known (sold out) is repeated to first tries only: any other may be the repeat of a success. */
static bool refused_before(struct exchange *exchange, struct status *ret_status)
{
    const char *attempt = header_of(exchange->info, "Idempotency-Attempt");

    if (!exchange->match.method->rpc->refusal || !attempt || strcmp(attempt, "1") != 0)
        return false;
    return refusals_find(exchange->gateway->refusals, &exchange->match, clock_mono_ms(), ret_status);
}

static struct status idempotency_key(const struct exchange *exchange, char key[IDEMPOTENCY_KEY_CHARS_MAX + 1])
{
    const char *value = header_of(exchange->info, "Idempotency-Key");

    key[0] = '\0';
    if (exchange->match.method->rpc->idempotency != API__IDEMPOTENCY__KEY_REQUIRED)
        return OK;
    if (!value)
        return fail(IDEMPOTENCY_KEY_REQUIRED, "send a header Idempotency-Key of 1 to %d visible characters",
                    IDEMPOTENCY_KEY_CHARS_MAX);
    return guard_idempotency_key(value, key);
}

static struct status respond_done(struct exchange *exchange, const struct invocation *invocation)
{
    const Api__Rpc *rpc = exchange->match.method->rpc;
    const char *kept =
        rpc->cache ? arena_printf(exchange->arena, "public, max-age=%u", rpc->cache->ttl_ms / 1000) : NULL;

    struct answer answer = {
        .status = (int)rpc->success,
        .content_type = "application/json",
        .body = invocation->json,
        .bytes = invocation->json_bytes,
        .etag = invocation->etag,
        .cache_control = kept,
    };

    if (rpc->file)
        TRY(download_choose(exchange, &invocation->reply, &answer));
    respond(exchange, &answer);
    return OK;
}

static struct status invoke(struct exchange *exchange, const char *body, size_t body_bytes, const char *key)
{
    struct invocation invocation = {
        .gateway = exchange->gateway,
        .arena = exchange->arena,
        .who = &exchange->who,
        .address = exchange->address,
        .language = exchange->language,
        .traceparent = exchange->traceparent,
        .match = &exchange->match,
        .path = exchange->info->local_uri_raw,
        .query = exchange->info->query_string,
        .body = body,
        .body_bytes = body_bytes,
        .idempotency_key = *key ? key : NULL,
    };
    struct status status = invocation_start(&invocation);

    if (ok(status))
        status = invocation_finish(&invocation);
    if (ok(status))
        status = respond_done(exchange, &invocation);
    else
        refusals_note(exchange->gateway->refusals, &exchange->match, status, clock_mono_ms());
    invocation_end(&invocation);
    return status;
}

struct status operation_invoke(struct exchange *exchange, const char *body, size_t body_bytes)
{
    return invoke(exchange, body, body_bytes, "");
}

/* What a GET or DELETE asks for stands in its path and query. */
static struct status check_body(const struct exchange *exchange)
{
    const char *method = exchange->match.method->http_method;

    if (exchange->guarded.content_bytes > 0 && strcmp(method, "POST") != 0 && strcmp(method, "PUT") != 0)
        return fail(BAD_REQUEST, "a %s has no body", method);
    return body_is_json(exchange);
}

/* The order of things for an operation of a service. */
static struct status serve_method(struct exchange *exchange)
{
    char key[IDEMPOTENCY_KEY_CHARS_MAX + 1];
    const char *body;
    size_t body_bytes;
    struct status refusal;

    TRY(session_access(exchange->match.method, &exchange->who));
    TRY(check_body(exchange));
    TRY(body_read(exchange, exchange->match.method->rpc->bytes_max, &body, &body_bytes));
    if (refused_before(exchange, &refusal)) {
        metrics_count(exchange->gateway->metrics, COUNT_REFUSAL_REPEATED);
        return refusal;
    }
    TRY(operation_admit(exchange, &exchange->match, &exchange->limits));
    TRY(idempotency_key(exchange, key));
    return invoke(exchange, body, body_bytes, key);
}

static struct status serve_own(struct exchange *exchange)
{
    const char *body;
    size_t body_bytes;

    TRY(check_body(exchange));
    TRY(body_read(exchange, exchange->match.method->rpc->bytes_max, &body, &body_bytes));
    if (exchange->match.method->rpc->role_in_gateway == API__ROLE_IN_GATEWAY__BATCH_OF_READS)
        return batch_serve(exchange, body, body_bytes);
    TRY(operation_admit(exchange, &exchange->match, &exchange->limits));
    return poll_serve(exchange);
}

static bool is_own(const struct method *method)
{
    return method->rpc->role_in_gateway == API__ROLE_IN_GATEWAY__BATCH_OF_READS ||
           method->rpc->role_in_gateway == API__ROLE_IN_GATEWAY__LIVE;
}

/* What may be answered without a service is not turned away, and what a stranger's system repeats until it hears 200
 * has an answer of its own. */
static bool needs_room(const struct method *method)
{
    return !method->rpc->cache && !method->rpc->raw && !method->rpc->upload && !is_own(method);
}

/* No room: said before anything is spent on a token, a body or a budget. */
static bool turned_away(struct exchange *exchange, struct status *ret_status)
{
    struct gateway *gateway = exchange->gateway;
    const struct method *method = exchange->match.method;

    bool room = !admission_full(&gateway->admission, method) &&
                !packer_late(&gateway->packers[method->index], method, clock_mono_ms());

    if (room || !needs_room(method) || refused_before(exchange, ret_status))
        return false;
    body_skip(exchange);
    metrics_count(gateway->metrics, COUNT_ADMISSION_REFUSED);
    *ret_status = fail(OVERLOADED, "%d calls are under way", atomic_load(&gateway->admission.in_flight));
    return true;
}

static struct status serve_matched(struct exchange *exchange)
{
    struct status status;

    if (exchange->match.method->rpc->raw)
        return raw_serve(exchange);
    if (turned_away(exchange, &status))
        return status;
    TRY(session_identify(exchange->gateway->sessions, exchange->arena, header_of(exchange->info, "Authorization"),
                         &exchange->who));
    if (exchange->match.method->rpc->upload)
        return upload_serve(exchange);
    return is_own(exchange->match.method) ? serve_own(exchange) : serve_method(exchange);
}

/* What a browser asks before it lets a page of another origin call us. */
static void respond_options(struct exchange *exchange)
{
    const char *allow = exchange->match.method ? exchange->http_method : exchange->match.allow;

    respond(exchange,
            &(struct answer){
                .status = 204,
                .headers = arena_printf(exchange->arena,
                                        "Allow: %s, OPTIONS\r\n"
                                        "Access-Control-Allow-Methods: %s\r\n"
                                        "Access-Control-Allow-Headers: Authorization, Content-Type, Idempotency-Key, "
                                        "Idempotency-Attempt, If-None-Match, Accept-Language, traceparent\r\n"
                                        "Access-Control-Max-Age: 600\r\n",
                                        allow, allow),
            });
}

#define DOCS_HEADERS                                                                                                   \
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "           \
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"

static bool serve_document(struct exchange *exchange)
{
    const struct document *document = docs_find(exchange->gateway->docs, exchange->info->local_uri_raw);

    if (!document)
        return false;
    if (strcmp(exchange->http_method, "GET") != 0) {
        snprintf(exchange->match.allow, sizeof(exchange->match.allow), "GET");
        respond_failure(exchange, fail(METHOD_NOT_HERE, "documents are read with GET"));
        return true;
    }
    respond(exchange, &(struct answer){ .status = 200,
                                        .content_type = document->content_type,
                                        .body = document->data,
                                        .bytes = document->bytes,
                                        .etag = document->etag,
                                        .cache_control = "no-cache",
                                        .headers = DOCS_HEADERS,
                                        .gzipped_bytes = document->gzipped_bytes });
    return true;
}

static struct status serve_unmatched(struct exchange *exchange)
{
    if (!exchange->match.path_known)
        return fail(NOT_HERE, "no operation has this path");
    if (strcmp(exchange->http_method, "OPTIONS") == 0) {
        respond_options(exchange);
        return OK;
    }
    return fail(METHOD_NOT_HERE, "this path takes %s", exchange->match.allow);
}

void operation_serve(struct exchange *exchange)
{
    struct status status;

    if (serve_document(exchange))
        return;
    if (!files_serve(exchange, &status)) {
        route_find(exchange->gateway->contract, exchange->arena, exchange->http_method, exchange->info->local_uri_raw,
                   &exchange->match);
        status = exchange->match.method ? serve_matched(exchange) : serve_unmatched(exchange);
    }
    if (ok(status))
        return;
    if (status.code == CODE_INTERNAL)
        log_status(LOG_ERROR, "request failed", status);
    respond_failure(exchange, status);
}
