#include "auth/rpc/signing.h"

#include <string.h>

#include "auth/service.h"
#include "auth/signer.h"
#include "base/clock.h"
#include "rpc/timestamp.h"

#define SESSIONS_SUBJECT "sys.sessions"

/* ---- refresh tokens ---- */

char *refresh_token_new(struct call *call)
{
    uint8_t random[SHA256_BYTES];

    random_bytes(random, sizeof random);
    return base64url_encode(call->arena, random, sizeof random);
}

char *refresh_token_next(struct call *call, const char *token)
{
    uint8_t digest[SHA256_BYTES];

    vault_digest(auth_vault(call), "refresh", token, digest);
    return base64url_encode(call->arena, digest, sizeof digest);
}

void refresh_token_hash(const char *token, uint8_t hash[SHA256_BYTES])
{
    sha256(token, strlen(token), hash);
}

/* ---- giving out ---- */

static struct status add_roles(struct call *call, const char *user_id, struct token_claims *claims)
{
    struct grant *grants;
    size_t count;

    TRY(grant_list(call->tx, call->arena, user_id, &grants, &count));
    for (size_t i = 0; i < count && claims->roles_count < TOKEN_ROLES_MAX; i++)
        claims->roles[claims->roles_count++] = (struct token_role){ grants[i].role, grants[i].scope_id };
    return OK;
}

struct status session_issue(struct call *call, const struct session *session, const char *refresh_token,
                            int64_t refresh_expires_us, Au__Session *out)
{
    struct token_claims *claims = arena_new(call->arena, struct token_claims);
    struct user user;
    int64_t now_us;
    char *token;

    /* Roles are read, and the time taken, while nobody can change this person's roles: see tokens_make_stale(). */
    TRY(user_lock_share(call->tx, session->user_id, &user));
    TRY(time_now(call->tx, &now_us));
    *claims = (struct token_claims){ .user_id = session->user_id,
                                     .session_id = session->id,
                                     .app_id = session->app_id,
                                     .issued_ms = now_us / US_PER_MS,
                                     .expires_ms = (now_us + ACCESS_LIFE_US) / US_PER_MS };
    TRY(add_roles(call, session->user_id, claims));
    TRY(signer_sign(call, claims, &token));
    out->access_token = token;
    out->access_expires_at = timestamp_new(call->arena, now_us + ACCESS_LIFE_US);
    out->refresh_token = refresh_token;
    out->refresh_expires_at = timestamp_new(call->arena, refresh_expires_us);
    out->session_id = session->id;
    out->user = MESSAGE(call, Au__Me, au__me);
    return me_view(call, &user, out->user);
}

/* ---- calling back ---- */

void revocation_tell(struct call *call, const struct revocation *revocation)
{
    Api__SessionsRevoked message = API__SESSIONS_REVOKED__INIT;

    message.user_id = revocation->user_id;
    message.session_id = revocation->session_id;
    message.not_before_ms = revocation->not_before_us / US_PER_MS;
    hint_message(call, SESSIONS_SUBJECT, &message.base);
}

/* The row for gateways that start later, the message for those that listen now. */
static struct status announce(struct call *call, const char *user_id, const char *session_id)
{
    struct revocation revocation = { .user_id = user_id, .session_id = session_id };
    int64_t now_us;

    TRY(time_now(call->tx, &now_us));
    revocation.not_before_us =
        now_us - now_us % US_PER_MS + US_PER_MS; /* a token of this very millisecond is stale, too */
    TRY(revocation_insert(call->tx, &revocation));
    revocation_tell(call, &revocation);
    return OK;
}

static struct status emit_session_revoked(struct call *call, const char *user_id, const char *session_id,
                                          const char *why)
{
    Au__SessionRevoked event = AU__SESSION_REVOKED__INIT;

    event.user_id = user_id;
    event.session_id = session_id;
    event.why = why;
    return emit(call, user_id, &event.base);
}

struct status session_revoke(struct call *call, const char *user_id, const char *session_id, const char *why)
{
    bool ended;

    TRY(session_end(call->tx, session_id, why, &ended));
    if (!ended)
        return OK;
    TRY(announce(call, "", session_id));
    return emit_session_revoked(call, user_id, session_id, why);
}

struct status session_revoke_all(struct call *call, const char *user_id, const char *why)
{
    int64_t ended;

    TRY(session_end_all(call->tx, user_id, why, &ended));
    if (ended == 0)
        return OK;
    TRY(announce(call, user_id, ""));
    return emit_session_revoked(call, user_id, "", why);
}

struct status tokens_make_stale(struct call *call, const char *user_id)
{
    return announce(call, user_id, "");
}
