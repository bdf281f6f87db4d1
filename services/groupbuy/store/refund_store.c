#include "groupbuy/store/refund_store.h"

struct status refund_insert(struct tx *tx, const struct refund *refund)
{
    return db_exec(
        tx, "insert into refunds (id, order_id, amount_fen, coupon_fen, reason, state) values ($1, $2, $3, $4, $5, $6)",
        db_id(refund->id), db_id(refund->order_id), db_int(refund->amount), db_int(refund->coupon),
        db_text(refund_reason_name(refund->reason)), db_text(refund_state_name(refund->state)));
}

#define REFUND_COLUMNS " id, order_id, amount_fen, coupon_fen, reason, state, wechat_refund_id, created_at, done_at "

static struct refund refund_read(const struct rows *rows, int row)
{
    return (struct refund){
        .id = rows_id(rows, row, 0),
        .order_id = rows_id(rows, row, 1),
        .amount = rows_int(rows, row, 2),
        .coupon = rows_int(rows, row, 3),
        .reason = refund_reason_of(rows_text(rows, row, 4)),
        .state = refund_state_of(rows_text(rows, row, 5)),
        .wechat_refund_id = rows_text(rows, row, 6),
        .created_us = rows_time_us(rows, row, 7),
        .done_us = rows_time_us(rows, row, 8),
    };
}

static struct status only_refund(const struct rows *rows, const char *refund_id, struct refund *ret_refund)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "refund %s", refund_id);
    *ret_refund = refund_read(rows, 0);
    return OK;
}

struct status refund_get(struct tx *tx, const char *refund_id, struct refund *ret_refund)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" REFUND_COLUMNS "from refunds where id = $1", db_id(refund_id)));
    return only_refund(rows, refund_id, ret_refund);
}

struct status refund_lock(struct tx *tx, const char *refund_id, struct refund *ret_refund)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" REFUND_COLUMNS "from refunds where id = $1 for update", db_id(refund_id)));
    return only_refund(rows, refund_id, ret_refund);
}

struct status refund_save(struct tx *tx, const struct refund *refund)
{
    return db_exec(tx, "update refunds set state = $2, wechat_refund_id = nullif($3, ''), done_at = $4 where id = $1",
                   db_id(refund->id), db_text(refund_state_name(refund->state)), db_text(refund->wechat_refund_id),
                   db_time(refund->done_us));
}

struct status refund_list_ask(struct tx *tx, const char *const *order_ids, size_t orders_count, struct rows **ret_rows)
{
    return db_ask(tx, ret_rows, "select" REFUND_COLUMNS "from refunds where order_id = any ($1::uuid[]) order by id",
                  db_texts(order_ids, orders_count));
}

size_t refund_list_read(struct arena *arena, const struct rows *rows, struct refund **ret_refunds)
{
    struct refund *refunds = arena_array(arena, struct refund, (size_t)rows_count(rows));

    for (int row = 0; row < rows_count(rows); row++)
        refunds[row] = refund_read(rows, row);
    *ret_refunds = refunds;
    return (size_t)rows_count(rows);
}
