#include "groupbuy/store/news_store.h"

struct status looker_add(struct tx *tx, const char *round_id, const char *user_id)
{
    return db_exec(tx, "insert into round_lookers (round_id, user_id) values ($1, $2) on conflict do nothing",
                   db_id(round_id), db_id(user_id));
}

#define LIVE   "(e.counts or o.status = 'PENDING_PAYMENT')"
#define ORDERS " round_entries e join orders o on o.id = e.order_id "
#define WITHOUT_ORDER                                                                                                  \
    " not exists (select from" ORDERS "where e.round_id = k.round_id and e.user_id = k.user_id and " LIVE ") "
#define LOOKERS   " select k.user_id from round_lookers k where k.round_id = $1 "
#define ORDERERS  " select e.user_id from" ORDERS "where e.round_id = $1 and " LIVE
#define FOLLOWERS " select f.user_id from leader_followers f where f.leader_id = $4 "
#define OF_ROUND  " and $4::uuid is not null "

struct status lookers_count(struct tx *tx, const char *round_id, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from round_lookers k where k.round_id = $1 and" WITHOUT_ORDER,
                 db_id(round_id)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

#define TAKE(people)                                                                                                   \
    "insert into round_told (round_id, news, user_id) select $1, $2, p.user_id from (" people ") p"                    \
    " where not exists (select from round_told t where t.round_id = $1 and t.news = $2 and t.user_id = p.user_id)"     \
    " order by p.user_id limit $3 on conflict do nothing returning user_id"

static const char *const takes[] = {
    [NEWS_OPENED] = TAKE(FOLLOWERS "union" LOOKERS),
    [NEWS_STEP] = TAKE(LOOKERS OF_ROUND "union" ORDERERS),
    [NEWS_MINIMUM] = TAKE(LOOKERS OF_ROUND "union" ORDERERS),
    [NEWS_ENDING] = TAKE(LOOKERS OF_ROUND "and" WITHOUT_ORDER),
    [NEWS_UNPAID] =
        TAKE("select distinct e.user_id from" ORDERS "where e.round_id = $1 and o.status = 'PENDING_PAYMENT'"
             " and o.pay_by > now()" OF_ROUND),
    [NEWS_EXTENDED] = TAKE(LOOKERS OF_ROUND "union" ORDERERS),
    [NEWS_CANCELLED] = TAKE(LOOKERS "union" ORDERERS "union select $4::uuid"),
};

struct status news_take(struct tx *tx, const struct round *round, enum news_kind kind, const char *news, int limit,
                        const char *const **ret_user_ids, size_t *ret_count)
{
    const char **users;
    struct rows *rows;

    TRY(db_query(tx, &rows, takes[kind], db_id(round->id), db_text(news), db_int(limit), db_id(round->leader_id)));
    users = arena_array(tx_arena(tx), const char *, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        users[row] = rows_id(rows, row, 0);
    *ret_user_ids = users;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status news_forget(struct tx *tx, const char *round_id)
{
    TRY(db_exec(tx, "delete from round_told where round_id = $1 and news <> 'CANCELLED'", db_id(round_id)));
    return db_exec(tx, "delete from round_lookers where round_id = $1", db_id(round_id));
}

struct status steps_reached_by(struct tx *tx, const char *order_id, struct step_reached **ret_steps, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select s.item_id, s.from_units from round_counted c join round_items i on i.id = c.item_id"
                 " join round_steps s on s.item_id = i.id where c.order_id = $1 and i.paid_units >= s.from_units"
                 " and i.paid_units - c.units < s.from_units",
                 db_id(order_id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_steps = arena_array(tx_arena(tx), struct step_reached, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_steps)[row] = (struct step_reached){ rows_id(rows, row, 0), rows_int(rows, row, 1) };
    return OK;
}

struct status minimum_is_awaited(struct tx *tx, const char *order_id, bool *ret_awaited)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select from round_entries e join rounds r on r.id = e.round_id where e.order_id = $1"
                 " and r.minimum_fen > 0 and not exists (select from round_told t where t.round_id = r.id"
                 "  and t.news = 'MINIMUM')",
                 db_id(order_id)));
    *ret_awaited = rows_count(rows) > 0;
    return OK;
}
