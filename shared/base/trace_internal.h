/* Where what stands in a traceparent: 00-<trace id>-<span id>-<flags>. Private to trace.c and span.c. */
#ifndef LINLI_BASE_TRACE_INTERNAL_H
#define LINLI_BASE_TRACE_INTERNAL_H

#include "base/trace.h"

#define TRACE_ID_AT    3
#define TRACE_ID_CHARS 32
#define SPAN_ID_AT     36
#define SPAN_ID_CHARS  16
#define FLAGS_AT       53

bool traceparent_valid(const char *text);
/* Whether a trace that begins here is one of those that are recorded; its id decides. */
bool spans_sample(const char trace_id[TRACE_ID_CHARS]);

#endif
