#include "groupbuy/store/household_store.h"

#include "groupbuy/leaders.h"

struct status household_name(struct tx *tx, const char *buyer_id, const char *member_id)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "with known as (select user_id from people where user_id = $2), named as ("
                 " insert into household_members (buyer_id, member_id) select $1, user_id from known"
                 " on conflict do nothing) select 1 from known",
                 db_id(buyer_id), db_id(member_id)));
    return rows_count(rows) ? OK : fail(PERSON_UNKNOWN, "user %s", member_id);
}

struct status household_count(struct tx *tx, const char *buyer_id, const char *member_id, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from household_members where buyer_id = $1 and member_id <> $2",
                 db_id(buyer_id), db_id(member_id)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

struct status household_agree(struct tx *tx, const char *buyer_id, const char *member_id)
{
    int64_t agreed;

    TRY(db_exec_count(tx, &agreed,
                      "update household_members set agreed_at = coalesce(agreed_at, now())"
                      " where buyer_id = $1 and member_id = $2",
                      db_id(buyer_id), db_id(member_id)));
    return agreed ? OK : fail(NOT_HERE, "user %s was not named by %s", member_id, buyer_id);
}

struct status household_end(struct tx *tx, const char *buyer_id, const char *member_id)
{
    return db_exec(tx, "delete from household_members where buyer_id = $1 and member_id = $2", db_id(buyer_id),
                   db_id(member_id));
}

#define HOUSEHOLD_COLUMNS                                                                                              \
    " h.buyer_id, h.member_id, coalesce(p.nickname, ''), coalesce(p.avatar_url, ''), h.named_at, h.agreed_at"          \
    " from household_members h left join people p on p.user_id = "

struct status household_list(struct tx *tx, const char *user_id, bool of_buyer, int limit,
                             struct household_member **ret_members, size_t *ret_count)
{
    struct rows *rows;

    if (of_buyer)
        TRY(db_query(tx, &rows, "select" HOUSEHOLD_COLUMNS "h.member_id where h.buyer_id = $1 order by 2 limit $2",
                     db_id(user_id), db_int(limit)));
    else
        TRY(db_query(tx, &rows, "select" HOUSEHOLD_COLUMNS "h.buyer_id where h.member_id = $1 order by 1 limit $2",
                     db_id(user_id), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_members = arena_array(tx_arena(tx), struct household_member, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_members)[row] = (struct household_member){
            .buyer_id = rows_id(rows, row, 0),
            .member_id = rows_id(rows, row, 1),
            .nickname = rows_text(rows, row, 2),
            .avatar_url = rows_text(rows, row, 3),
            .named_us = rows_time_us(rows, row, 4),
            .agreed_us = rows_time_us(rows, row, 5),
        };
    return OK;
}

struct status household_owners(struct tx *tx, const char *user_id, const char *const **ret_ids, size_t *ret_count)
{
    const char **ids;
    struct rows *rows;

    TRY(db_query(tx, &rows, "select buyer_id from household_members where member_id = $1 and agreed_at is not null",
                 db_id(user_id)));
    *ret_count = (size_t)rows_count(rows) + 1;
    ids = arena_array(tx_arena(tx), const char *, *ret_count);
    ids[0] = user_id;
    for (int row = 0; row < rows_count(rows); row++)
        ids[row + 1] = rows_id(rows, row, 0);
    *ret_ids = ids;
    return OK;
}
