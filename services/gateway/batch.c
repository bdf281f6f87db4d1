#include "gateway/batch.h"

#include <string.h>

#include "gateway/invocation.h"
#include "gateway/operation.h"
#include "gateway/respond.h"
#include "linli/gateway/v1/gateway.pb-c.h"
#include "rpc/call.h"

/* A read under way, with a request's worth of state of its own. */
struct read {
    struct route_match match;
    struct invocation invocation;
    bool started;
    struct status status;
    struct limit_verdict limits;
};

static struct status read_request(struct exchange *exchange, const char *body, size_t body_bytes,
                                  Gw__BatchRequest **ret_request)
{
    struct buf wire;

    buf_init(&wire, exchange->arena, body_bytes + 64);
    TRY(json_to_wire(exchange->match.method->input, exchange->arena, body, body_bytes, &exchange->match, NULL, 0,
                     &wire));
    *ret_request = message_unpack(exchange->arena, &gw__batch_request__descriptor, wire.data, wire.len);
    return *ret_request ? OK : fail(INTERNAL, "a batch that passed its rules cannot be read");
}

static struct status start_read(struct exchange *exchange, const char *target, struct read *read)
{
    char *path = arena_strdup(exchange->arena, target), *query = strchr(path, '?');

    if (query)
        *query++ = '\0';
    route_find(exchange->gateway->contract, exchange->arena, "GET", path, &read->match);
    if (!read->match.method)
        return fail(NOT_HERE, "no read has this path");
    if (read->match.method->rpc->raw || read->match.method->rpc->role_in_gateway != API__ROLE_IN_GATEWAY__GATEWAY_NONE)
        return fail(BAD_REQUEST, "this path cannot be read in a batch");
    TRY(operation_admit(exchange, &read->match, &read->limits));
    read->invocation = (struct invocation){
        .gateway = exchange->gateway,
        .arena = exchange->arena,
        .who = &exchange->who,
        .address = exchange->address,
        .language = exchange->language,
        .traceparent = exchange->traceparent,
        .match = &read->match,
        .path = path,
        .query = query,
        .side_by_side = true,
    };
    read->started = true;
    return invocation_start(&read->invocation);
}

/* Those that wait for somebody else's request come last: it may be a neighbour's in this batch. */
static void finish_reads(struct read *reads, size_t count, bool followers)
{
    for (size_t i = 0; i < count; i++)
        if (ok(reads[i].status) && invocation_follows(&reads[i].invocation) == followers)
            reads[i].status = invocation_finish(&reads[i].invocation);
}

static void write_read(struct exchange *exchange, const struct read *read, struct buf *out)
{
    if (ok(read->status)) {
        buf_printf(out, "{\"status\":%u,\"body\":", read->match.method->rpc->success);
        buf_add(out, read->invocation.json, read->invocation.json_bytes);
    } else {
        buf_printf(out, "{\"status\":%d,\"body\":", code_http_status(read->status.code));
        problem_write(exchange, read->match.method, read->status, out);
    }
    buf_add_char(out, '}');
}

static void run_reads(struct exchange *exchange, const Gw__BatchRequest *request, struct buf *out)
{
    size_t count = request->n_requests;
    struct read *reads = arena_array(exchange->arena, struct read, count);

    for (size_t i = 0; i < count; i++)
        reads[i].status = start_read(exchange, request->requests[i]->path, &reads[i]);
    finish_reads(reads, count, false);
    finish_reads(reads, count, true);
    buf_add_str(out, "{\"responses\":[");
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_char(out, ',');
        write_read(exchange, &reads[i], out);
    }
    buf_add_str(out, "]}");
    for (size_t i = 0; i < count; i++)
        if (reads[i].started)
            invocation_end(&reads[i].invocation);
}

struct status batch_serve(struct exchange *exchange, const char *body, size_t body_bytes)
{
    Gw__BatchRequest *request;
    struct buf out;

    TRY(read_request(exchange, body, body_bytes, &request));
    if (request->n_requests > BATCH_READS_MAX)
        return fail_field("requests", "must have at most %d items", BATCH_READS_MAX);
    buf_init(&out, exchange->arena, 4096);
    run_reads(exchange, request, &out);
    respond(exchange,
            &(struct answer){ .status = 200, .content_type = "application/json", .body = out.data, .bytes = out.len });
    return OK;
}
