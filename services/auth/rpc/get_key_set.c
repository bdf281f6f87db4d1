#include "auth/auth.h"
#include "auth/store/session_store.h"

/* All that verify: the one that signs, its predecessors while their tokens live, its successor before it begins. */
struct status auth_get_key_set(struct call *call, const Au__GetKeySetRequest *in, Api__KeySet *out)
{
    struct signing_key *keys;

    (void)in;
    TRY(signing_key_list(call->tx, call->arena, &keys, &out->n_keys));
    out->keys = arena_array(call->arena, Api__Key *, out->n_keys + 1);
    for (size_t i = 0; i < out->n_keys; i++) {
        out->keys[i] = MESSAGE(call, Api__Key, api__key);
        out->keys[i]->kid = keys[i].kid;
        out->keys[i]->kty = "OKP";
        out->keys[i]->crv = "Ed25519";
        out->keys[i]->x = base64url_encode(call->arena, keys[i].public_key, ED25519_KEY_BYTES);
        out->keys[i]->alg = "EdDSA";
        out->keys[i]->use = "sig";
    }
    return OK;
}
