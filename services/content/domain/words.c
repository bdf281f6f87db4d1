#include "content/domain/words.h"

#include <ctype.h>
#include <string.h>

/* A node of the trie over bytes; children are a sibling list, which is short but at the root, and the root has a table. */
struct node {
    uint32_t child, sibling, fail;
    uint8_t byte;
    uint8_t action; /* of the words that end here, also by way of fail; 0: none */
};

struct words {
    struct node *nodes; /* 0 is the root */
    uint32_t count;
    uint32_t from_root[256];
};

/* ---- folding ---- */

/* Reads one code point of valid UTF-8. */
static uint32_t decode(const unsigned char **text)
{
    const unsigned char *s = *text;
    uint32_t c = *s++;
    int more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;

    c &= more == 0 ? 0x7f : 0x3fu >> more;
    while (more-- && *s)
        c = c << 6 | (*s++ & 0x3f);
    *text = s;
    return c;
}

static size_t encode(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

/* 0 for what is left out: spaces, punctuation, joiners, anything a writer slips between two letters. */
static uint32_t fold(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0; /* full width */
    if (c < 0x80)
        return isalnum((int)c) ? (uint32_t)tolower((int)c) : 0;
    if ((c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x303f) || (c >= 0x80 && c <= 0xbf) || c == 0xfeff ||
        (c >= 0xfe00 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff65))
        return 0;
    return c;
}

char *word_fold(struct arena *arena, const char *text)
{
    char *folded = arena_alloc(arena, strlen(text) + 1);
    const unsigned char *s = (const unsigned char *)text;
    size_t len = 0;

    while (*s) {
        uint32_t c = fold(decode(&s));
        if (c)
            len += encode(c, folded + len); /* never longer than what was read */
    }
    folded[len] = 0;
    return folded;
}

/* ---- the machine ---- */

static uint32_t child_of(const struct words *words, uint32_t at, uint8_t byte)
{
    if (at == 0)
        return words->from_root[byte];
    uint32_t child = words->nodes[at].child;
    while (child && words->nodes[child].byte != byte)
        child = words->nodes[child].sibling;
    return child;
}

static uint32_t child_make(struct words *words, uint32_t at, uint8_t byte)
{
    uint32_t child = child_of(words, at, byte);
    if (child)
        return child;

    child = words->count++;
    words->nodes[child] = (struct node){ .byte = byte, .sibling = words->nodes[at].child };
    words->nodes[at].child = child;
    if (at == 0)
        words->from_root[byte] = child;
    return child;
}

/* The sterner one: blocking (1) is sterner than holding (2). */
static uint8_t sterner(uint8_t a, uint8_t b)
{
    if (!a || !b)
        return a | b;
    return a < b ? a : b;
}

static void add_word(struct words *words, const struct word *word)
{
    uint32_t at = 0;

    for (const char *c = word->folded; *c; c++)
        at = child_make(words, at, (uint8_t)*c);
    if (at)
        words->nodes[at].action = sterner(words->nodes[at].action, (uint8_t)word->action);
}

/* Where to go on from `at` with `byte`: the longest suffix that is a beginning of some word. */
static uint32_t step(const struct words *words, uint32_t at, uint8_t byte)
{
    uint32_t next;

    while (!(next = child_of(words, at, byte)) && at)
        at = words->nodes[at].fail;
    return next;
}

/* Breadth first, so that the shorter suffixes are ready when the longer ones need them. */
static void link_suffixes(struct words *words, struct arena *arena)
{
    uint32_t *queue = arena_array(arena, uint32_t, words->count);
    uint32_t head = 0, tail = 0;

    queue[tail++] = 0;
    while (head < tail) {
        uint32_t at = queue[head++];
        for (uint32_t child = words->nodes[at].child; child; child = words->nodes[child].sibling) {
            struct node *node = &words->nodes[child];
            node->fail = at ? step(words, words->nodes[at].fail, node->byte) : 0;
            node->action = sterner(node->action, words->nodes[node->fail].action);
            queue[tail++] = child;
        }
    }
}

struct words *words_build(struct arena *arena, const struct word *list, size_t count)
{
    struct words *words = arena_new(arena, struct words);
    size_t bytes = 1;

    for (size_t i = 0; i < count; i++)
        bytes += strlen(list[i].folded);
    words->nodes = arena_array(arena, struct node, bytes);
    words->count = 1;
    for (size_t i = 0; i < count; i++)
        add_word(words, &list[i]);
    link_suffixes(words, arena);
    return words;
}

int words_find(const struct words *words, struct arena *arena, const char *text)
{
    uint8_t found = 0;
    uint32_t at = 0;

    for (const char *c = word_fold(arena, text); *c; c++) {
        at = step(words, at, (uint8_t)*c);
        found = sterner(found, words->nodes[at].action);
    }
    return found;
}
