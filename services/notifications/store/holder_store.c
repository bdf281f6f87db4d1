#include "notifications/store/holder_store.h"

struct status holder_save(struct tx *tx, const char *grant_id, const char *user_id, const char *role,
                          const char *scope_id, bool held)
{
    return db_exec(tx,
                   "insert into role_holders as h (grant_id, user_id, role, scope_id, held) values ($1, $2, $3, $4, $5)"
                   " on conflict (grant_id) do update set held = h.held and excluded.held",
                   db_id(grant_id), db_id(user_id), db_text(role), db_id(scope_id), db_bool(held));
}

struct status holder_list(struct tx *tx, const char *role, const char *scope_id, const char *const **ret_user_ids,
                          size_t *ret_count)
{
    const char **ids;
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select distinct user_id from role_holders where role = $1 and held"
                 " and (scope_id is null or scope_id = $2) order by user_id limit $3",
                 db_text(role), db_id(scope_id), db_int(HOLDERS_MAX)));
    *ret_count = (size_t)rows_count(rows);
    *ret_user_ids = ids = arena_array(tx_arena(tx), const char *, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        ids[row] = rows_id(rows, row, 0);
    return OK;
}
