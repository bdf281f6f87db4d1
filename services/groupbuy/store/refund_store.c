#include "groupbuy/store/refund_store.h"

#include "base/id.h"

static struct status parts_insert(struct tx *tx, const struct refund *refund, const struct refund_part *parts,
                                  size_t count)
{
    int64_t *columns[7];

    for (size_t c = 0; c < 7; c++)
        columns[c] = arena_array(tx_arena(tx), int64_t, count);
    for (size_t i = 0; i < count; i++) {
        columns[0][i] = parts[i].position;
        columns[1][i] = parts[i].share.units;
        columns[2][i] = parts[i].share.goods;
        columns[3][i] = parts[i].share.delivery;
        columns[4][i] = parts[i].share.coupon;
        columns[5][i] = parts[i].share.points;
        columns[6][i] = parts[i].share.kept;
    }
    return db_exec(
        tx,
        "with given as (insert into refund_lines (refund_id, position, quantity, goods_fen, delivery_fen,"
        "  coupon_fen, points_fen, kept_fen) select $1, g.* from unnest($3::bigint[], $4::bigint[], $5::bigint[],"
        "  $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[]) as g"
        "  returning position, quantity, goods_fen + delivery_fen as fen)"
        " update order_lines l set refunded_units = l.refunded_units + g.quantity,"
        "  refunded_fen = l.refunded_fen + g.fen from given g where l.order_id = $2 and l.position = g.position",
        db_id(refund->id), db_id(refund->order_id), db_ints(columns[0], count), db_ints(columns[1], count),
        db_ints(columns[2], count), db_ints(columns[3], count), db_ints(columns[4], count), db_ints(columns[5], count),
        db_ints(columns[6], count));
}

struct status refund_insert(struct tx *tx, struct refund *refund, const struct refund_part *parts, size_t count,
                            int64_t gap_s)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "insert into refunds (id, order_id, amount_fen, coupon_fen, points, points_fen, reason, state, whole,"
        " merchant_fault, actor, key, in_cash, ask_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $14,"
        " greatest(now(), (select max(ask_at) from refunds where order_id = $2 and amount_fen > 0)"
        "  + $13 * interval '1 s')) returning ask_at",
        db_id(refund->id), db_id(refund->order_id), db_int(refund->amount), db_int(refund->coupon),
        db_int(refund->points), db_int(refund->points_fen), db_text(refund_reason_name(refund->reason)),
        db_text(refund_state_name(refund->state)), db_bool(refund->whole), db_bool(refund->merchant_fault),
        db_text(refund->actor), db_text(refund->key), db_int(gap_s), db_bool(refund->in_cash)));
    refund->ask_us = rows_time_us(rows, 0, 0);
    return parts_insert(tx, refund, parts, count);
}

#define REFUND_COLUMNS                                                                                                 \
    " id, order_id, amount_fen, coupon_fen, reason, state, wechat_refund_id, created_at, done_at, points, points_fen," \
    " whole, merchant_fault, actor, key, in_cash, by_hand,"                                                            \
    " (select o.merchant_id from orders o where o.id = refunds.order_id) "

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
        .points = rows_int(rows, row, 9),
        .points_fen = rows_int(rows, row, 10),
        .whole = rows_bool(rows, row, 11),
        .merchant_fault = rows_bool(rows, row, 12),
        .actor = rows_text(rows, row, 13),
        .key = rows_text(rows, row, 14),
        .in_cash = rows_bool(rows, row, 15),
        .by_hand = rows_bool(rows, row, 16),
        .merchant_id = rows_text(rows, row, 17),
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
    return db_exec(tx,
                   "update refunds set state = $2, wechat_refund_id = nullif($3, ''), done_at = $4, by_hand = $5"
                   " where id = $1",
                   db_id(refund->id), db_text(refund_state_name(refund->state)), db_text(refund->wechat_refund_id),
                   db_time(refund->done_us), db_bool(refund->by_hand));
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

struct status refund_by_key(struct tx *tx, const char *order_id, const char *key, struct refund *ret_refund,
                            bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" REFUND_COLUMNS "from refunds where order_id = $1 and key = $2 and key <> ''",
                 db_id(order_id), db_text(key)));
    *ret_found = rows_count(rows) == 1;
    if (*ret_found)
        *ret_refund = refund_read(rows, 0);
    return OK;
}

struct status refund_count(struct tx *tx, const char *order_id, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select count(*) from refunds where order_id = $1 and amount_fen > 0 and not by_hand"
                 " and not (state = 'ABNORMAL' and wechat_refund_id is null)",
                 db_id(order_id)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

struct status refund_lines_before(struct tx *tx, const char *order_id, struct refund_line *lines, size_t count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select l.position, sum(l.quantity), sum(l.goods_fen)::bigint, sum(l.delivery_fen)::bigint,"
                 " sum(l.coupon_fen)::bigint, sum(l.points_fen)::bigint, sum(l.kept_fen)::bigint"
                 " from refund_lines l join refunds r on r.id = l.refund_id where r.order_id = $1 group by 1",
                 db_id(order_id)));
    for (int row = 0; row < rows_count(rows); row++) {
        int64_t position = rows_int(rows, row, 0);

        if (position < 0 || (size_t)position >= count)
            return fail(INTERNAL, "order %s has a refund of line %ld", order_id, (long)position);
        lines[position].units_before = (int32_t)rows_int(rows, row, 1);
        lines[position].goods_before = rows_int(rows, row, 2);
        lines[position].delivery_before = rows_int(rows, row, 3);
        lines[position].coupon_before = rows_int(rows, row, 4);
        lines[position].points_before = rows_int(rows, row, 5);
        lines[position].kept_before = rows_int(rows, row, 6);
    }
    return OK;
}

struct status refund_points_before(struct tx *tx, const char *order_id, int64_t *ret_points, fen *ret_points_fen)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(points), 0)::bigint, coalesce(sum(points_fen), 0)::bigint from refunds"
                 " where order_id = $1",
                 db_id(order_id)));
    *ret_points = rows_int(rows, 0, 0);
    *ret_points_fen = rows_int(rows, 0, 1);
    return OK;
}

struct status refund_parts_ask(struct tx *tx, const char *const *order_ids, size_t orders_count, struct rows **ret_rows)
{
    return db_ask(tx, ret_rows,
                  "select l.refund_id, l.position, l.quantity, l.goods_fen, l.delivery_fen, l.coupon_fen, l.points_fen"
                  " from refunds r join refund_lines l on l.refund_id = r.id where r.order_id = any ($1::uuid[])"
                  " order by 1, 2",
                  db_texts(order_ids, orders_count));
}

size_t refund_parts_read(struct arena *arena, const struct rows *rows, struct refund_part **ret_parts)
{
    struct refund_part *parts = arena_array(arena, struct refund_part, (size_t)rows_count(rows));

    for (int row = 0; row < rows_count(rows); row++)
        parts[row] = (struct refund_part){
            .refund_id = rows_id(rows, row, 0),
            .position = (int)rows_int(rows, row, 1),
            .share = { .units = (int32_t)rows_int(rows, row, 2),
                       .goods = rows_int(rows, row, 3),
                       .delivery = rows_int(rows, row, 4),
                       .coupon = rows_int(rows, row, 5),
                       .points = rows_int(rows, row, 6) },
        };
    *ret_parts = parts;
    return (size_t)rows_count(rows);
}

/* The condition is the index's own. */
struct status refund_sum(struct tx *tx, const char *order_id, enum refund_reason reason, fen *ret_sum)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(amount_fen), 0)::bigint from refunds where order_id = $1 and reason = $2",
                 db_id(order_id), db_text(refund_reason_name(reason))));
    *ret_sum = rows_int(rows, 0, 0);
    return OK;
}

struct status funds_close(struct tx *tx, const char *merchant_id)
{
    return db_exec(tx,
                   "update fund_episodes set closed_at = now() where closed_at is null and merchant_id = $1 and not"
                   " exists (select from refunds r join orders o on o.id = r.order_id where r.state in"
                   " ('WAITING_FUNDS', 'ABNORMAL') and r.state = 'WAITING_FUNDS' and o.merchant_id = $1)",
                   db_text(merchant_id));
}

/* Two that ended side by side may each have seen the other one: what they left open is closed here. */
struct status funds_open(struct tx *tx, const char *merchant_id, const char **ret_episode)
{
    struct rows *rows;

    TRY(funds_close(tx, merchant_id));
    TRY(db_query(
        tx, &rows,
        "insert into fund_episodes (id, merchant_id) values ($1, $2) on conflict (merchant_id) where closed_at is null"
        " do nothing returning id",
        db_id(id_make(tx_arena(tx))), db_text(merchant_id)));
    *ret_episode = rows_count(rows) ? rows_id(rows, 0, 0) : "";
    return OK;
}

struct status refund_count_stuck(struct tx *tx, enum refund_state state, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from refunds where state in ('WAITING_FUNDS', 'ABNORMAL') and state = $1",
                 db_text(refund_state_name(state))));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}
