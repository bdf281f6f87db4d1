#include "groupbuy/store/presale_store.h"

#include "wechat/shipping.h"

#define NOTE_WHAT_COMES_LATE                                                                                           \
    "insert into presales (order_id, transaction_id, ready_at) select o.id, p.transaction_id, r.ready_at"              \
    " from orders o join payments p on p.order_id = o.id join rounds r on r.id = o.round_id"                           \
    " where p.state = 'PAID' and p.amount_fen > 0 and p.transaction_id <> ''"                                          \
    " and r.ready_at > p.paid_at + $2 * interval '1 s'"

struct status presale_insert(struct tx *tx, const char *order_id, bool *ret_new)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected, NOTE_WHAT_COMES_LATE " and o.id = $1 on conflict (order_id) do nothing",
                      db_id(order_id), db_int(WECHAT_PRESALE_AFTER_S)));
    *ret_new = affected > 0;
    return OK;
}

struct status presale_insert_of_round(struct tx *tx, const char *round_id, int limit, const char ***ret_order_ids,
                                      size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 NOTE_WHAT_COMES_LATE
                 " and o.status = 'WAITING_CUTOFF' and o.id in (select e.order_id from round_entries e"
                 "  where e.round_id = $1 and e.counts)"
                 " and not exists (select from presales s where s.order_id = o.id"
                 "  and (s.ready_at >= r.ready_at or s.state = 'REFUSED'))"
                 " order by o.id limit $3 on conflict (order_id) do update set ready_at = excluded.ready_at,"
                 " state = 'WAITING', done_at = null where presales.ready_at < excluded.ready_at"
                 " and presales.state <> 'REFUSED' returning order_id",
                 db_id(round_id), db_int(WECHAT_PRESALE_AFTER_S), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_order_ids = arena_array(tx_arena(tx), const char *, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_order_ids)[row] = rows_id(rows, row, 0);
    return OK;
}

struct status presale_lock(struct tx *tx, const char *order_id, struct presale *ret_presale)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select order_id, transaction_id, ready_at, state = 'WAITING' from presales where order_id = $1"
                 " for update",
                 db_id(order_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "presale of order %s", order_id);
    *ret_presale = (struct presale){ .order_id = rows_id(rows, 0, 0),
                                     .transaction_id = rows_text(rows, 0, 1),
                                     .ready_us = rows_time_us(rows, 0, 2),
                                     .waits = rows_bool(rows, 0, 3) };
    return OK;
}

struct status presale_tried(struct tx *tx, const char *order_id)
{
    return db_exec(tx, "update presales set tries = tries + 1 where order_id = $1", db_id(order_id));
}

struct status presale_end(struct tx *tx, const char *order_id, const char *refused)
{
    return db_exec(tx,
                   "update presales set state = case $2 when '' then 'DONE' else 'REFUSED' end, refused_why = $2,"
                   " done_at = case $2 when '' then now() end where order_id = $1",
                   db_id(order_id), db_text(refused));
}
