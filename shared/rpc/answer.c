#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "rpc/endpoint.h"
#include "rpc/wire.h"

static bool common(const char *reason)
{
    return protobuf_c_enum_descriptor_get_value_by_name(&api__reason__descriptor, reason) != NULL;
}

static bool listed(const Api__Rpc *rpc, const char *reason)
{
    for (size_t i = 0; i < rpc->n_reasons; i++) {
        if (strcmp(rpc->reasons[i], reason) == 0)
            return true;
    }
    return false;
}

struct status answer_declared(const struct endpoint *endpoint, struct status status)
{
    const struct method *method = endpoint->method;

    if (ok(status))
        return status;
    if (failed_with(status, OUTCOME_UNKNOWN))
        return fail(TIMED_OUT, "%s", status.text);
    if (!common(status.reason) && !listed(method->rpc, status.reason))
        return mistake("%s fails with %s, which it does not declare: %s", method->full_name, status.reason,
                       status.text);
    return status;
}

/* What went wrong with us (addresses, SQLSTATE, what a neighbour said) is for our log, found by the request's id; what
 * was wrong with the request is for whoever made it. */
static bool for_the_caller(struct status status)
{
    return code_http_status(status.code) < 500 && !failed_with(status, CONFLICT);
}

Api__Failure *answer_failure(struct arena *arena, struct status status)
{
    Api__Failure *failure = message_new(arena, &api__failure__descriptor);
    const struct violations *violations = status.violations;
    int count = !violations ? 0 : violations->count < VIOLATIONS_MAX ? violations->count : VIOLATIONS_MAX;

    failure->code = (Api__Code)status.code;
    failure->reason = arena_strdup(arena, status.reason);
    failure->detail = !status.text || !for_the_caller(status) ? NULL : arena_strdup(arena, status.text);
    failure->has_retry_after_s = status.retry_after_s != 0;
    failure->retry_after_s = (uint32_t)status.retry_after_s;
    failure->n_violations = (size_t)count;
    failure->violations = arena_array(arena, Api__FieldViolation *, (size_t)count + 1);
    for (int i = 0; i < count; i++) {
        failure->violations[i] = message_new(arena, &api__field_violation__descriptor);
        failure->violations[i]->field = arena_strdup(arena, violations->list[i].field);
        failure->violations[i]->reason = arena_strdup(arena, violations->list[i].reason);
    }
    return failure;
}

static natsStatus set_number(natsMsg *message, const char *name, int64_t number)
{
    char text[DECIMAL_BYTES];

    snprintf(text, sizeof text, "%" PRId64, number);
    return natsMsgHeader_Set(message, name, text);
}

static void send(const struct server_options *options, natsMsg *request, struct status status, const void *data,
                 size_t bytes)
{
    natsMsg *message = NULL;
    natsStatus s = natsMsg_Create(&message, natsMsg_GetReply(request), NULL, data, (int)bytes);

    if (s == NATS_OK)
        s = set_number(message, HEADER_NOW, rpc_now_ms(options->client));
    if (s == NATS_OK && !ok(status))
        s = set_number(message, HEADER_ERROR_CODE, code_http_status(status.code));
    if (s == NATS_OK && !ok(status))
        s = natsMsgHeader_Set(message, HEADER_ERROR, status.reason);
    if (s == NATS_OK)
        s = natsConnection_PublishMsg(bus_connection(options->bus), message);
    natsMsg_Destroy(message);
    if (s != NATS_OK) /* whoever asked runs into his deadline and asks again */
        log_warn("answer not sent", LOG_STR("subject", natsMsg_GetSubject(request)),
                 LOG_STR("error", natsStatus_GetText(s)));
}

void answer_send(const struct server_options *options, natsMsg *request, struct arena *arena, struct status status,
                 const void *data, size_t bytes)
{
    if (!ok(status))
        data = message_pack(arena, &answer_failure(arena, status)->base, &bytes);
    send(options, request, status, data, bytes);
}

void answer_send_failure(const struct server_options *options, natsMsg *request, struct status status, const void *data,
                         size_t bytes)
{
    send(options, request, status, data, bytes);
}

static enum log_level level_of(struct status status)
{
    switch (status.code) {
    case CODE_INTERNAL:
        return LOG_ERROR;
    case CODE_UNAVAILABLE:
    case CODE_DEADLINE_EXCEEDED:
        return LOG_WARN;
    default:
        return LOG_INFO;
    }
}

void answer_log(const struct request *request, struct status status, int64_t arrived_us, int64_t started_us)
{
    int64_t now_us = clock_mono_us();
    const struct log_field fields[] = {
        LOG_STR("method", request->endpoint->method->full_name),
        LOG_STR("outcome", ok(status) ? "OK" : status.reason),
        LOG_INT("us", now_us - arrived_us),
        LOG_INT("waited_us", started_us - arrived_us),
        LOG_STR("user", request->caller->user_id),
        LOG_STR("by", *request->caller->service ? request->caller->service : "gateway"),
        LOG_STR("error", ok(status) ? "" : status.text),
    };

    log_write(level_of(status), "call", fields, (int)(sizeof fields / sizeof fields[0]) - ok(status));
}
