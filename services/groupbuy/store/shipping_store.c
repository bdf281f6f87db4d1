#include "groupbuy/store/shipping_store.h"

#define SHIPPING_COLUMNS                                                                                               \
    " s.order_id, s.state, s.kind, s.transaction_id, s.payer_openid, s.item, s.carrier, s.tracking_number,"            \
    " s.receiver_phone, s.shipped_at, s.tries, s.told_at, s.refused_why, s.reminded_at, s.settles_at, s.received_at,"  \
    " s.settled_at "
/* An order that is over needs no goods. */
#define MAY_BE_SHIPPED                                                                                                 \
    " (s.state <> 'UNSHIPPED' or exists (select from orders o where o.id = s.order_id"                                 \
    " and o.status not in ('CANCELLED', 'REFUNDED'))) "

static struct shipping_info shipping_read(const struct rows *rows, int row)
{
    return (struct shipping_info){
        .order_id = rows_id(rows, row, 0),
        .state = shipping_state_of(rows_text(rows, row, 1)),
        .kind = shipping_kind_of(rows_text(rows, row, 2)),
        .transaction_id = rows_text(rows, row, 3),
        .payer_openid = rows_text(rows, row, 4),
        .item = rows_text(rows, row, 5),
        .carrier = rows_text(rows, row, 6),
        .tracking_number = rows_text(rows, row, 7),
        .receiver_phone = rows_text(rows, row, 8),
        .shipped_us = rows_time_us(rows, row, 9),
        .tries = rows_int(rows, row, 10),
        .told_us = rows_time_us(rows, row, 11),
        .refused_why = rows_text(rows, row, 12),
        .reminded_us = rows_time_us(rows, row, 13),
        .settles_us = rows_time_us(rows, row, 14),
        .received_us = rows_time_us(rows, row, 15),
        .settled_us = rows_time_us(rows, row, 16),
    };
}

/* ---- what is told ---- */

struct status shipping_insert(struct tx *tx, const char *order_id, enum shipping_kind kind, const char *item,
                              bool *ret_new)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected,
                      "insert into shipping_infos as s (order_id, state, kind, transaction_id, payer_openid, item,"
                      " carrier, tracking_number, receiver_phone, shipped_at)"
                      " select p.order_id, 'WAITING', $2, p.transaction_id, p.payer_openid, $3,"
                      " coalesce(d.carrier, ''), coalesce(d.tracking_number, ''), coalesce(d.phone_masked, ''), now()"
                      " from payments p left join order_deliveries d on d.order_id = p.order_id"
                      " where p.order_id = $1 and p.state = 'PAID' and p.amount_fen > 0 and p.transaction_id <> ''"
                      " on conflict (order_id) do update set state = 'WAITING', kind = excluded.kind,"
                      " item = excluded.item, carrier = excluded.carrier, tracking_number = excluded.tracking_number,"
                      " receiver_phone = excluded.receiver_phone, shipped_at = now() where s.state = 'UNSHIPPED'",
                      db_id(order_id), db_text(shipping_kind_name(kind)), db_text(item)));
    *ret_new = affected > 0;
    return OK;
}

struct status shipping_lock(struct tx *tx, const char *order_id, struct shipping_info *ret_info)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" SHIPPING_COLUMNS "from shipping_infos s where s.order_id = $1 for update",
                 db_id(order_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "shipping info of order %s", order_id);
    *ret_info = shipping_read(rows, 0);
    return OK;
}

struct status shipping_tried(struct tx *tx, const char *order_id)
{
    return db_exec(tx, "update shipping_infos set tries = tries + 1 where order_id = $1", db_id(order_id));
}

struct status shipping_end(struct tx *tx, const char *order_id, const char *refused)
{
    return db_exec(tx,
                   "update shipping_infos set state = case $2 when '' then 'TOLD' else 'REFUSED' end, refused_why = $2,"
                   " told_at = case $2 when '' then now() end where order_id = $1",
                   db_id(order_id), db_text(refused));
}

/* ---- what WeChat tells ---- */

struct status shipping_remind(struct tx *tx, const char *order_id, const char *transaction_id)
{
    return db_exec(tx,
                   "insert into shipping_infos (order_id, state, transaction_id, payer_openid, reminded_at)"
                   " select order_id, 'UNSHIPPED', transaction_id, payer_openid, now() from payments"
                   " where order_id = $1 and transaction_id = $2 and state = 'PAID'"
                   " on conflict (order_id) do update set reminded_at = now()",
                   db_id(order_id), db_text(transaction_id));
}

static struct db_param moment(int64_t unix_us)
{
    return unix_us ? db_time(unix_us) : db_null();
}

struct status shipping_note(struct tx *tx, const char *order_id, const char *transaction_id, int64_t settles_us,
                            int64_t received_us, int64_t settled_us, bool *ret_ours)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected,
                      "update shipping_infos set settles_at = coalesce($3, settles_at),"
                      " received_at = coalesce($4, received_at), settled_at = coalesce($5, settled_at)"
                      " where order_id = $1 and transaction_id = $2",
                      db_id(order_id), db_text(transaction_id), moment(settles_us), moment(received_us),
                      moment(settled_us)));
    *ret_ours = affected > 0;
    return OK;
}

/* ---- what is shown ---- */

struct status shipping_list(struct tx *tx, enum shipping_state state, const char *after, int limit,
                            struct shipping_info **ret_infos, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" SHIPPING_COLUMNS "from shipping_infos s where s.state = $3"
                 " and s.order_id < " DB_BEFORE("$1") " and" MAY_BE_SHIPPED "order by s.order_id desc limit $2",
                 db_id(after), db_int(limit), db_text(shipping_state_name(state))));
    *ret_count = (size_t)rows_count(rows);
    *ret_infos = arena_array(tx_arena(tx), struct shipping_info, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_infos)[row] = shipping_read(rows, row);
    return OK;
}

struct status shipping_count(struct tx *tx, int64_t ret_counts[SHIPPING_STATES])
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select s.state, count(*) from shipping_infos s where s.state in ('UNSHIPPED', 'WAITING')"
                 " and" MAY_BE_SHIPPED "group by s.state"));
    for (int state = 0; state < SHIPPING_STATES; state++)
        ret_counts[state] = 0;
    for (int row = 0; row < rows_count(rows); row++)
        ret_counts[shipping_state_of(rows_text(rows, row, 0))] = rows_int(rows, row, 1);
    return OK;
}
