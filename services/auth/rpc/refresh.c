#include "auth/rpc/signing.h"
#include "base/crash_point.h"

static struct status rotate(struct call *call, const struct refresh_row *row, const uint8_t hash[SHA256_BYTES],
                            const char *next, int64_t *ret_expires_us)
{
    uint8_t next_hash[SHA256_BYTES];

    refresh_token_hash(next, next_hash);
    *ret_expires_us = call->now_us + REFRESH_LIFE_US;
    TRY(refresh_spend(call->tx, hash, call->now_us));
    return refresh_insert(call->tx, next_hash, row->session.id, *ret_expires_us);
}

static struct status repeat(struct call *call, const char *next, int64_t *ret_expires_us)
{
    uint8_t next_hash[SHA256_BYTES];

    refresh_token_hash(next, next_hash);
    return refresh_expires(call->tx, next_hash, ret_expires_us);
}

/* Somebody has a copy, and we cannot know who is who: all that came from this sign-in ends. That much is committed. */
static struct status end_family(struct call *call, const struct session *session)
{
    TRY(session_revoke(call, session->user_id, session->id, "reuse"));
    TRY(call_commit(call));
    return fail(REFRESH_TOKEN_INVALID, "the token was used twice: session %s has ended", session->id);
}

struct status auth_refresh(struct call *call, const Au__RefreshRequest *in, Au__Session *out)
{
    const char *next = refresh_token_next(call, in->refresh_token);
    struct refresh_row row;
    uint8_t hash[SHA256_BYTES];
    int64_t now_us, expires_us;

    refresh_token_hash(in->refresh_token, hash);
    TRY(call_begin(call));
    TRY(refresh_lock(call->tx, hash, &row));
    TRY(time_now(call->tx, &now_us)); /* a rival may have held the lock, and spent the token, after we began */
    call->now_us = now_us;
    switch (refresh_judge(&row.state, now_us)) {
    case REFRESH_ROTATE:
        TRY(rotate(call, &row, hash, next, &expires_us));
        CRASH_POINT(session, rotated_not_committed);
        break;
    case REFRESH_REPEAT:
        TRY(repeat(call, next, &expires_us));
        break;
    case REFRESH_REUSED:
        return end_family(call, &row.session);
    case REFRESH_ENDED:
        return fail(REFRESH_TOKEN_INVALID, "session %s has ended", row.session.id);
    }
    return session_issue(call, &row.session, next, expires_us, out);
}
