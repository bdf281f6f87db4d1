#include "groupbuy/store/reminder_store.h"

struct status reminder_add(struct tx *tx, const char *campaign_id, const char *user_id, bool starting, bool ending)
{
    return db_exec(tx,
                   "insert into campaign_reminders (campaign_id, user_id, starting_told_at, ending_told_at)"
                   " values ($1, $2, case when $3 then now() end, case when $4 then now() end)"
                   " on conflict (campaign_id, user_id) do nothing",
                   db_id(campaign_id), db_id(user_id), db_bool(starting), db_bool(ending));
}

struct status reminder_remove(struct tx *tx, const char *campaign_id, const char *user_id)
{
    return db_exec(tx, "delete from campaign_reminders where campaign_id = $1 and user_id = $2", db_id(campaign_id),
                   db_id(user_id));
}

static void read_users(struct tx *tx, const struct rows *rows, const char *const **ret_user_ids, size_t *ret_count)
{
    const char **users = arena_array(tx_arena(tx), const char *, (size_t)rows_count(rows));

    for (int row = 0; row < rows_count(rows); row++)
        users[row] = rows_id(rows, row, 0);
    *ret_user_ids = users;
    *ret_count = (size_t)rows_count(rows);
}

struct status reminder_take_starting(struct tx *tx, const char *campaign_id, int limit,
                                     const char *const **ret_user_ids, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "update campaign_reminders set starting_told_at = now() where campaign_id = $1 and user_id in"
                 " (select user_id from campaign_reminders where campaign_id = $1 and starting_told_at is null"
                 "  order by user_id limit $2 for update) returning user_id",
                 db_id(campaign_id), db_int(limit)));
    read_users(tx, rows, ret_user_ids, ret_count);
    return OK;
}

struct status reminder_take_ending(struct tx *tx, const char *campaign_id, int limit, const char *const **ret_user_ids,
                                   size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "update campaign_reminders set ending_told_at = now() where campaign_id = $1 and user_id in"
                 " (select user_id from campaign_reminders r where campaign_id = $1 and ending_told_at is null"
                 "  and not exists (select from campaign_buyers b where b.campaign_id = $1 and b.user_id = r.user_id"
                 "   and b.held > 0) order by user_id limit $2 for update) returning user_id",
                 db_id(campaign_id), db_int(limit)));
    read_users(tx, rows, ret_user_ids, ret_count);
    return OK;
}
