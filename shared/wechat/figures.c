#include "wechat/figures.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/metric.h"
#include "base/trace.h"

#define DIGITS_OF_ID 4 /* as many in one part of a path: it is a number of something, not a name */
#define LABELS_BYTES (WECHAT_FUNCTION_BYTES_MAX + 48)

struct function {
    char name[WECHAT_FUNCTION_BYTES_MAX];
    _Atomic uint64_t outcomes[WECHAT_CALL_OUTCOMES];
    struct histogram took;
};

/* The last one is shared by all that found no place. */
static struct function functions[WECHAT_FUNCTIONS_MAX + 1] = { [WECHAT_FUNCTIONS_MAX] = { .name = "other" } };
static size_t functions_count;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* of names and their count */

static bool is_id(const char *part, size_t chars)
{
    size_t digits = 0;

    for (size_t i = 0; i < chars; i++)
        digits += part[i] >= '0' && part[i] <= '9';
    return digits >= DIGITS_OF_ID;
}

/* What could not stand in a label is no part of a function's name. */
static bool is_plain(const char *part, size_t chars)
{
    for (size_t i = 0; i < chars; i++)
        if (part[i] <= ' ' || part[i] > '~' || part[i] == '"' || part[i] == '\\')
            return false;
    return true;
}

void wechat_function_of(const char *path, char function[WECHAT_FUNCTION_BYTES_MAX])
{
    size_t length = 0;

    function[0] = '\0';
    while (*path == '/') {
        size_t chars = strcspn(++path, "/?");
        bool plain = is_plain(path, chars) && !is_id(path, chars);
        int wrote = snprintf(function + length, WECHAT_FUNCTION_BYTES_MAX - length, "/%.*s", plain ? (int)chars : 4,
                             plain ? path : "{id}");

        length += (size_t)wrote;
        if (length >= WECHAT_FUNCTION_BYTES_MAX)
            return; /* cut off; still one function */
        path += chars;
    }
}

static struct function *function_of(const char name[WECHAT_FUNCTION_BYTES_MAX])
{
    size_t i = 0;

    pthread_mutex_lock(&mutex);
    while (i < functions_count && strcmp(functions[i].name, name) != 0)
        i++;
    if (i == functions_count && functions_count < WECHAT_FUNCTIONS_MAX)
        memcpy(functions[functions_count++].name, name, WECHAT_FUNCTION_BYTES_MAX);
    pthread_mutex_unlock(&mutex);
    return &functions[i]; /* past all places: the shared one */
}

static const char *const outcome_names[WECHAT_CALL_OUTCOMES] = {
    [WECHAT_CALL_OK] = "OK",
    [WECHAT_CALL_REFUSED] = "REFUSED",
    [WECHAT_CALL_BUSY] = "BUSY",
    [WECHAT_CALL_NOT_SENT] = "NOT_SENT",
    [WECHAT_CALL_NO_ANSWER] = "NO_ANSWER",
};

static void write_span(const char *method, const char *function, enum wechat_outcome outcome, int64_t us)
{
    char own[TRACEPARENT_BYTES], name[WECHAT_FUNCTION_BYTES_MAX + 16];
    struct span span = {
        .traceparent = own,
        .parent = span_around(),
        .kind = SPAN_CLIENT,
        .name = name,
        .us = us,
        .error = outcome == WECHAT_CALL_OK ? NULL : outcome_names[outcome],
        .attributes = { { "http.request.method", method, 0 },
                        { "url.template", function, 0 },
                        { "peer.service", "wechat", 0 } },
    };

    trace_child(span.parent, own);
    snprintf(name, sizeof name, "%s %s", method, function);
    span_ended(&span);
}

void wechat_call_ended(const char *method, const char *path, enum wechat_outcome outcome, int64_t us)
{
    char name[WECHAT_FUNCTION_BYTES_MAX];
    struct function *function;

    wechat_function_of(path, name);
    function = function_of(name);
    metric_count(&function->outcomes[outcome], 1);
    histogram_observe(&function->took, us);
    if (span_wanted(span_around()))
        write_span(method, name, outcome, us);
}

static void write_outcomes(const struct function *function, struct buf *out)
{
    char labels[LABELS_BYTES];

    for (size_t i = 0; i < WECHAT_CALL_OUTCOMES; i++) {
        uint64_t calls = atomic_load(&function->outcomes[i]);

        if (!calls)
            continue;
        snprintf(labels, sizeof labels, "function=\"%s\",outcome=\"%s\"", function->name, outcome_names[i]);
        metric_sample(out, "linli_wechat_calls_total", labels, (int64_t)calls);
    }
}

void wechat_metrics(struct buf *out)
{
    char labels[LABELS_BYTES];
    size_t count;

    pthread_mutex_lock(&mutex);
    count = functions_count;
    pthread_mutex_unlock(&mutex);
    metric_head(out, "linli_wechat_calls_total", "counter", "Calls of WeChat, by function and outcome.");
    for (size_t i = 0; i < count; i++)
        write_outcomes(&functions[i], out);
    write_outcomes(&functions[WECHAT_FUNCTIONS_MAX], out);
    metric_head(out, "linli_wechat_call_seconds", "histogram", "From request to answer.");
    for (size_t i = 0; i <= WECHAT_FUNCTIONS_MAX; i++) {
        if (i >= count && i < WECHAT_FUNCTIONS_MAX)
            continue;
        snprintf(labels, sizeof labels, "function=\"%.*s\"", WECHAT_FUNCTION_BYTES_MAX, functions[i].name);
        metric_histogram(out, "linli_wechat_call_seconds", labels, &functions[i].took);
    }
}
