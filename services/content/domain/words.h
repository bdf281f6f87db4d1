/* The word list: which words stand in a text, found in one pass (Aho–Corasick) over its folded form, whatever the case,
 * the width of the letters or the spaces and dots between them. Pure; immutable once built; belongs to its arena. */
#ifndef LINLI_CONTENT_DOMAIN_WORDS_H
#define LINLI_CONTENT_DOMAIN_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Of 40 characters at most: 16 bytes of machine a byte of text stay within the arena of the list (word_cache.c). */
#define WORDS_MAX 5000

enum word_action { WORD_BLOCK = 1, WORD_HOLD = 2 };

struct word {
    const char *folded;
    enum word_action action;
};

struct words;

/* The form that is compared: lower case, full-width letters made narrow, everything but letters and digits left out. */
char *word_fold(struct arena *arena, const char *text);
struct words *words_build(struct arena *arena, const struct word *list, size_t count);
/* The sternest action of the words found in `text`; 0 when there is none. */
int words_find(const struct words *words, struct arena *arena, const char *text);

#endif
