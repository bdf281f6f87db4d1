#include "gateway/key.h"

#include "base/crypto.h"

#define TEXTS_BYTES_MAX 512

struct key key_of(const void *data, size_t bytes)
{
    uint8_t hash[SHA256_BYTES];
    struct key key;

    sha256(data, bytes, hash);
    memcpy(key.bytes, hash, KEY_BYTES);
    return key;
}

/* A text that is longer than its share enters as its own hash. */
static size_t add(char *to, size_t used, const char *text)
{
    size_t bytes = text ? strlen(text) : 0;

    if (bytes > TEXTS_BYTES_MAX / 3 - 1) {
        struct key key = key_of(text, bytes);

        memcpy(to + used, key.bytes, KEY_BYTES);
        return used + KEY_BYTES;
    }
    if (bytes)
        memcpy(to + used, text, bytes);
    to[used + bytes] = '\0';
    return used + bytes + 1;
}

struct key key_of_texts(const char *a, const char *b, const char *c)
{
    char all[TEXTS_BYTES_MAX];

    return key_of(all, add(all, add(all, add(all, 0, a), b), c));
}
