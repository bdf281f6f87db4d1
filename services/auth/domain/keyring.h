/* When signing keys come and go. A new key is published first and signs only after everybody has heard of it; an old
 * one verifies until the last token it signed has run out. Pure. */
#ifndef LINLI_AUTH_DOMAIN_KEYRING_H
#define LINLI_AUTH_DOMAIN_KEYRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEY_LIFE_US     (INT64_C(30) * 24 * 3600 * 1000000) /* a key signs for so long */
#define KEY_ANNOUNCE_US (INT64_C(10) * 60 * 1000000)        /* published before it signs */
#define KEY_RETIRE_US   (INT64_C(60) * 60 * 1000000)        /* verifies after it signed last; a token lives 15 min */
#define KEYS_MAX        8

struct key_times {
    int64_t signs_from_us;
};

/* The key that signs now: the one that began last; count when none has begun. Keys are in order of signs_from_us. */
size_t keyring_signer(const struct key_times *keys, size_t count, int64_t now_us);
/* A new key is due, and *ret_signs_from_us is when it begins: at once when there is none. */
bool keyring_due(const struct key_times *keys, size_t count, int64_t now_us, int64_t *ret_signs_from_us);
/* Keys [0, n) have been followed by another for so long that nothing they signed is still good. */
size_t keyring_retired(const struct key_times *keys, size_t count, int64_t now_us);

#endif
