#include "gateway/language.h"

#include <string.h>
#include <strings.h>

#include "gateway/accept.h"

enum language language_of(const char *accept_language)
{
    int zh = 0, en = 0, any = 0;
    const char *at = accept_language ? accept_language : "";

    for (int i = 0; i < ACCEPT_RANGES_MAX && *at; i++) {
        size_t bytes;
        int weight;

        at += strspn(at, " ,");
        bytes = strcspn(at, ",");
        weight = accept_range_weight(at, bytes);
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
