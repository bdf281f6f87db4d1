#include "contract/pattern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define BEHIND_BACKSLASH "\\^$.|?*+()[]{}-/nt"
#define OPTIONS          (PCRE2_ANCHORED | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_UTF)
#define WAYS_INTS_MAX    1536 /* the ways that are followed side by side: 6 KB of stack, and PCRE2 takes 31 KB more */

struct pattern {
    pcre2_code *code;
};

static void free_code(void *code)
{
    pcre2_code_free(code);
}

/* What JavaScript reads differently, or what makes matching exponential (a back reference). NULL: nothing. */
static const char *stranger_in(const char *text)
{
    for (; *text; text++) {
        if (*text & 0x80)
            return "it holds a letter that is not ASCII";
        if (*text == '(' && (text[1] == '?' || text[1] == '*'))
            return "a group begins with ? or *";
        if (*text == '[' && (text[1] == ':' || text[1] == '[' || text[1] == '.' || text[1] == '='))
            return "[ in a class wants \\ before it";
        if (strchr("?*+}", *text) && text[1] == '+')
            return "+ stands behind what repeats";
        if (*text == '\\' && text[1] && !strchr(BEHIND_BACKSLASH, *++text))
            return "\\ stands before what means nothing without it";
    }
    return NULL;
}

const struct pattern *pattern_compile(struct arena *arena, const char *text, char ret_why[PATTERN_WHY_BYTES])
{
    const char *stranger = stranger_in(text);
    struct pattern *pattern = arena_new(arena, struct pattern);
    PCRE2_SIZE where;
    int error;

    if (stranger) {
        snprintf(ret_why, PATTERN_WHY_BYTES, "%s", stranger);
        return NULL;
    }
    pattern->code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, OPTIONS, &error, &where, NULL);
    if (!pattern->code) {
        pcre2_get_error_message(error, (PCRE2_UCHAR *)ret_why, PATTERN_WHY_BYTES);
        return NULL;
    }
    arena_defer(arena, free_code, pattern->code);
    return pattern;
}

bool pattern_matches(const struct pattern *pattern, const char *text, size_t bytes)
{
    int ways[WAYS_INTS_MAX];
    pcre2_match_data *match = pcre2_match_data_create(1, NULL);
    bool whole;
    int found;

    if (!match)
        abort();
    found = pcre2_dfa_match(pattern->code, (PCRE2_SPTR)text, bytes, 0, 0, match, NULL, ways, WAYS_INTS_MAX);
    whole = found >= 0 && pcre2_get_ovector_pointer(match)[1] == bytes; /* the longest that begins where it does */
    pcre2_match_data_free(match);
    return whole;
}
