#include "gateway/language.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define RANGES_MAX 16

/* The weight of one range in thousandths: "en-GB;q=0.8" ⇒ 800. */
static int weight_of(const char *range, size_t bytes)
{
    const char *q = memmem(range, bytes, ";q=", 3);
    int weight = 0, scale = 1000;

    if (!q)
        return 1000;
    for (const char *c = q + 3; c < range + bytes && scale > 0; c++) {
        if (*c == '.')
            continue;
        if (*c < '0' || *c > '9')
            break;
        weight += (*c - '0') * scale;
        scale /= 10;
    }
    return weight > 1000 ? 1000 : weight;
}

enum language language_of(const char *accept_language)
{
    int zh = 0, en = 0, any = 0;
    const char *at = accept_language ? accept_language : "";

    for (int i = 0; i < RANGES_MAX && *at; i++) {
        size_t bytes;
        int weight;

        at += strspn(at, " ,");
        bytes = strcspn(at, ",");
        weight = weight_of(at, bytes);
        if (bytes >= 2 && strncasecmp(at, "zh", 2) == 0 && weight > zh)
            zh = weight;
        else if (bytes >= 2 && strncasecmp(at, "en", 2) == 0 && weight > en)
            en = weight;
        else if (bytes >= 1 && *at == '*')
            any = weight;
        at += bytes;
    }
    return en > zh && en >= any ? LANGUAGE_EN : LANGUAGE_ZH;
}

const char *language_name(enum language language)
{
    return language == LANGUAGE_EN ? "en" : "zh";
}
