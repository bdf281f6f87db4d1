#include "auth/rpc/registering.h"

#include "auth/domain/link.h"
#include "auth/store/place_store.h"
#include "base/crypto.h"

#define NICKNAMES 10000

/* 邻居 and four digits, until he says what he wants to be called. */
static const char *nickname_new(struct call *call)
{
    unsigned random;

    random_bytes(&random, sizeof random);
    return arena_printf(call->arena, "邻居%04u", random % NICKNAMES);
}

/* A link that leads nowhere any more, or never was, invites nobody: signing in goes on. */
static struct status inviter_of(struct call *call, const char *link_key, struct user *user)
{
    struct link link;
    struct status status = *link_key ? link_get(call->tx, link_key, &link) : fail(NOT_HERE, "no link");

    if (failed_with(status, NOT_HERE))
        return OK;
    if (ok(status) && !link_expired(&link, call->now_us)) {
        user->link_key = link.key;
        user->inviter_id = link.sharer_id;
    }
    return status;
}

static struct status emit_user_registered(struct call *call, const struct user *user)
{
    Au__UserRegistered event = AU__USER_REGISTERED__INIT;

    event.user_id = user->id;
    event.nickname = user->nickname;
    event.avatar_url = user->avatar_url;
    event.link_key = user->link_key;
    event.inviter_id = user->inviter_id;
    return emit(call, user->id, &event.base);
}

static struct status emit_user_invited(struct call *call, const struct user *user)
{
    Au__UserInvited event = AU__USER_INVITED__INIT;

    if (!*user->inviter_id)
        return OK;
    event.user_id = user->id;
    event.inviter_id = user->inviter_id;
    event.link_key = user->link_key;
    return emit(call, user->id, &event.base);
}

static struct status register_user(struct call *call, const struct identity *identity, const char *nickname,
                                   const char *link_key, const char **ret_user_id)
{
    struct user user = { .id = id_make(call->arena),
                         .nickname = *nickname ? nickname : nickname_new(call),
                         .avatar_url = "",
                         .bio = "",
                         .latest_app_id = identity->app_id,
                         .link_key = "",
                         .inviter_id = "",
                         .created_us = call->now_us };

    TRY(inviter_of(call, link_key, &user));
    TRY(user_insert(call->tx, &user));
    TRY(emit_user_registered(call, &user));
    TRY(emit_user_invited(call, &user));
    *ret_user_id = user.id;
    return OK;
}

struct status user_of_identity(struct call *call, const struct identity *identity, const char *nickname,
                               const char *link_key, const char **ret_user_id, bool *ret_new)
{
    TRY(identity_lock(call->tx, identity));
    TRY(identity_find(call->tx, identity, ret_user_id));
    *ret_new = **ret_user_id == '\0';
    if (*ret_new)
        TRY(register_user(call, identity, nickname, link_key, ret_user_id));
    TRY(identity_save(call->tx, identity, *ret_user_id));
    return *ret_new ? OK : user_save_app(call->tx, *ret_user_id, identity->app_id);
}
