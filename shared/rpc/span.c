#include "rpc/span.h"

#include "base/clock.h"

static void write_span(struct span *span, const struct method *method, struct status status)
{
    span->name = method->full_name;
    span->attributes[0] = (struct span_attribute){ "rpc.system.name", "nats", 0 };
    span->attributes[1] = (struct span_attribute){ "rpc.method", method->full_name, 0 };
    span->attributes[2] = (struct span_attribute){ "rpc.response.status_code", ok(status) ? "OK" : status.reason, 0 };
    span_ended(span);
}

void asking_begin(struct asking *asking, const char *parent)
{
    asking->parent = asking->traceparent = parent;
    if (*parent && !span_wanted(parent))
        return; /* nobody would hear of the child */
    trace_child(parent, asking->own);
    asking->traceparent = asking->own;
    asking->since_us = clock_mono_us();
}

/* Whoever asked got no answer of use to him. */
void asking_end(const struct asking *asking, const struct method *method, struct status status)
{
    struct span span = { .traceparent = asking->traceparent, .parent = asking->parent, .kind = SPAN_CLIENT };

    if (!span_wanted(asking->traceparent))
        return;
    span.us = clock_mono_us() - asking->since_us;
    span.error = ok(status) ? NULL : status.reason;
    write_span(&span, method, status);
}

/* A refusal is no fault of whoever serves. */
void serving_ended(const char *traceparent, const char *parent, const struct method *method, struct status status,
                   int64_t us)
{
    struct span span = { .traceparent = traceparent, .parent = parent, .kind = SPAN_SERVER, .us = us };

    if (!span_wanted(traceparent))
        return;
    span.error = code_http_status(status.code) >= 500 ? status.reason : NULL;
    write_span(&span, method, status);
}
