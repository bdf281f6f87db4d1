#include <stdio.h>
#include <string.h>

#include "base/crypto.h"
#include "rpc/client.h"

#define TRACE_ID_CHARS 32
#define SPAN_ID_CHARS  16

/* version-trace-span-flags, lower-case hexadecimal, neither id all zeros (W3C Trace Context). */
static bool traceparent_valid(const char *text)
{
    static const char shape[] = "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";

    if (!text || strlen(text) != sizeof shape - 1)
        return false;
    for (size_t i = 0; shape[i]; i++) {
        bool good = shape[i] == 'x' ? strchr("0123456789abcdef", text[i]) != NULL : text[i] == shape[i];

        if (!good)
            return false;
    }
    return strspn(text + 3, "0") < TRACE_ID_CHARS && strspn(text + 36, "0") < SPAN_ID_CHARS;
}

void trace_child(const char *parent, char child[TRACEPARENT_BYTES])
{
    uint8_t random[(TRACE_ID_CHARS + SPAN_ID_CHARS) / 2];
    char hex[TRACE_ID_CHARS + SPAN_ID_CHARS + 1];

    random_bytes(random, sizeof random);
    random[0] |= 1; /* never all zeros */
    random[sizeof random - 1] |= 1;
    hex_encode(random, sizeof random, hex);
    if (traceparent_valid(parent))
        snprintf(child, TRACEPARENT_BYTES, "%.36s%s%s", parent, hex + TRACE_ID_CHARS, parent + 52);
    else
        snprintf(child, TRACEPARENT_BYTES, "00-%.32s-%s-01", hex, hex + TRACE_ID_CHARS);
}

void trace_id_of(const char *traceparent, char text[33])
{
    if (traceparent_valid(traceparent))
        snprintf(text, 33, "%.32s", traceparent + 3);
    else
        text[0] = '\0';
}
