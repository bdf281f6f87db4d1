#include "gateway/raw.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "gateway/body.h"
#include "gateway/invocation.h"
#include "gateway/operation.h"
#include "gateway/respond.h"
#include "linli/api/raw.pb-c.h"
#include "rpc/call.h"
#include "rpc/span.h"

static void add_headers(struct exchange *exchange, const Api__Raw *raw, Api__RawRequest *request)
{
    request->headers = arena_array(exchange->arena, Api__RawHeader *, raw->n_headers);
    for (size_t i = 0; i < raw->n_headers; i++) {
        const char *value = header_of(exchange->info, raw->headers[i]);
        Api__RawHeader *header;

        if (!value)
            continue;
        header = request->headers[request->n_headers++] = arena_new(exchange->arena, Api__RawHeader);
        api__raw_header__init(header);
        header->name = raw->headers[i];
        header->value = value;
    }
}

static struct rpc_request make_request(struct exchange *exchange, const char *body, size_t body_bytes)
{
    const struct method *method = exchange->match.method;
    Api__RawRequest request = API__RAW_REQUEST__INIT;
    uint8_t *packed;
    size_t packed_bytes;

    request.method = exchange->info->request_method;
    request.path = exchange->info->local_uri_raw;
    request.query = exchange->info->query_string ? exchange->info->query_string : "";
    if (exchange->match.variables_count)
        request.part = exchange->match.variables[0].value;
    request.body.data = (uint8_t *)body;
    request.body.len = body_bytes;
    add_headers(exchange, method->rpc->raw, &request);
    packed = message_pack(exchange->arena, &request.base, &packed_bytes);
    return (struct rpc_request){
        .subject = method->subject,
        .data = packed,
        .bytes = packed_bytes,
        .caller = invocation_caller(exchange->arena, &exchange->who, exchange->address, exchange->language),
        .deadline_ms = gateway_now_ms(exchange->gateway) + method->rpc->timeout_ms,
    };
}

static bool content_type_valid(const char *type)
{
    for (const char *c = type; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            return false;
    return true;
}

static struct status call(struct exchange *exchange, const struct rpc_request *request)
{
    const struct method *method = exchange->match.method;
    struct admission *admission = &exchange->gateway->admission;
    const Api__RawResponse *response;
    struct rpc_request sent = *request;
    struct asking asking;
    struct rpc_reply reply;
    struct status status;

    if (!admission_enter(admission, method))
        return fail(OVERLOADED, "too many calls are under way");
    asking_begin(&asking, exchange->traceparent);
    sent.traceparent = asking.traceparent;
    status = rpc_call(gateway_client(exchange->gateway), exchange->arena, &sent, &reply);
    asking_end(&asking, method, status);
    admission_leave(admission, method);
    TRY(status);
    response = message_unpack(exchange->arena, &api__raw_response__descriptor, reply.data, reply.bytes);
    if (!response || response->status < 200 || response->status > 599 || !content_type_valid(response->content_type))
        return fail(INTERNAL, "%s answered what is no RawResponse", method->full_name);
    respond(exchange, &(struct answer){
                          .status = (int)response->status,
                          .content_type = *response->content_type ? response->content_type : NULL,
                          .body = (const char *)response->body.data,
                          .bytes = response->body.len,
                      });
    return OK;
}

static struct status hand_on(struct exchange *exchange, const char *body, size_t body_bytes)
{
    struct rpc_request request = make_request(exchange, body, body_bytes);

    TRY(operation_admit(exchange, &exchange->match, &exchange->limits));
    return call(exchange, &request);
}

struct status raw_serve(struct exchange *exchange)
{
    const char *body;
    size_t body_bytes;
    struct status status;

    TRY(body_read(exchange, exchange->match.method->rpc->raw->bytes_max, &body, &body_bytes));
    status = hand_on(exchange, body, body_bytes);
    if (ok(status))
        return OK;
    log_status(LOG_WARN, "a callback could not be handed on", status);
    return fail(INTERNAL, "the callback could not be handed on: %s", status.reason);
}
