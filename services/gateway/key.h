/* Keys of our bounded tables: 128 bits of a SHA-256, so that nobody outside can aim at one place of a table, and equal
 * in every gateway, so that budgets can be shared. */
#ifndef LINLI_GATEWAY_KEY_H
#define LINLI_GATEWAY_KEY_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define KEY_BYTES 16

struct key {
    uint8_t bytes[KEY_BYTES];
};

struct key key_of(const void *data, size_t bytes);
/* Of up to three texts; NULL counts as "". Texts cannot run into each other. */
struct key key_of_texts(const char *a, const char *b, const char *c);

static inline int key_equal(const struct key *a, const struct key *b)
{
    return memcmp(a->bytes, b->bytes, KEY_BYTES) == 0;
}

/* Where in a table of `places` (a power of two) the key belongs. */
static inline size_t key_place(const struct key *key, size_t places)
{
    uint64_t number;

    memcpy(&number, key->bytes, sizeof(number));
    return (size_t)(number & (places - 1));
}

#endif
