#include "gateway/accept.h"

#include <string.h>
#include <strings.h>

static int weight_from(const char *at, const char *end)
{
    int weight = 0, scale = 1000;

    for (; at < end && scale > 0; at++) {
        if (*at == '.')
            continue;
        if (*at < '0' || *at > '9')
            break;
        weight += (*at - '0') * scale;
        scale /= 10;
    }
    return weight > 1000 ? 1000 : weight;
}

int accept_range_weight(const char *range, size_t bytes)
{
    const char *end = range + bytes, *at = range;

    while ((at = memchr(at, ';', (size_t)(end - at)))) {
        for (at++; at < end && (*at == ' ' || *at == '\t');)
            at++;
        if (end - at >= 2 && strncasecmp(at, "q=", 2) == 0)
            return weight_from(at + 2, end);
    }
    return 1000;
}

/* How closely a range names the type: by name 3, by its kind (text, any subtype) 2, as anything 1, not 0. */
static int closeness(const char *range, size_t bytes, const char *type)
{
    size_t kind = strcspn(type, "/") + 1;

    if (bytes == strlen(type) && strncasecmp(range, type, bytes) == 0)
        return 3;
    if (bytes == kind + 1 && range[kind] == '*' && strncasecmp(range, type, kind) == 0)
        return 2;
    return bytes == 3 && memcmp(range, "*/*", 3) == 0;
}

int accept_weight(const char *accept, const char *type)
{
    int closest = 0, weight = 0;
    const char *at = accept;

    for (int i = 0; i < ACCEPT_RANGES_MAX && *at; i++) {
        size_t bytes;
        int close;

        at += strspn(at, " \t,");
        bytes = strcspn(at, ",");
        close = closeness(at, strcspn(at, " \t;,"), type);
        if (close > closest) {
            closest = close;
            weight = accept_range_weight(at, bytes);
        }
        at += bytes;
    }
    return weight;
}
