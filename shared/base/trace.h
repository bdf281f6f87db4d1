/* One trace a request, from the gateway to the last who hears of it: ids by W3C Trace Context, and spans for OTLP.
 *
 * A span is written when it ends, in one go: whoever measured how long something took says it here, too. Spans gather
 * as the text of one OTLP request, which the process's exporter takes from time to time (otlp/otlp.h). While there is
 * none, or the trace is not sampled, nothing is done; nothing here waits, and nothing fails: what finds no room is
 * counted.
 *
 * Never put into a span what belongs to a person or opens a door: no phone, openid, text, path, token or key.
 */
#ifndef LINLI_BASE_TRACE_H
#define LINLI_BASE_TRACE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- ids ---- */

/* traceparent of a child span, 55 characters and NUL; `parent` NULL or malformed starts a new trace. */
#define TRACEPARENT_BYTES 56
void trace_child(const char *parent, char child[TRACEPARENT_BYTES]);
/* The same where the parent comes from outside: it may ask not to be recorded; of those that ask to be, no more are
 * than of the traces that begin here. */
void trace_child_of_stranger(const char *parent, char child[TRACEPARENT_BYTES]);
/* The same under an id that is known: 16 digits. A malformed parent gives "". */
void trace_child_named(const char *parent, const char *span_id, char child[TRACEPARENT_BYTES]);
/* The 32 digits of the trace id into text[33]. */
void trace_id_of(const char *traceparent, char text[33]);

/* ---- spans ---- */

#define SPAN_BYTES_MAX         2048 /* as text; a longer one is dropped */
#define SPAN_ATTRIBUTES_MAX    6
#define SPAN_BATCH_BYTES_MAX   ((size_t)1 << 20) /* one is filled while the other one is sent */
#define SPAN_BATCH_SPANS_MAX   2048
#define SPANS_SAMPLED_PERMILLE 1000 /* all */

enum span_kind { SPAN_INTERNAL = 1, SPAN_SERVER, SPAN_CLIENT, SPAN_PRODUCER, SPAN_CONSUMER }; /* OTLP's numbers */

struct span_attribute {
    const char *key;  /* as in OpenTelemetry's semantic conventions; NULL: none */
    const char *text; /* NULL: the number */
    int64_t number;
};

struct span {
    const char *traceparent; /* its own */
    const char *parent; /* the traceparent it is a child of; NULL, or of another trace: the first span of its own */
    enum span_kind kind;
    const char *name;
    int64_t us;        /* how long it took, until now */
    const char *error; /* a word for what failed; NULL: nothing did */
    struct span_attribute attributes[SPAN_ATTRIBUTES_MAX];
};

extern atomic_bool spans_on;

bool trace_sampled(const char *traceparent);

/* Whether a span of this trace is to be written. */
static inline bool span_wanted(const char *traceparent)
{
    return atomic_load_explicit(&spans_on, memory_order_relaxed) && trace_sampled(traceparent);
}

/* Writes it when it is wanted. */
void span_ended(const struct span *span);

/* What this thread is at, for calls to the outside that are not told; not copied; NULL: nothing. */
void span_within(const char *traceparent);
const char *span_around(void);

/* ---- for the exporter ---- */

struct span_source {
    const char *service, *version;
    int64_t sampled_permille; /* of traces that begin here */
};

struct span_batch {
    const char *data; /* an ExportTraceServiceRequest as JSON */
    size_t bytes, spans;
};

/* From now on spans are taken, until spans_close(). */
void spans_open(const struct span_source *source);
/* What has gathered, when it is much or `wait_ms` are over; it stays until the next call. False: nothing has. Once
 * spans_close() was called it does not wait. */
bool spans_take(int64_t wait_ms, struct span_batch *ret_batch);
/* False: they were closed meanwhile, or before. */
bool spans_pause(int64_t pause_ms);
/* No more are taken, and whoever waits goes on; what has gathered can still be taken. */
void spans_close(void);
/* After that; frees all. */
void spans_finish(void);
/* How many found no room. */
uint64_t spans_dropped(void);

#endif
