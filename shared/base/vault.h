/* What a service keeps secret at rest. Data is sealed with AES-256-GCM under the newest key; older keys still open what
 * they sealed, so keys rotate by a new secret: first behind the others, until every replica can open with it, then in
 * front. Digests are keyed by one secret that stays. Immutable after its making, shared by all threads. */
#ifndef LINLI_BASE_VAULT_H
#define LINLI_BASE_VAULT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/status.h"

#define VAULT_KEYS_MAX         4
#define VAULT_KEY_ID_CHARS     8
#define VAULT_SECRET_CHARS_MIN 32

struct vault {
    struct {
        char id[VAULT_KEY_ID_CHARS + 1]; /* of its secret's digest */
        uint8_t key[AES256_KEY_BYTES];
    } keys[VAULT_KEYS_MAX]; /* newest first */
    size_t keys_count;
    uint8_t digest_key[SHA256_BYTES];
    const struct vault *before; /* the one it replaced; NULL: it is the first */
};

/* `data_secrets`: one or more, newest first, with commas between. `digest_secret` NULL: digests are keyed by the oldest
 * of the others, and start anew when that one is dropped.
 * SETTING_INVALID, naming the settings <prefix>_DATA_SECRETS and <prefix>_DIGEST_SECRET. */
struct status vault_make(const char *prefix, const char *data_secrets, const char *digest_secret,
                         struct vault *ret_vault);

/* A vault whose secrets may be rotated: who seals asks once, and takes the key's id of the same vault. Those that were
 * replaced stay, as somebody may still be reading them. */
struct vault_place {
    _Atomic(const struct vault *) now;
};

static inline const struct vault *vault_now(const struct vault_place *place)
{
    return atomic_load(&place->now);
}
/* As vault_make(), into the place; when it fails what was there stays. */
struct status vault_put(struct vault_place *place, const char *prefix, const char *data_secrets,
                        const char *digest_secret);
void vault_place_finish(struct vault_place *place);

const char *vault_key_id(const struct vault *vault);
/* `purpose` is bound to what is sealed: it opens for the same purpose only. */
uint8_t *vault_seal(const struct vault *vault, struct arena *arena, const char *purpose, const void *data, size_t bytes,
                    size_t *ret_bytes);
/* False when the key is not there any more, or the bytes are not what was sealed. */
bool vault_open(const struct vault *vault, struct arena *arena, const char *purpose, const char *key_id,
                const uint8_t *sealed, size_t sealed_bytes, uint8_t **ret_data, size_t *ret_bytes);
void vault_digest(const struct vault *vault, const char *purpose, const char *text, uint8_t ret_digest[SHA256_BYTES]);

#endif
