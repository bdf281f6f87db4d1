#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/metric.h"
#include "base/trace_internal.h"

#define SAMPLE_DIGITS  8                          /* of the trace id, its last ones */
#define ENOUGH_BYTES   (SPAN_BATCH_BYTES_MAX / 2) /* then a batch leaves before its time */
#define TAIL           "]}]}]}"
#define HOST_BYTES_MAX 64

atomic_bool spans_on;
static _Atomic int64_t sampled_permille;
static _Thread_local const char *around;

/* ---- text ---- */

/* Of a bounded length; what does not fit makes it `cut`, and nothing is added any more. */
struct text {
    char *data;
    size_t bytes, bytes_max;
    bool cut;
};

static void add(struct text *text, const char *data, size_t bytes)
{
    text->cut |= bytes > text->bytes_max - text->bytes;
    if (text->cut)
        return;
    memcpy(text->data + text->bytes, data, bytes);
    text->bytes += bytes;
}

static void add_str(struct text *text, const char *str)
{
    add(text, str, strlen(str));
}

static void add_string(struct text *text, const char *str)
{
    size_t left = strlen(str), out_bytes;
    char out[JSON_ESCAPE_BYTES];

    add_str(text, "\"");
    while (left > 0) {
        size_t plain = json_plain(str, left);

        add(text, str, plain);
        str += plain, left -= plain;
        if (left == 0)
            break;
        plain = json_escape(str, left, out, &out_bytes);
        add(text, out, out_bytes);
        str += plain, left -= plain;
    }
    add_str(text, "\"");
}

/* Whole numbers of 64 bits are strings in OTLP's JSON. */
static void add_number(struct text *text, int64_t number)
{
    char digits[JSON_INT_BYTES];

    add_str(text, "\"");
    add(text, digits, json_int(number, digits));
    add_str(text, "\"");
}

static void add_attribute(struct text *text, const struct span_attribute *attribute, bool first)
{
    add_str(text, first ? "{\"key\":" : ",{\"key\":");
    add_string(text, attribute->key);
    add_str(text, attribute->text ? ",\"value\":{\"stringValue\":" : ",\"value\":{\"intValue\":");
    if (attribute->text)
        add_string(text, attribute->text);
    else
        add_number(text, attribute->number);
    add_str(text, "}}");
}

/* ---- a span ---- */

static void add_id(struct text *text, const char *key, const char *id, size_t chars)
{
    add_str(text, key);
    add(text, id, chars);
    add_str(text, "\"");
}

static void add_ids(struct text *text, const struct span *span)
{
    bool child = traceparent_valid(span->parent) &&
                 memcmp(span->parent + TRACE_ID_AT, span->traceparent + TRACE_ID_AT, TRACE_ID_CHARS) == 0;

    add_id(text, "{\"traceId\":\"", span->traceparent + TRACE_ID_AT, TRACE_ID_CHARS);
    add_id(text, ",\"spanId\":\"", span->traceparent + SPAN_ID_AT, SPAN_ID_CHARS);
    if (child)
        add_id(text, ",\"parentSpanId\":\"", span->parent + SPAN_ID_AT, SPAN_ID_CHARS);
}

static void add_attributes(struct text *text, const struct span *span)
{
    const struct span_attribute error = { "error.type", span->error, 0 };
    size_t count = 0;

    add_str(text, ",\"attributes\":[");
    for (; count < SPAN_ATTRIBUTES_MAX && span->attributes[count].key; count++)
        add_attribute(text, &span->attributes[count], count == 0);
    if (span->error)
        add_attribute(text, &error, count == 0);
    add_str(text, span->error ? "],\"status\":{\"code\":2}}" : "]}");
}

static void add_span(struct text *text, const struct span *span, int64_t end_us)
{
    const char kind[] = { (char)('0' + span->kind), '\0' };

    add_ids(text, span);
    add_str(text, ",\"name\":");
    add_string(text, span->name);
    add_str(text, ",\"kind\":");
    add_str(text, kind);
    add_str(text, ",\"startTimeUnixNano\":");
    add_number(text, (end_us - span->us) * 1000);
    add_str(text, ",\"endTimeUnixNano\":");
    add_number(text, end_us * 1000);
    add_attributes(text, span);
}

/* ---- batches ---- */

struct batch {
    char *data; /* SPAN_BATCH_BYTES_MAX, the head of the request in front */
    size_t bytes, spans;
};

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t grown;
    struct batch batches[2], *filling; /* NULL: nothing is taken */
    size_t head_bytes;
    bool closed;
    _Atomic uint64_t dropped;
} queue = { .mutex = PTHREAD_MUTEX_INITIALIZER };

static bool has_room(const struct batch *batch, size_t bytes)
{
    return batch->spans < SPAN_BATCH_SPANS_MAX && bytes < SPAN_BATCH_BYTES_MAX - batch->bytes - sizeof TAIL;
}

static bool enough(const struct batch *batch)
{
    return batch->bytes >= ENOUGH_BYTES || batch->spans >= SPAN_BATCH_SPANS_MAX / 2;
}

static void append(struct batch *batch, const char *data, size_t bytes)
{
    if (batch->spans++ > 0)
        batch->data[batch->bytes++] = ',';
    memcpy(batch->data + batch->bytes, data, bytes);
    batch->bytes += bytes;
}

static void put(const char *data, size_t bytes)
{
    bool room;

    pthread_mutex_lock(&queue.mutex);
    room = queue.filling && !queue.closed && has_room(queue.filling, bytes);
    if (room) {
        bool was_enough = enough(queue.filling);

        append(queue.filling, data, bytes);
        if (!was_enough && enough(queue.filling))
            pthread_cond_signal(&queue.grown);
    }
    pthread_mutex_unlock(&queue.mutex);
    if (!room)
        metric_count(&queue.dropped, 1);
}

void span_ended(const struct span *span)
{
    char data[SPAN_BYTES_MAX];
    struct text text = { .data = data, .bytes_max = sizeof data };

    if (!span_wanted(span->traceparent) || !traceparent_valid(span->traceparent))
        return;
    add_span(&text, span, clock_unix_us());
    if (text.cut)
        metric_count(&queue.dropped, 1);
    else
        put(data, text.bytes);
}

void span_within(const char *traceparent)
{
    around = traceparent;
}

const char *span_around(void)
{
    return around ? around : "";
}

bool spans_sample(const char trace_id[TRACE_ID_CHARS])
{
    char digits[SAMPLE_DIGITS + 1] = "";

    if (!atomic_load_explicit(&spans_on, memory_order_relaxed))
        return true; /* whoever records them in the house decides */
    memcpy(digits, trace_id + TRACE_ID_CHARS - SAMPLE_DIGITS, SAMPLE_DIGITS);
    return (int64_t)(strtoull(digits, NULL, 16) * SPANS_SAMPLED_PERMILLE >> 32) < atomic_load(&sampled_permille);
}

/* ---- for the exporter ---- */

static void add_head(struct text *text, const struct span_source *source)
{
    char host[HOST_BYTES_MAX] = "";
    struct id instance = id_new();
    struct span_attribute attributes[] = {
        { "service.namespace", "linli", 0 },
        { "service.name", source->service, 0 },
        { "service.version", source->version, 0 },
        { "service.instance.id", instance.text, 0 },
        { "host.name", host, 0 },
    };

    gethostname(host, sizeof host - 1);
    add_str(text, "{\"resourceSpans\":[{\"resource\":{\"attributes\":[");
    for (size_t i = 0; i < sizeof attributes / sizeof attributes[0]; i++)
        add_attribute(text, &attributes[i], i == 0);
    add_str(text, "]},\"scopeSpans\":[{\"scope\":{\"name\":\"linli\",\"version\":");
    add_string(text, source->version);
    add_str(text, "},\"spans\":[");
}

static void start_batches(const struct span_source *source)
{
    struct text head = { .bytes_max = SPAN_BATCH_BYTES_MAX };

    for (int i = 0; i < 2; i++) {
        queue.batches[i] = (struct batch){ .data = malloc(SPAN_BATCH_BYTES_MAX) };
        if (!queue.batches[i].data)
            abort();
    }
    head.data = queue.batches[0].data;
    add_head(&head, source);
    memcpy(queue.batches[1].data, head.data, head.bytes);
    queue.batches[0].bytes = queue.batches[1].bytes = queue.head_bytes = head.bytes;
}

void spans_open(const struct span_source *source)
{
    pthread_condattr_t monotonic;

    pthread_mutex_lock(&queue.mutex);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&queue.grown, &monotonic);
    pthread_condattr_destroy(&monotonic);
    start_batches(source);
    queue.filling = &queue.batches[0];
    queue.closed = false;
    pthread_mutex_unlock(&queue.mutex);
    atomic_store(&sampled_permille, source->sampled_permille);
    atomic_store(&spans_on, true);
}

static void wait_for_enough(int64_t wait_ms)
{
    int64_t until_ms = clock_mono_ms() + wait_ms;
    struct timespec until = { .tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000 };
    int error = 0;

    while (!queue.closed && !enough(queue.filling) && error != ETIMEDOUT)
        error = pthread_cond_timedwait(&queue.grown, &queue.mutex, &until);
}

/* The other one was sent. */
static struct batch *swap(void)
{
    struct batch *full = queue.filling;

    queue.filling = &queue.batches[full == queue.batches];
    queue.filling->bytes = queue.head_bytes;
    queue.filling->spans = 0;
    return full;
}

bool spans_take(int64_t wait_ms, struct span_batch *ret_batch)
{
    struct batch *full;

    pthread_mutex_lock(&queue.mutex);
    wait_for_enough(wait_ms);
    full = queue.filling->spans ? swap() : NULL;
    pthread_mutex_unlock(&queue.mutex);
    if (!full)
        return false;
    memcpy(full->data + full->bytes, TAIL, sizeof TAIL);
    *ret_batch = (struct span_batch){ full->data, full->bytes + sizeof TAIL - 1, full->spans };
    return true;
}

bool spans_pause(int64_t pause_ms)
{
    int64_t until_ms = clock_mono_ms() + pause_ms;
    struct timespec until = { .tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000 };
    bool closed;

    pthread_mutex_lock(&queue.mutex);
    while (!queue.closed && pthread_cond_timedwait(&queue.grown, &queue.mutex, &until) != ETIMEDOUT)
        continue;
    closed = queue.closed;
    pthread_mutex_unlock(&queue.mutex);
    return !closed;
}

void spans_close(void)
{
    atomic_store(&spans_on, false);
    pthread_mutex_lock(&queue.mutex);
    queue.closed = true;
    pthread_cond_broadcast(&queue.grown);
    pthread_mutex_unlock(&queue.mutex);
}

void spans_finish(void)
{
    pthread_mutex_lock(&queue.mutex);
    queue.filling = NULL;
    for (int i = 0; i < 2; i++)
        free(queue.batches[i].data);
    pthread_cond_destroy(&queue.grown);
    pthread_mutex_unlock(&queue.mutex);
}

uint64_t spans_dropped(void)
{
    return atomic_load(&queue.dropped);
}
