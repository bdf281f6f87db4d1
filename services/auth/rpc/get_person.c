#include "auth/rpc/views.h"
#include "auth/service.h"

/* A mark is digested once more, so that it says nothing beside «the same» even to who holds our tables. */
static const char *mark_of(struct call *call, const char *trait)
{
    uint8_t digest[SHA256_BYTES];
    char *hex = arena_alloc(call->arena, 2 * SHA256_BYTES + 1);

    vault_digest(auth_vault(call), "person", trait, digest);
    hex_encode(digest, sizeof digest, hex);
    return hex;
}

struct status auth_get_person(struct call *call, const Au__GetPersonRequest *in, Au__Person *out)
{
    const char *const *traits;
    struct user user;

    TRY(user_get(call->tx, in->user_id, &user));
    TRY(identity_traits(call->tx, call->arena, in->user_id, &traits, &out->n_marks));
    out->user_id = user.id;
    out->marks = arena_array(call->arena, const char *, out->n_marks);
    for (size_t i = 0; i < out->n_marks; i++)
        out->marks[i] = mark_of(call, traits[i]);
    return OK;
}
