#include "base/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/settings.h"

#define DIGEST_TEXT_BYTES 512

static struct status add_key(struct vault *vault, const char *prefix, const char *secret, size_t chars)
{
    uint8_t digest[SHA256_BYTES];

    if (chars < VAULT_SECRET_CHARS_MIN)
        return fail(SETTING_INVALID, "a secret of %s_DATA_SECRETS has fewer than %d characters", prefix,
                    VAULT_SECRET_CHARS_MIN);
    if (vault->keys_count == VAULT_KEYS_MAX)
        return fail(SETTING_INVALID, "%s_DATA_SECRETS has more than %d secrets", prefix, VAULT_KEYS_MAX);
    sha256(secret, chars, digest);
    hex_encode(digest, VAULT_KEY_ID_CHARS / 2, vault->keys[vault->keys_count].id);
    hmac_sha256(secret, chars, "seal", 4, vault->keys[vault->keys_count].key);
    vault->keys_count++;
    return OK;
}

struct status vault_make(const char *prefix, const char *data_secrets, const char *digest_secret,
                         struct vault *ret_vault)
{
    const char *key = digest_secret;
    size_t key_chars = digest_secret ? strlen(digest_secret) : 0;

    *ret_vault = (struct vault){ 0 };
    for (const char *rest = data_secrets; *rest;) {
        size_t chars = strcspn(rest, ",");

        TRY(add_key(ret_vault, prefix, rest, chars));
        if (!digest_secret) {
            key = rest;
            key_chars = chars;
        }
        rest += chars + (rest[chars] == ',');
    }
    if (ret_vault->keys_count == 0)
        return fail(SETTING_INVALID, "%s_DATA_SECRETS has no secret", prefix);
    if (key_chars < VAULT_SECRET_CHARS_MIN)
        return fail(SETTING_INVALID, "%s_DIGEST_SECRET has fewer than %d characters", prefix, VAULT_SECRET_CHARS_MIN);
    hmac_sha256(key, key_chars, "digest", 6, ret_vault->digest_key);
    return OK;
}

struct status vault_put(struct vault_place *place, const char *prefix, const char *data_secrets,
                        const char *digest_secret)
{
    struct vault *vault = calloc(1, sizeof *vault);
    struct status status;

    if (!vault)
        abort();
    status = vault_make(prefix, data_secrets, digest_secret, vault);
    if (!ok(status)) {
        free(vault);
        return status;
    }
    vault->before = vault_now(place);
    atomic_store(&place->now, vault);
    return OK;
}

void vault_place_finish(struct vault_place *place)
{
    const struct vault *vault = vault_now(place);

    while (vault) {
        const struct vault *before = vault->before;

        free((struct vault *)vault);
        vault = before;
    }
    atomic_store(&place->now, NULL);
}

const char *vault_key_id(const struct vault *vault)
{
    return vault->keys[0].id;
}

uint8_t *vault_seal(const struct vault *vault, struct arena *arena, const char *purpose, const void *data, size_t bytes,
                    size_t *ret_bytes)
{
    uint8_t *sealed = arena_alloc(arena, GCM_NONCE_BYTES + bytes + GCM_TAG_BYTES);

    random_bytes(sealed, GCM_NONCE_BYTES);
    aes256_gcm_seal(vault->keys[0].key, sealed, GCM_NONCE_BYTES, purpose, strlen(purpose), data, bytes,
                    sealed + GCM_NONCE_BYTES);
    *ret_bytes = GCM_NONCE_BYTES + bytes + GCM_TAG_BYTES;
    return sealed;
}

bool vault_open(const struct vault *vault, struct arena *arena, const char *purpose, const char *key_id,
                const uint8_t *sealed, size_t sealed_bytes, uint8_t **ret_data, size_t *ret_bytes)
{
    if (sealed_bytes < GCM_NONCE_BYTES + GCM_TAG_BYTES)
        return false;
    *ret_bytes = sealed_bytes - GCM_NONCE_BYTES - GCM_TAG_BYTES;
    *ret_data = arena_alloc(arena, *ret_bytes + 1);
    for (size_t i = 0; i < vault->keys_count; i++) {
        if (strcmp(vault->keys[i].id, key_id) == 0)
            return aes256_gcm_open(vault->keys[i].key, sealed, GCM_NONCE_BYTES, purpose, strlen(purpose),
                                   sealed + GCM_NONCE_BYTES, sealed_bytes - GCM_NONCE_BYTES, *ret_data);
    }
    return false;
}

void vault_digest(const struct vault *vault, const char *purpose, const char *text, uint8_t ret_digest[SHA256_BYTES])
{
    char both[DIGEST_TEXT_BYTES];
    int length = snprintf(both, sizeof both, "%s:%s", purpose, text);

    hmac_sha256(vault->digest_key, sizeof vault->digest_key, both,
                length < DIGEST_TEXT_BYTES ? (size_t)length : sizeof both - 1, ret_digest);
}
