#include "groupbuy/store/order_store.h"

#include "groupbuy/store/line_store.h"
#include "groupbuy/store/merchant_store.h"

#define ORDER_COLUMNS                                                                                                  \
    " o.id, o.user_id, o.kind, o.campaign_id, o.team_id, o.bucket, o.quantity, o.amount_fen, o.coupon_id,"             \
    " o.coupon_discount_fen, o.refunded_fen, o.status, o.version, o.created_at, o.pay_by, o.paid_at, o.cancelled_at,"  \
    " o.cancel_reason, o.link_key, o.touched_at, o.first_link_key, o.first_touched_at, o.channel, o.circle_id,"        \
    " o.post_id, o.sharer_id, o.first_sharer_id, c.title, coalesce(c.product_title, (select l.product_title from"      \
    " order_lines l where l.order_id = o.id and l.position = 0)), o.round_id, o.delivery, o.points_used,"              \
    " o.points_discount_fen, o.shipped_at, o.confirm_by, o.fulfilled_at, o.complete_by, o.completed_at,"               \
    " o.after_sales_open, o.late_payment, o.in_cash, c.buyers, o.merchant_id, o.broadcast_id, o.first_broadcast_id "
#define ORDER_FROM "from orders o left join campaigns c on c.id = o.campaign_id "

static struct order order_read(const struct rows *rows, int row)
{
    return (struct order){
        .id = rows_id(rows, row, 0),
        .user_id = rows_id(rows, row, 1),
        .kind = campaign_kind_of(rows_text(rows, row, 2)),
        .campaign_id = rows_id(rows, row, 3),
        .team_id = rows_id(rows, row, 4),
        .bucket = (int)rows_int(rows, row, 5),
        .quantity = (int32_t)rows_int(rows, row, 6),
        .amount = rows_int(rows, row, 7),
        .coupon_id = rows_id(rows, row, 8),
        .coupon_discount = rows_int(rows, row, 9),
        .refunded = rows_int(rows, row, 10),
        .status = order_status_of(rows_text(rows, row, 11)),
        .version = rows_int(rows, row, 12),
        .created_us = rows_time_us(rows, row, 13),
        .pay_by_us = rows_time_us(rows, row, 14),
        .paid_us = rows_time_us(rows, row, 15),
        .cancelled_us = rows_time_us(rows, row, 16),
        .cancel_reason = cancel_reason_of(rows_text(rows, row, 17)),
        .source = { .link_key = rows_text(rows, row, 18),
                    .touched_us = rows_time_us(rows, row, 19),
                    .first_link_key = rows_text(rows, row, 20),
                    .first_touched_us = rows_time_us(rows, row, 21),
                    .channel = rows_text(rows, row, 22),
                    .circle_id = rows_id(rows, row, 23),
                    .post_id = rows_id(rows, row, 24),
                    .broadcast_id = rows_id(rows, row, 43),
                    .first_broadcast_id = rows_id(rows, row, 44) },
        .sharer_id = rows_id(rows, row, 25),
        .first_sharer_id = rows_id(rows, row, 26),
        .campaign_title = rows_text(rows, row, 27),
        .product_title = rows_text(rows, row, 28),
        .round_id = rows_id(rows, row, 29),
        .delivery = delivery_of(rows_text(rows, row, 30)),
        .points = rows_int(rows, row, 31),
        .points_discount = rows_int(rows, row, 32),
        .shipped_us = rows_time_us(rows, row, 33),
        .confirm_by_us = rows_time_us(rows, row, 34),
        .fulfilled_us = rows_time_us(rows, row, 35),
        .complete_by_us = rows_time_us(rows, row, 36),
        .completed_us = rows_time_us(rows, row, 37),
        .after_sales_open = (int32_t)rows_int(rows, row, 38),
        .late_payment = late_payment_of(rows_text(rows, row, 39)),
        .buyers = buyers_of(rows_text(rows, row, 41)),
        .in_cash = rows_bool(rows, row, 40),
        .merchant_id = rows_text(rows, row, 42),
    };
}

struct status order_insert(struct tx *tx, struct order *order, struct order_line *lines, size_t count,
                           const char *actor)
{
    struct rows *rows;

    TRY(merchant_of_lines(tx, lines, count, order->community_id, &order->merchant_id));
    TRY(db_query(
        tx, &rows,
        "insert into orders (id, user_id, kind, campaign_id, team_id, bucket, quantity, amount_fen, coupon_id,"
        " coupon_discount_fen, pay_by, link_key, touched_at, first_link_key, first_touched_at, channel,"
        " circle_id, post_id, sharer_id, first_sharer_id, moved_by, moved_why, round_id, delivery, points_used,"
        " points_discount_fen, late_payment, in_cash, merchant_id, broadcast_id, first_broadcast_id)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
        " (select sharer_id from links where link_key = $12),"
        " (select sharer_id from links where link_key = $14), $19, 'placed', $20, $21, $22, $23,"
        " nullif($24, ''), $25, $26, $27, $28)"
        " returning sharer_id, first_sharer_id",
        db_id(order->id), db_id(order->user_id), db_text(campaign_kind_name(order->kind)), db_id(order->campaign_id),
        db_id(order->team_id), db_int(order->bucket), db_int(order->quantity), db_int(order->amount),
        db_id(order->coupon_id), db_int(order->coupon_discount), db_time(order->pay_by_us),
        db_text(order->source.link_key), db_time(order->source.touched_us), db_text(order->source.first_link_key),
        db_time(order->source.first_touched_us), db_text(order->source.channel), db_id(order->source.circle_id),
        db_id(order->source.post_id), db_text(actor), db_id(order->round_id), db_text(delivery_name(order->delivery)),
        db_int(order->points), db_int(order->points_discount), db_text(late_payment_name(order->late_payment)),
        db_bool(order->in_cash), db_text(order->merchant_id), db_id(order->source.broadcast_id),
        db_id(order->source.first_broadcast_id)));
    order->sharer_id = rows_id(rows, 0, 0);
    order->first_sharer_id = rows_id(rows, 0, 1);
    order->status = ORDER_PENDING_PAYMENT;
    order->version = 1;
    return lines_insert(tx, order->id, lines, count);
}

static struct status only_order(const struct rows *rows, const char *order_id, struct order *ret_order)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "order %s", order_id);
    *ret_order = order_read(rows, 0);
    return OK;
}

struct status order_get(struct tx *tx, const char *order_id, const char *user_id, struct order *ret_order)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" ORDER_COLUMNS ORDER_FROM "where o.id = $1 and ($2::uuid is null or o.user_id = $2)",
                 db_id(order_id), db_id(user_id)));
    return only_order(rows, order_id, ret_order);
}

struct status order_lock(struct tx *tx, const char *order_id, const char *user_id, struct order *ret_order)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" ORDER_COLUMNS ORDER_FROM
                 "where o.id = $1 and ($2::uuid is null or o.user_id = $2) for update of o",
                 db_id(order_id), db_id(user_id)));
    return only_order(rows, order_id, ret_order);
}

static void read_all(struct tx *tx, const struct rows *rows, struct order **ret_orders, size_t *ret_count)
{
    struct order *orders = arena_array(tx_arena(tx), struct order, (size_t)rows_count(rows));

    for (int row = 0; row < rows_count(rows); row++)
        orders[row] = order_read(rows, row);
    *ret_orders = orders;
    *ret_count = (size_t)rows_count(rows);
}

struct status order_lock_of_team(struct tx *tx, const char *team_id, enum order_status status,
                                 struct order **ret_orders, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" ORDER_COLUMNS ORDER_FROM
                 "where o.team_id = $1 and o.status = $2 order by o.id for update of o",
                 db_id(team_id), db_text(order_status_name(status))));
    read_all(tx, rows, ret_orders, ret_count);
    return OK;
}

struct status order_move(struct tx *tx, struct order *order, const struct order_step *step)
{
    int64_t moved;

    if (!order_may_move(order->status, step->to))
        return fail(INTERNAL, "order %s may not go from %s to %s", order->id, order_status_name(order->status),
                    order_status_name(step->to));
    /* A version has one status; naming the status, too, would lead the planner to the index of the unpaid. */
    TRY(db_exec_count(tx, &moved,
                      "update orders set status = $3, version = version + 1, moved_by = $4, moved_why = $5,"
                      " paid_at = coalesce($6, paid_at),"
                      " cancelled_at = case when $7 <> '' then now() else cancelled_at end,"
                      " cancel_reason = case when $7 <> '' then $7 else cancel_reason end,"
                      " refunded_fen = refunded_fen + $8, shipped_at = coalesce($9, shipped_at),"
                      " confirm_by = coalesce($10, confirm_by), fulfilled_at = coalesce($11, fulfilled_at),"
                      " complete_by = coalesce($12, complete_by), completed_at = coalesce($13, completed_at)"
                      " where id = $1 and version = $2",
                      db_id(order->id), db_int(order->version), db_text(order_status_name(step->to)),
                      db_text(step->actor), db_text(step->why), db_time(step->paid_us),
                      db_text(cancel_reason_name(step->cancel_reason)), db_int(step->refunded),
                      db_time(step->shipped_us), db_time(step->confirm_by_us), db_time(step->fulfilled_us),
                      db_time(step->complete_by_us), db_time(step->completed_us)));
    if (moved != 1)
        return fail(CONFLICT, "order %s has moved meanwhile", order->id);
    order->status = step->to;
    order->version++;
    order->paid_us = step->paid_us ? step->paid_us : order->paid_us;
    order->cancel_reason = step->cancel_reason ? step->cancel_reason : order->cancel_reason;
    order->refunded += step->refunded;
    order->shipped_us = step->shipped_us ? step->shipped_us : order->shipped_us;
    order->confirm_by_us = step->confirm_by_us ? step->confirm_by_us : order->confirm_by_us;
    order->fulfilled_us = step->fulfilled_us ? step->fulfilled_us : order->fulfilled_us;
    order->complete_by_us = step->complete_by_us ? step->complete_by_us : order->complete_by_us;
    order->completed_us = step->completed_us ? step->completed_us : order->completed_us;
    return OK;
}

struct status order_note_refund(struct tx *tx, struct order *order, fen refunded)
{
    TRY(db_exec(tx, "update orders set refunded_fen = refunded_fen + $2, version = version + 1 where id = $1",
                db_id(order->id), db_int(refunded)));
    order->refunded += refunded;
    order->version++;
    return OK;
}

struct status order_note_after_sale(struct tx *tx, struct order *order, int change)
{
    TRY(db_exec(tx, "update orders set after_sales_open = after_sales_open + $2, version = version + 1 where id = $1",
                db_id(order->id), db_int(change)));
    order->after_sales_open += change;
    order->version++;
    return OK;
}

struct status order_note_payment(struct tx *tx, struct order *order, int64_t paid_us)
{
    TRY(db_exec(tx, "update orders set paid_at = $2, version = version + 1 where id = $1", db_id(order->id),
                db_time(paid_us)));
    order->paid_us = paid_us;
    order->version++;
    return OK;
}

struct status order_change_team(struct tx *tx, struct order *order, const char *team_id)
{
    int64_t moved;

    TRY(db_exec_count(tx, &moved,
                      "update orders set team_id = $3, version = version + 1 where id = $1 and version = $2",
                      db_id(order->id), db_int(order->version), db_id(team_id)));
    if (moved != 1)
        return fail(CONFLICT, "order %s has moved meanwhile", order->id);
    order->team_id = team_id;
    order->version++;
    return OK;
}

struct status order_change_round(struct tx *tx, struct order *order, const char *round_id)
{
    int64_t moved;

    TRY(db_exec_count(tx, &moved,
                      "update orders set round_id = $3, version = version + 1 where id = $1 and version = $2",
                      db_id(order->id), db_int(order->version), db_id(round_id)));
    if (moved != 1)
        return fail(CONFLICT, "order %s has moved meanwhile", order->id);
    order->round_id = round_id;
    order->version++;
    return OK;
}

struct status order_list(struct tx *tx, const char *user_id, enum order_status status, const char *after, int limit,
                         struct order **ret_orders, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" ORDER_COLUMNS ORDER_FROM "where o.user_id = $1 and ($2 = 'NONE' or o.status = $2)"
                 " and o.id < " DB_BEFORE("$3") " order by o.id desc limit $4",
                 db_id(user_id), db_text(order_status_name(status)), db_id(after), db_int(limit)));
    read_all(tx, rows, ret_orders, ret_count);
    return OK;
}

struct status order_list_of(struct tx *tx, const char *const *order_ids, size_t orders_count, struct order **ret_orders,
                            size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" ORDER_COLUMNS ORDER_FROM "where o.id = any ($1::uuid[]) order by o.id desc",
                 db_texts(order_ids, orders_count)));
    read_all(tx, rows, ret_orders, ret_count);
    return OK;
}

static void read_ids(struct tx *tx, const struct rows *rows, const char *const **ret_ids, size_t *ret_count)
{
    const char **ids = arena_array(tx_arena(tx), const char *, (size_t)rows_count(rows));

    for (int row = 0; row < rows_count(rows); row++)
        ids[row] = rows_id(rows, row, 0);
    *ret_ids = ids;
    *ret_count = (size_t)rows_count(rows);
}

struct status order_list_unpaid_of_campaign(struct tx *tx, const char *campaign_id, int limit,
                                            const char *const **ret_ids, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select id from orders where campaign_id = $1 and status = 'PENDING_PAYMENT' order by id limit $2",
                 db_id(campaign_id), db_int(limit)));
    read_ids(tx, rows, ret_ids, ret_count);
    return OK;
}

/* By its buyers: orders have no index of their campaigns, which the flash path would pay for. */
struct status order_list_paid_of_campaign(struct tx *tx, const char *campaign_id, int limit,
                                          const char *const **ret_ids, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select o.id from campaign_buyers b join orders o on o.user_id = b.user_id and o.campaign_id ="
                 " b.campaign_id left join payments p on p.order_id = o.id where b.campaign_id = $1 and b.held > 0"
                 " and o.status not in ('PENDING_PAYMENT', 'CANCELLED', 'REFUNDED') and p.state = 'PAID'"
                 " and (p.refunding_fen < p.amount_fen or p.amount_fen = 0) order by o.id limit $2",
                 db_id(campaign_id), db_int(limit)));
    read_ids(tx, rows, ret_ids, ret_count);
    return OK;
}

struct status order_add_close_jobs(struct tx *tx, int limit)
{
    return db_exec(tx,
                   "insert into jobs (id, kind, key, run_at, payload)"
                   " select gen_random_uuid(), 'close_unpaid', replace(o.id::text, '-', ''), now(), ''"
                   " from orders o where o.status = 'PENDING_PAYMENT' and o.pay_by <= now()"
                   " and not exists (select from jobs j where j.kind = 'close_unpaid'"
                   "  and j.key = replace(o.id::text, '-', ''))"
                   " order by o.pay_by limit $1 on conflict (kind, key) do nothing",
                   db_int(limit));
}

struct status order_add_expiring_jobs(struct tx *tx, int64_t lead_s, int limit)
{
    return db_exec(
        tx,
        "with watch as (select told_pay_by, told_id from unpaid_watch for update skip locked),"
        " due as (select o.id, o.pay_by from watch w, orders o where o.status = 'PENDING_PAYMENT'"
        "  and o.pay_by >= w.told_pay_by and (o.pay_by, o.id) > (w.told_pay_by, w.told_id)"
        "  and o.pay_by <= now() + make_interval(secs => $1) and o.pay_by - o.created_at >= make_interval(secs => 2 * $1)"
        "  order by o.pay_by, o.id limit $2),"
        " added as (insert into jobs (id, kind, key, run_at, payload) select gen_random_uuid(), 'tell_expiring',"
        "  replace(id::text, '-', ''), now(), '' from due on conflict (kind, key) do nothing)"
        " update unpaid_watch set (told_pay_by, told_id) = (select pay_by, id from (select pay_by, id from due"
        "  union all select now() + make_interval(secs => $1), 'ffffffff-ffff-ffff-ffff-ffffffffffff'"
        "  where (select count(*) from due) < $2) reached order by pay_by desc, id desc limit 1)"
        " from watch",
        db_int(lead_s), db_int(limit));
}

struct status order_add_due_jobs(struct tx *tx, int limit)
{
    TRY(db_exec(tx,
                "insert into jobs (id, kind, key, run_at, payload)"
                " select gen_random_uuid(), 'confirm_receipt', replace(o.id::text, '-', ''), now(), ''"
                " from orders o where o.status = 'SHIPPED' and o.after_sales_open = 0 and o.confirm_by <= now()"
                " order by o.confirm_by limit $1 on conflict (kind, key) do nothing",
                db_int(limit)));
    return db_exec(tx,
                   "insert into jobs (id, kind, key, run_at, payload)"
                   " select gen_random_uuid(), 'complete_order', replace(o.id::text, '-', ''), now(), ''"
                   " from orders o where o.status = 'FULFILLED' and o.after_sales_open = 0 and o.complete_by <= now()"
                   " order by o.complete_by limit $1 on conflict (kind, key) do nothing",
                   db_int(limit));
}
