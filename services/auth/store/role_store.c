#include "auth/store/role_store.h"

#include "base/id.h"

#define GRANT_COLUMNS " id, user_id, role, scope_id, granted_by, granted_at"

static void grant_read(const struct rows *rows, int row, struct grant *grant)
{
    grant->id = rows_id(rows, row, 0);
    grant->user_id = rows_id(rows, row, 1);
    grant->role = rows_text(rows, row, 2);
    grant->scope_id = rows_id(rows, row, 3);
    grant->granted_by = rows_id(rows, row, 4);
    grant->granted_us = rows_time_us(rows, row, 5);
}

static struct status grant_only(const struct rows *rows, const char *grant_id, struct grant *ret_grant)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "grant %s", grant_id);
    grant_read(rows, 0, ret_grant);
    return OK;
}

struct status grant_find(struct tx *tx, const char *user_id, const char *role, const char *scope_id,
                         struct grant *ret_grant)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" GRANT_COLUMNS " from grants where user_id = $1 and role = $2"
                 " and scope_id is not distinct from $3::uuid and revoked_at is null",
                 db_id(user_id), db_text(role), db_id(scope_id)));
    return grant_only(rows, user_id, ret_grant);
}

struct status grant_insert(struct tx *tx, const struct grant *grant, struct grant *ret_grant, bool *ret_new)
{
    int64_t inserted;

    TRY(db_exec_count(
        tx, &inserted,
        "insert into grants (id, user_id, role, scope_id, granted_by, granted_at) values ($1, $2, $3, $4, $5, $6)"
        " on conflict do nothing",
        db_id(grant->id), db_id(grant->user_id), db_text(grant->role), db_id(grant->scope_id), db_id(grant->granted_by),
        db_time(grant->granted_us)));
    *ret_new = inserted == 1;
    if (*ret_new) {
        *ret_grant = *grant;
        return OK;
    }
    struct status held = grant_find(tx, grant->user_id, grant->role, grant->scope_id, ret_grant);

    return failed_with(held, NOT_HERE) ? fail(CONFLICT, "the role was taken back at the same moment") : held;
}

struct status grant_get(struct tx *tx, const char *grant_id, struct grant *ret_grant)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" GRANT_COLUMNS " from grants where id = $1 and revoked_at is null",
                 db_id(grant_id)));
    return grant_only(rows, grant_id, ret_grant);
}

struct status grant_lock(struct tx *tx, const char *grant_id, struct grant *ret_grant)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" GRANT_COLUMNS " from grants where id = $1 and revoked_at is null for update",
                 db_id(grant_id)));
    return grant_only(rows, grant_id, ret_grant);
}

struct status grant_revoke(struct tx *tx, const char *grant_id, const char *revoked_by, int64_t now_us)
{
    return db_exec(tx, "update grants set revoked_at = $3, revoked_by = $2 where id = $1", db_id(grant_id),
                   db_id(revoked_by), db_time(now_us));
}

struct status grant_list(struct tx *tx, struct arena *arena, const char *user_id, struct grant **ret_grants,
                         size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" GRANT_COLUMNS
                 " from grants where user_id = $1 and revoked_at is null order by granted_at, id",
                 db_id(user_id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_grants = arena_array(arena, struct grant, *ret_count + 1);
    for (size_t i = 0; i < *ret_count; i++)
        grant_read(rows, (int)i, &(*ret_grants)[i]);
    return OK;
}

struct status leadership_save(struct tx *tx, const char *user_id, const char *community_id, bool leads, int64_t version,
                              bool *ret_newer)
{
    int64_t saved;

    TRY(db_exec_count(
        tx, &saved,
        "insert into leaderships as l (user_id, community_id, leads, version) values ($1, $2, $3, $4)"
        " on conflict (user_id, community_id) do update set leads = $3, version = $4 where l.version < $4",
        db_id(user_id), db_id(community_id), db_bool(leads), db_int(version)));
    *ret_newer = saved == 1;
    return OK;
}
