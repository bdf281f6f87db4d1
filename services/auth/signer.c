#include "auth/signer.h"

#include <openssl/crypto.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auth/service.h"
#include "auth/store/session_store.h"
#include "base/clock.h"

#define PURPOSE   "signing key"
#define KID_CHARS 16

struct opened_key {
    char kid[TOKEN_KID_BYTES];
    uint8_t private_key[ED25519_KEY_BYTES];
    struct key_times times;
};

struct signer {
    pthread_mutex_t mutex;
    struct opened_key keys[KEYS_MAX]; /* in order of signs_from */
    size_t count;
    int64_t loaded_ms;
};

struct signer *signer_create(void)
{
    struct signer *signer = calloc(1, sizeof *signer);

    if (!signer)
        abort();
    pthread_mutex_init(&signer->mutex, NULL);
    return signer;
}

void signer_destroy(struct signer *signer)
{
    if (!signer)
        return;
    OPENSSL_cleanse(signer->keys, sizeof signer->keys);
    pthread_mutex_destroy(&signer->mutex);
    free(signer);
}

static size_t signing_now(const struct opened_key *keys, size_t count, int64_t now_us)
{
    struct key_times times[KEYS_MAX];

    for (size_t i = 0; i < count; i++)
        times[i] = keys[i].times;
    return keyring_signer(times, count, now_us);
}

/* ---- making and reading rows ---- */

static struct status make_key(struct call *call, int64_t signs_from_us)
{
    const struct vault *vault = auth_vault(call);
    uint8_t private_key[ED25519_KEY_BYTES], public_key[ED25519_KEY_BYTES];
    char kid[KID_CHARS + 1];
    struct signing_key key = { .kid = kid, .public_key = public_key, .times = { signs_from_us } };

    if (!ed25519_generate(private_key, public_key))
        return fail(INTERNAL, "no signing key could be made");
    key_new(kid, KID_CHARS);
    key.sealed = vault_seal(vault, call->arena, PURPOSE, private_key, sizeof private_key, &key.sealed_bytes);
    key.sealed_key = vault_key_id(vault);
    OPENSSL_cleanse(private_key, sizeof private_key);
    return signing_key_insert(call->tx, &key);
}

static struct status open_key(struct call *call, const struct signing_key *row, struct opened_key *ret_key)
{
    uint8_t *private_key;
    size_t bytes;

    if (!vault_open(auth_vault(call), call->arena, PURPOSE, row->sealed_key, row->sealed, row->sealed_bytes,
                    &private_key, &bytes) ||
        bytes != ED25519_KEY_BYTES)
        return fail(INTERNAL, "signing key %s was sealed with a secret that is not set any more", row->kid);
    snprintf(ret_key->kid, sizeof ret_key->kid, "%s", row->kid);
    memcpy(ret_key->private_key, private_key, bytes);
    OPENSSL_cleanse(private_key, bytes);
    ret_key->times = row->times;
    return OK;
}

static struct status load(struct call *call, struct opened_key keys[KEYS_MAX], size_t *ret_count)
{
    struct signing_key *rows;
    size_t count;

    TRY(signing_key_list(call->tx, call->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        TRY(open_key(call, &rows[i], &keys[i]));
    *ret_count = count;
    return OK;
}

/* ---- signing ---- */

static bool take_kept(struct signer *signer, int64_t now_us, struct opened_key *ret_key)
{
    bool found = false;
    size_t index;

    pthread_mutex_lock(&signer->mutex);
    if (signer->count > 0 && clock_mono_ms() - signer->loaded_ms < SIGNER_FRESH_MS) {
        index = signing_now(signer->keys, signer->count, now_us);
        found = index < signer->count;
        if (found)
            *ret_key = signer->keys[index];
    }
    pthread_mutex_unlock(&signer->mutex);
    return found;
}

static void keep(struct signer *signer, const struct opened_key *keys, size_t count)
{
    pthread_mutex_lock(&signer->mutex);
    memcpy(signer->keys, keys, count * sizeof *keys);
    signer->count = count;
    signer->loaded_ms = clock_mono_ms();
    pthread_mutex_unlock(&signer->mutex);
}

/* From rows. The first key of all is made here and not kept: this transaction may yet be rolled back. */
static struct status find(struct call *call, struct opened_key *ret_key)
{
    struct opened_key keys[KEYS_MAX];
    size_t count, index;
    bool first;

    TRY(load(call, keys, &count));
    first = count == 0;
    if (first) {
        TRY(signer_rotate(call));
        TRY(load(call, keys, &count));
    } else {
        keep(auth_of(call)->signer, keys, count);
    }
    index = signing_now(keys, count, call->now_us);
    if (index == count)
        index = 0; /* the first key began a moment after this transaction did */
    *ret_key = keys[index];
    OPENSSL_cleanse(keys, sizeof keys);
    return count ? OK : fail(INTERNAL, "there is no signing key");
}

struct status signer_sign(struct call *call, const struct token_claims *claims, char **ret_token)
{
    struct opened_key key;

    if (!take_kept(auth_of(call)->signer, call->now_us, &key))
        TRY(find(call, &key));
    *ret_token = token_sign(call->arena, key.kid, key.private_key, claims);
    OPENSSL_cleanse(&key, sizeof key);
    return *ret_token ? OK : fail(INTERNAL, "the token could not be signed");
}

/* ---- rotating ---- */

struct status signer_rotate(struct call *call)
{
    struct signing_key *keys;
    struct key_times times[KEYS_MAX];
    size_t count;
    int64_t signs_from_us;

    TRY(signing_key_lock(call->tx));
    TRY(signing_key_list(call->tx, call->arena, &keys, &count));
    for (size_t i = 0; i < count; i++)
        times[i] = keys[i].times;
    for (size_t i = 0; i < keyring_retired(times, count, call->now_us); i++)
        TRY(signing_key_delete(call->tx, keys[i].kid));
    if (keyring_due(times, count, call->now_us, &signs_from_us))
        TRY(make_key(call, signs_from_us));
    return OK;
}
