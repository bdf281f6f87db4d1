#include "events/span.h"

#include <stdio.h>

#define SUBJECT_BYTES    256
#define EVENT_SPAN_CHARS 16 /* of an event's id, its last ones: random, and never all zeros */

static void write_span(struct span *span, const struct event_info *event, const char *operation, const char *type)
{
    char name[SUBJECT_BYTES + 16], subject[SUBJECT_BYTES];
    size_t i = 0;

    snprintf(subject, sizeof subject, "evt.%s", event->type);
    snprintf(name, sizeof name, "%s %s", operation, subject);
    span->name = name;
    while (span->attributes[i].key)
        i++;
    span->attributes[i++] = (struct span_attribute){ "messaging.system", "nats", 0 };
    span->attributes[i++] = (struct span_attribute){ "messaging.operation.name", operation, 0 };
    span->attributes[i++] = (struct span_attribute){ "messaging.operation.type", type, 0 };
    span->attributes[i++] = (struct span_attribute){ "messaging.destination.name", subject, 0 };
    span->attributes[i] = (struct span_attribute){ "messaging.message.id", event->id, 0 };
    span_ended(span);
}

const char *event_traceparent(const char *parent, const char *event_id, char own[TRACEPARENT_BYTES])
{
    if (!span_wanted(parent))
        return parent;
    trace_child_named(parent, event_id + ID_CHARS - EVENT_SPAN_CHARS, own);
    return own;
}

void event_published(const struct event_info *event, const char *parent, int64_t us)
{
    char own[TRACEPARENT_BYTES];
    struct span span = { .parent = parent, .kind = SPAN_PRODUCER, .us = us };

    if (!span_wanted(parent))
        return;
    span.traceparent = event_traceparent(parent, event->id, own);
    write_span(&span, event, "publish", "send");
}

void event_handled(const struct event_info *event, const char *traceparent, const char *parent, const char *consumer,
                   struct status status, int64_t us)
{
    struct span span = {
        .traceparent = traceparent,
        .parent = parent,
        .kind = SPAN_CONSUMER,
        .us = us,
        .error = ok(status) ? NULL : status.reason,
        .attributes = { { "messaging.consumer.group.name", consumer, 0 } },
    };

    if (span_wanted(traceparent))
        write_span(&span, event, "process", "process");
}

void job_ended(const char *traceparent, const char *kind, struct status status, int64_t us)
{
    char name[SUBJECT_BYTES];
    struct span span = { .traceparent = traceparent,
                         .kind = SPAN_INTERNAL,
                         .name = name,
                         .us = us,
                         .error = ok(status) ? NULL : status.reason };

    if (!span_wanted(traceparent))
        return;
    snprintf(name, sizeof name, "job %s", kind);
    span_ended(&span);
}
