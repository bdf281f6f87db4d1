#include <string.h>

#include "base/crypto.h"
#include "base/trace_internal.h"

#define IDS_BYTES   ((TRACE_ID_CHARS + SPAN_ID_CHARS) / 2)
#define IDS_AT_ONCE 8 /* asking the system is dearer than all else here */

static bool lower_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* version-trace-span-flags, lower-case hexadecimal, neither id all zeros (W3C Trace Context). */
bool traceparent_valid(const char *text)
{
    static const char shape[] = "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";

    if (!text || strlen(text) != sizeof shape - 1)
        return false;
    for (size_t i = 0; shape[i]; i++) {
        if (shape[i] == 'x' ? !lower_hex(text[i]) : text[i] != shape[i])
            return false;
    }
    return strspn(text + TRACE_ID_AT, "0") < TRACE_ID_CHARS && strspn(text + SPAN_ID_AT, "0") < SPAN_ID_CHARS;
}

/* Of a hexadecimal digit that is odd the one before it is even. */
static void record_not(char traceparent[TRACEPARENT_BYTES])
{
    if (trace_sampled(traceparent))
        traceparent[FLAGS_AT + 1]--;
}

/* Random ones of this thread's store. They are names, not secrets. */
static void new_ids(char hex[IDS_BYTES * 2 + 1])
{
    static _Thread_local uint8_t store[IDS_AT_ONCE][IDS_BYTES];
    static _Thread_local size_t left;
    uint8_t *ids;

    if (left == 0) {
        random_bytes(store, sizeof store);
        left = IDS_AT_ONCE;
    }
    ids = store[--left];
    ids[0] |= 1; /* never all zeros */
    ids[IDS_BYTES - 1] |= 1;
    hex_encode(ids, IDS_BYTES, hex);
}

/* Writes the child; `hex` are new ids. */
static void make_child(const char *parent, const char hex[IDS_BYTES * 2 + 1], char child[TRACEPARENT_BYTES])
{
    static const char fresh[] = "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-01";
    bool kept = traceparent_valid(parent);

    memcpy(child, kept ? parent : fresh, sizeof fresh);
    if (!kept)
        memcpy(child + TRACE_ID_AT, hex, TRACE_ID_CHARS);
    if (!kept && !spans_sample(hex))
        record_not(child);
    memcpy(child + SPAN_ID_AT, hex + TRACE_ID_CHARS, SPAN_ID_CHARS);
}

void trace_child(const char *parent, char child[TRACEPARENT_BYTES])
{
    char hex[IDS_BYTES * 2 + 1];

    new_ids(hex);
    make_child(parent, hex, child);
}

/* A stranger chooses his trace's id, so it is our own, new one that decides. */
void trace_child_of_stranger(const char *parent, char child[TRACEPARENT_BYTES])
{
    char hex[IDS_BYTES * 2 + 1];

    new_ids(hex);
    make_child(parent, hex, child);
    if (trace_sampled(child) && !spans_sample(hex))
        record_not(child);
}

void trace_child_named(const char *parent, const char *span_id, char child[TRACEPARENT_BYTES])
{
    child[0] = '\0';
    if (!traceparent_valid(parent))
        return;
    memcpy(child, parent, TRACEPARENT_BYTES);
    memcpy(child + SPAN_ID_AT, span_id, SPAN_ID_CHARS);
}

bool trace_sampled(const char *traceparent)
{
    return strnlen(traceparent, TRACEPARENT_BYTES) == FLAGS_AT + 2 && strchr("13579bdf", traceparent[FLAGS_AT + 1]);
}

void trace_id_of(const char *traceparent, char text[TRACE_ID_CHARS + 1])
{
    text[0] = '\0';
    if (!traceparent_valid(traceparent))
        return;
    memcpy(text, traceparent + TRACE_ID_AT, TRACE_ID_CHARS);
    text[TRACE_ID_CHARS] = '\0';
}
