#include "auth/store/session_store.h"

#include "auth/domain/reasons.h"
#include "base/id.h"

/* ---- sign-ins ---- */

struct status session_insert(struct tx *tx, const struct session *session)
{
    return db_exec(
        tx, "insert into sessions (id, user_id, app_id, device, created_at, used_at) values ($1, $2, $3, $4, $5, $5)",
        db_id(session->id), db_id(session->user_id), db_text(session->app_id), db_text(session->device),
        db_time(session->created_us));
}

struct status device_is_added(struct tx *tx, const char *user_id, const char *device, bool *ret_added)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select exists(select from sessions where user_id = $1)"
                 " and not exists(select from sessions where user_id = $1 and device = $2)",
                 db_id(user_id), db_text(device)));
    *ret_added = rows_bool(rows, 0, 0);
    return OK;
}

struct status session_end(struct tx *tx, const char *session_id, const char *why, bool *ret_ended)
{
    int64_t ended;

    TRY(db_exec_count(tx, &ended,
                      "update sessions set ended_at = now(), ended_why = $2 where id = $1 and ended_at is null",
                      db_id(session_id), db_text(why)));
    *ret_ended = ended == 1;
    return OK;
}

struct status session_end_all(struct tx *tx, const char *user_id, const char *why, int64_t *ret_ended)
{
    return db_exec_count(tx, ret_ended,
                         "update sessions set ended_at = now(), ended_why = $2 where user_id = $1 and ended_at is null",
                         db_id(user_id), db_text(why));
}

/* ---- refresh tokens ---- */

struct status refresh_insert(struct tx *tx, const uint8_t hash[SHA256_BYTES], const char *session_id,
                             int64_t expires_us)
{
    return db_exec(tx, "insert into refresh_tokens (hash, session_id, expires_at) values ($1, $2, $3)",
                   db_bytes(hash, SHA256_BYTES), db_id(session_id), db_time(expires_us));
}

struct status refresh_lock(struct tx *tx, const uint8_t hash[SHA256_BYTES], struct refresh_row *ret_row)
{
    struct rows *rows;

    /* The session is locked first and the token read after: what the waiting statement had read would be old. */
    TRY(db_exec(tx,
                "select from sessions s join refresh_tokens t on t.session_id = s.id where t.hash = $1 for update of s",
                db_bytes(hash, SHA256_BYTES)));
    TRY(db_query(
        tx, &rows,
        "select s.id, s.user_id, s.app_id, s.device, s.created_at, s.ended_at is not null, t.expires_at, t.spent_at"
        " from refresh_tokens t join sessions s on s.id = t.session_id where t.hash = $1",
        db_bytes(hash, SHA256_BYTES)));
    if (rows_count(rows) == 0)
        return fail(REFRESH_TOKEN_INVALID, "nobody was given this token");
    *ret_row = (struct refresh_row){
        .session = { rows_id(rows, 0, 0), rows_id(rows, 0, 1), rows_text(rows, 0, 2), rows_text(rows, 0, 3),
                     rows_time_us(rows, 0, 4) },
        .state = { .session_ended = rows_bool(rows, 0, 5),
                   .expires_us = rows_time_us(rows, 0, 6),
                   .spent_us = rows_time_us(rows, 0, 7) },
    };
    return OK;
}

struct status refresh_spend(struct tx *tx, const uint8_t hash[SHA256_BYTES], int64_t now_us)
{
    TRY(db_exec(tx,
                "update sessions set used_at = $2 where id = (select session_id from refresh_tokens where hash = $1)",
                db_bytes(hash, SHA256_BYTES), db_time(now_us)));
    return db_exec(tx, "update refresh_tokens set spent_at = $2 where hash = $1", db_bytes(hash, SHA256_BYTES),
                   db_time(now_us));
}

struct status refresh_expires(struct tx *tx, const uint8_t hash[SHA256_BYTES], int64_t *ret_expires_us)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select expires_at from refresh_tokens where hash = $1", db_bytes(hash, SHA256_BYTES)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "no such token");
    *ret_expires_us = rows_time_us(rows, 0, 0);
    return OK;
}

struct status time_now(struct tx *tx, int64_t *ret_now_us)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select clock_timestamp()"));
    *ret_now_us = rows_time_us(rows, 0, 0);
    return OK;
}

/* ---- revocations ---- */

struct status revocation_insert(struct tx *tx, const struct revocation *revocation)
{
    struct id id = id_new();

    return db_exec(tx, "insert into revocations (id, user_id, session_id, not_before) values ($1, $2, $3, $4)",
                   db_id(id.text), db_id(revocation->user_id), db_id(revocation->session_id),
                   db_time(revocation->not_before_us));
}

struct status revocation_list(struct tx *tx, struct arena *arena, int64_t since_us, size_t limit,
                              struct revocation **ret_list, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select user_id, session_id, max(not_before) from revocations where not_before >= $1 group by "
                 "user_id, session_id order by 3 desc limit $2",
                 db_time(since_us), db_int((int64_t)limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_list = arena_array(arena, struct revocation, *ret_count + 1);
    for (size_t i = 0; i < *ret_count; i++)
        (*ret_list)[i] =
            (struct revocation){ rows_id(rows, (int)i, 0), rows_id(rows, (int)i, 1), rows_time_us(rows, (int)i, 2) };
    return OK;
}

/* ---- signing keys ---- */

struct status signing_key_lock(struct tx *tx)
{
    return db_exec(tx, "select pg_advisory_xact_lock(hashtextextended('signing keys', 0))");
}

struct status signing_key_list(struct tx *tx, struct arena *arena, struct signing_key **ret_keys, size_t *ret_count)
{
    struct rows *rows;
    size_t bytes;

    TRY(db_query(
        tx, &rows,
        "select kid, public_key, sealed, sealed_key, signs_from from signing_keys order by signs_from, kid limit $1",
        db_int(KEYS_MAX)));
    *ret_count = (size_t)rows_count(rows);
    *ret_keys = arena_array(arena, struct signing_key, *ret_count + 1);
    for (size_t i = 0; i < *ret_count; i++) {
        struct signing_key *key = &(*ret_keys)[i];

        key->kid = rows_text(rows, (int)i, 0);
        key->public_key = rows_bytes(rows, (int)i, 1, &bytes);
        key->sealed = rows_bytes(rows, (int)i, 2, &key->sealed_bytes);
        key->sealed_key = rows_text(rows, (int)i, 3);
        key->times.signs_from_us = rows_time_us(rows, (int)i, 4);
    }
    return OK;
}

struct status signing_key_insert(struct tx *tx, const struct signing_key *key)
{
    return db_exec(
        tx, "insert into signing_keys (kid, public_key, sealed, sealed_key, signs_from) values ($1, $2, $3, $4, $5)",
        db_text(key->kid), db_bytes(key->public_key, ED25519_KEY_BYTES), db_bytes(key->sealed, key->sealed_bytes),
        db_text(key->sealed_key), db_time(key->times.signs_from_us));
}

struct status signing_key_delete(struct tx *tx, const char *kid)
{
    return db_exec(tx, "delete from signing_keys where kid = $1", db_text(kid));
}

struct status session_clean(struct tx *tx, int limit, int64_t *ret_removed)
{
    int64_t tokens, revocations;

    TRY(db_exec_count(tx, &tokens,
                      "delete from refresh_tokens where hash in (select hash from refresh_tokens"
                      " where expires_at < now() - interval '1 day' order by expires_at limit $1)",
                      db_int(limit)));
    TRY(db_exec_count(tx, &revocations,
                      "delete from revocations where id in (select id from revocations"
                      " where not_before < now() - interval '1 hour' order by not_before limit $1)",
                      db_int(limit)));
    *ret_removed = tokens + revocations;
    return OK;
}
