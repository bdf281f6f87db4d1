#include "auth/store/user_store.h"

#include "auth/domain/reasons.h"
#include "base/crypto.h"
#include "base/id.h"

/* ---- identities ---- */

struct status identity_lock(struct tx *tx, const struct identity *identity)
{
    if (*identity->unionid)
        TRY(db_exec(tx, "select pg_advisory_xact_lock(hashtextextended('union ' || $1, 0))",
                    db_text(identity->unionid)));
    return db_exec(tx, "select pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0))", db_text(identity->app_id),
                   db_text(identity->openid));
}

struct status identity_find(struct tx *tx, const struct identity *identity, const char **ret_user_id)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select user_id from identities where (app_id = $1 and openid = $2) or (unionid = $3 and unionid <> '')"
        " order by (app_id = $1 and openid = $2) desc limit 1",
        db_text(identity->app_id), db_text(identity->openid), db_text(identity->unionid)));
    *ret_user_id = rows_count(rows) ? rows_id(rows, 0, 0) : "";
    return OK;
}

struct status identity_save(struct tx *tx, const struct identity *identity, const char *user_id)
{
    return db_exec(tx,
                   "insert into identities (app_id, openid, unionid, user_id) values ($1, $2, $3, $4)"
                   " on conflict (app_id, openid) do update set unionid = excluded.unionid"
                   " where identities.unionid <> excluded.unionid and excluded.unionid <> ''",
                   db_text(identity->app_id), db_text(identity->openid), db_text(identity->unionid), db_id(user_id));
}

struct status identity_openid(struct tx *tx, const char *user_id, const char *app_id, const char **ret_openid)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select i.openid from identities i join users u on u.id = i.user_id where i.user_id = $1"
                 " and i.app_id = case when $2 = '' then u.latest_app_id else $2 end",
                 db_id(user_id), db_text(app_id)));
    *ret_openid = rows_count(rows) ? rows_text(rows, 0, 0) : "";
    return OK;
}

struct status identity_traits(struct tx *tx, struct arena *arena, const char *user_id, const char *const **ret_traits,
                              size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select 'phone ' || encode(phone_hash, 'hex') from users where id = $1 and phone_hash is not null"
                 " union select 'union ' || unionid from identities where user_id = $1 and unionid <> '' order by 1",
                 db_id(user_id)));
    size_t count = (size_t)rows_count(rows);
    const char **traits = arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        traits[i] = rows_text(rows, (int)i, 0);
    *ret_traits = traits;
    *ret_count = count;
    return OK;
}

/* ---- users ---- */

#define USER_COLUMNS                                                                                                   \
    " u.id, u.nickname, u.avatar_url, u.bio, u.phone_masked, u.latest_app_id, u.link_key, u.inviter_id, u.created_at"

static void user_read(const struct rows *rows, int row, struct user *user)
{
    user->id = rows_id(rows, row, 0);
    user->nickname = rows_text(rows, row, 1);
    user->avatar_url = rows_text(rows, row, 2);
    user->bio = rows_text(rows, row, 3);
    user->phone_masked = rows_text(rows, row, 4);
    user->latest_app_id = rows_text(rows, row, 5);
    user->link_key = rows_text(rows, row, 6);
    user->inviter_id = rows_id(rows, row, 7);
    user->created_us = rows_time_us(rows, row, 8);
}

static struct status user_only(const struct rows *rows, const char *user_id, struct user *ret_user)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "user %s", user_id);
    user_read(rows, 0, ret_user);
    return OK;
}

static struct user *users_read(const struct rows *rows, struct arena *arena, size_t *ret_count)
{
    size_t count = (size_t)rows_count(rows);
    struct user *users = arena_array(arena, struct user, count + 1);

    for (size_t i = 0; i < count; i++)
        user_read(rows, (int)i, &users[i]);
    *ret_count = count;
    return users;
}

struct status user_insert(struct tx *tx, const struct user *user)
{
    return db_exec(tx,
                   "insert into users (id, nickname, avatar_url, bio, latest_app_id, link_key, inviter_id, created_at)"
                   " values ($1, $2, $3, $4, $5, $6, $7, $8)",
                   db_id(user->id), db_text(user->nickname), db_text(user->avatar_url), db_text(user->bio),
                   db_text(user->latest_app_id), db_text(user->link_key), db_id(user->inviter_id),
                   db_time(user->created_us));
}

struct status user_get(struct tx *tx, const char *user_id, struct user *ret_user)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" USER_COLUMNS " from users u where u.id = $1", db_id(user_id)));
    return user_only(rows, user_id, ret_user);
}

struct status user_lock(struct tx *tx, const char *user_id, struct user *ret_user)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" USER_COLUMNS " from users u where u.id = $1 for no key update", db_id(user_id)));
    return user_only(rows, user_id, ret_user);
}

struct status user_lock_share(struct tx *tx, const char *user_id, struct user *ret_user)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" USER_COLUMNS " from users u where u.id = $1 for share", db_id(user_id)));
    return user_only(rows, user_id, ret_user);
}

struct status user_list(struct tx *tx, struct arena *arena, const char *const *ids, size_t ids_count,
                        struct user **ret_users, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" USER_COLUMNS " from users u where u.id = any ($1::uuid[])",
                 db_texts(ids, ids_count)));
    *ret_users = users_read(rows, arena, ret_count);
    return OK;
}

/* The masked form ends as the number does. */
struct status user_match_phones(struct tx *tx, const char *last_four, const char *const *ids, size_t ids_count,
                                const char ***ret_ids, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select id from users where id = any ($1::uuid[]) and right(phone_masked, 4) = $2",
                 db_texts(ids, ids_count), db_text(last_four)));
    *ret_count = (size_t)rows_count(rows);
    *ret_ids = arena_array(tx_arena(tx), const char *, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_ids)[row] = rows_id(rows, row, 0);
    return OK;
}

struct status user_save_profile(struct tx *tx, const struct user *user)
{
    return db_exec(tx, "update users set nickname = $2, avatar_url = $3, bio = $4 where id = $1", db_id(user->id),
                   db_text(user->nickname), db_text(user->avatar_url), db_text(user->bio));
}

struct status user_save_app(struct tx *tx, const char *user_id, const char *app_id)
{
    return db_exec(tx, "update users set latest_app_id = $2 where id = $1 and latest_app_id <> $2", db_id(user_id),
                   db_text(app_id));
}

struct status user_save_phone(struct tx *tx, const char *user_id, const struct sealed_phone *phone)
{
    struct status status = db_exec(
        tx, "update users set phone_sealed = $2, phone_key = $3, phone_hash = $4, phone_masked = $5 where id = $1",
        db_id(user_id), db_bytes(phone->sealed, phone->sealed_bytes), db_text(phone->key_id),
        db_bytes(phone->hash, SHA256_BYTES), db_text(phone->masked));

    return failed_with(status, UNIQUE_VIOLATION) ? fail(PHONE_TAKEN, "the number belongs to somebody else") : status;
}

/* ---- blocks ---- */

struct status block_save(struct tx *tx, const char *user_id, const char *blocked_id, bool active, int64_t now_us,
                         const char **ret_id, bool *ret_changed)
{
    struct rows *rows;
    struct id id = id_new();

    /* Taking back what never was changes nothing and makes no row. */
    TRY(db_query(
        tx, &rows,
        active ? "insert into blocks (id, user_id, blocked_id, active, changed_at) values ($1, $2, $3, true, $4)"
                 " on conflict (user_id, blocked_id) do update set active = true, changed_at = excluded.changed_at"
                 " where not blocks.active returning id"
               : "update blocks set active = false, changed_at = $4 where user_id = $2 and blocked_id = $3"
                 " and active and $1::uuid is not null returning id",
        db_id(id.text), db_id(user_id), db_id(blocked_id), db_time(now_us)));
    *ret_changed = rows_count(rows) == 1;
    *ret_id = *ret_changed ? rows_id(rows, 0, 0) : "";
    return OK;
}

struct status block_between(struct tx *tx, const char *user_id, const char *other_id, bool *ret_blocked)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select exists (select from blocks where active"
                 " and ((user_id = $1 and blocked_id = $2) or (user_id = $2 and blocked_id = $1)))",
                 db_id(user_id), db_id(other_id)));
    *ret_blocked = rows_bool(rows, 0, 0);
    return OK;
}

struct status block_list(struct tx *tx, struct arena *arena, const char *user_id, int64_t before_us,
                         const char *before_id, int limit, struct user **ret_users, int64_t **ret_times,
                         size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" USER_COLUMNS ", b.changed_at from blocks b join users u on u.id = b.blocked_id"
                 " where b.user_id = $1 and b.active"
                 " and (b.changed_at, b.blocked_id) < (coalesce($2::timestamptz, 'infinity'), " DB_BEFORE(
                     "$3") ")"
                           " order by b.changed_at desc, b.blocked_id desc limit $4",
                 db_id(user_id), db_time(before_us), db_id(before_id), db_int(limit)));
    *ret_users = users_read(rows, arena, ret_count);
    *ret_times = arena_array(arena, int64_t, *ret_count + 1);
    for (size_t i = 0; i < *ret_count; i++)
        (*ret_times)[i] = rows_time_us(rows, (int)i, 9);
    return OK;
}
