#include "groupbuy/store/member_store.h"

struct status member_save(struct tx *tx, const char *group_id, const char *user_id, bool member, int64_t version)
{
    return db_exec(tx,
                   "insert into members as m (group_id, user_id, member, version) values ($1, $2, $3, $4)"
                   " on conflict (group_id, user_id) do update set member = $3, version = $4 where m.version < $4",
                   db_id(group_id), db_id(user_id), db_bool(member), db_int(version));
}

struct status members_learn(struct tx *tx, const char *group_id, const char *const *user_ids, size_t count)
{
    return db_exec(tx,
                   "insert into members (group_id, user_id, member, version)"
                   " select $1, u, true, 0 from unnest($2::uuid[]) as u order by u on conflict do nothing",
                   db_id(group_id), db_texts(user_ids, count));
}

/* One look into the index for each. */
struct status members_find(struct tx *tx, const char *group_id, const char *const *user_ids, size_t count,
                           bool *ret_members)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select (select member from members where group_id = $1 and user_id = g.user_id)"
                 " from unnest($2::uuid[]) with ordinality as g (user_id, i) order by g.i",
                 db_id(group_id), db_texts(user_ids, count)));
    for (int row = 0; row < rows_count(rows); row++)
        ret_members[row] = rows_bool(rows, row, 0);
    return OK;
}

struct status member_level_save(struct tx *tx, const char *user_id, int32_t level, int64_t version)
{
    return db_exec(tx,
                   "insert into member_levels as m (user_id, level, version) values ($1, $2, $3)"
                   " on conflict (user_id) do update set level = $2, version = $3 where m.version < $3",
                   db_id(user_id), db_int(level), db_int(version));
}

struct status member_levels_find(struct tx *tx, const char *const *user_ids, size_t count, int32_t *ret_levels)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select (select level from member_levels where user_id = g.user_id)"
                 " from unnest($1::uuid[]) with ordinality as g (user_id, i) order by g.i",
                 db_texts(user_ids, count)));
    for (int row = 0; row < rows_count(rows); row++)
        ret_levels[row] = (int32_t)rows_int(rows, row, 0);
    return OK;
}
