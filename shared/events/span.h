/* Spans of events and jobs. Private to shared/events. */
#ifndef LINLI_EVENTS_SPAN_H
#define LINLI_EVENTS_SPAN_H

#include "base/status.h"
#include "base/trace.h"
#include "rpc/call.h"

/* The traceparent that an event travels with: the span of its publication, a child of what made the fact true. Its id
 * is the event's, so whoever sends the event again, and whenever, says the same. Without a span: what the event has. */
const char *event_traceparent(const char *parent, const char *event_id, char own[TRACEPARENT_BYTES]);
void event_published(const struct event_info *event, const char *parent, int64_t us);
/* `consumer` has had its turn with it. */
void event_handled(const struct event_info *event, const char *traceparent, const char *parent, const char *consumer,
                   struct status status, int64_t us);
void job_ended(const char *traceparent, const char *kind, struct status status, int64_t us);

#endif
