#include "groupbuy/store/sku_refund_store.h"

#define REFUND_COLUMNS                                                                                                 \
    " s.id, s.sku_id, s.campaign_id, s.round_id, s.paid_from, s.paid_to, s.per_unit_fen, s.basis_points, s.reason,"    \
    " s.asked_by, s.started_by, s.state, s.lines, s.planned_fen, s.created_at, s.started_at, s.done_at,"               \
    " s.order_id, s.position "

#define WITH_TOTALS                                                                                                    \
    ", t.done, t.skipped, t.fen from sku_refunds s, lateral (select count(*) filter (where state = 'DONE') as done,"   \
    " count(*) filter (where state = 'SKIPPED') as skipped, coalesce(sum(refunded_fen), 0)::bigint as fen"             \
    " from sku_refund_lines where sku_refund_id = s.id) t "

static struct sku_refund refund_read(const struct rows *rows, int row, bool totals)
{
    return (struct sku_refund){
        .id = rows_id(rows, row, 0),
        .sku_id = rows_id(rows, row, 1),
        .campaign_id = rows_id(rows, row, 2),
        .round_id = rows_id(rows, row, 3),
        .from_us = rows_time_us(rows, row, 4),
        .to_us = rows_time_us(rows, row, 5),
        .per_unit = rows_int(rows, row, 6),
        .basis_points = (int)rows_int(rows, row, 7),
        .reason = rows_text(rows, row, 8),
        .asked_by = rows_id(rows, row, 9),
        .started_by = rows_id(rows, row, 10),
        .state = sku_refund_state_of(rows_text(rows, row, 11)),
        .lines = rows_int(rows, row, 12),
        .planned = rows_int(rows, row, 13),
        .created_us = rows_time_us(rows, row, 14),
        .started_us = rows_time_us(rows, row, 15),
        .done_us = rows_time_us(rows, row, 16),
        .at_order = rows_id(rows, row, 17),
        .at_position = (int)rows_int(rows, row, 18),
        .lines_done = totals ? rows_int(rows, row, 19) : 0,
        .lines_skipped = totals ? rows_int(rows, row, 20) : 0,
        .refunded = totals ? rows_int(rows, row, 21) : 0,
    };
}

struct status sku_refund_insert(struct tx *tx, const struct sku_refund *refund)
{
    struct status inserted =
        db_exec(tx,
                "insert into sku_refunds (id, sku_id, campaign_id, round_id, paid_from, paid_to, per_unit_fen,"
                " basis_points, reason, asked_by) values ($1, $2, $3, $4, $5, coalesce($6, now()), $7, $8, $9, $10)",
                db_id(refund->id), db_id(refund->sku_id), db_id(refund->campaign_id), db_id(refund->round_id),
                db_time(refund->from_us), db_time(refund->to_us), db_int(refund->per_unit),
                db_int(refund->basis_points), db_text(refund->reason), db_id(refund->asked_by));

    return failed_with(inserted, CHECK_VIOLATION) ? fail(NOT_HERE, "SKU %s", refund->sku_id) : inserted;
}

static struct status only(struct rows *rows, const char *id, bool totals, struct sku_refund *ret_refund)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "SKU refund %s", id);
    *ret_refund = refund_read(rows, 0, totals);
    return OK;
}

struct status sku_refund_get(struct tx *tx, const char *id, struct sku_refund *ret_refund)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" REFUND_COLUMNS WITH_TOTALS "where s.id = $1", db_id(id)));
    return only(rows, id, true, ret_refund);
}

struct status sku_refund_lock(struct tx *tx, const char *id, struct sku_refund *ret_refund)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" REFUND_COLUMNS "from sku_refunds s where s.id = $1 for update", db_id(id)));
    return only(rows, id, false, ret_refund);
}

struct status sku_refund_list(struct tx *tx, const char *after, int limit, struct sku_refund **ret_refunds,
                              size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" REFUND_COLUMNS WITH_TOTALS "where s.id < " DB_BEFORE("$1") " order by s.id desc limit $2",
                 db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_refunds = arena_array(tx_arena(tx), struct sku_refund, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_refunds)[row] = refund_read(rows, row, true);
    return OK;
}

/* ---- gathering ---- */

/* Those of live orders that were paid in time, with what is left of their goods. A team that is open gives back by
 * itself, or is left; what costs nothing any more has nothing to give. */
struct status sku_refund_gather(struct tx *tx, const struct sku_refund *refund, int limit, int64_t *ret_looked)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with s as (select * from sku_refunds where id = $1),"
        " walked as (select l.order_id, l.position, l.sku_id, l.quantity - l.refunded_units as units_left,"
        "   l.payable_fen - l.delivery_fen as goods from order_lines l"
        "  where (l.order_id, l.position) > ($3, $4) order by l.order_id, l.position limit $2),"
        " farthest as (select order_id, position from walked order by order_id desc, position desc limit 1),"
        " priced as (select walked.*, o.user_id, s.per_unit_fen, s.basis_points,"
        "   walked.goods - coalesce((select sum(rl.goods_fen) from refunds r join refund_lines rl on rl.refund_id = r.id"
        "    where r.order_id = walked.order_id and rl.position = walked.position), 0) as goods_left"
        "  from s join walked on walked.sku_id = s.sku_id join orders o on o.id = walked.order_id"
        "  where o.status in ('PAID', 'WAITING_CUTOFF', 'READY', 'SHIPPED', 'PARTLY_FULFILLED', 'FULFILLED', "
        "'COMPLETED')"
        "  and (s.campaign_id is null or o.campaign_id = s.campaign_id) and (s.round_id is null or o.round_id = "
        "s.round_id)"
        "  and (s.paid_from is null or o.paid_at >= s.paid_from) and o.paid_at < s.paid_to),"
        " frozen as (insert into sku_refund_lines (sku_refund_id, order_id, position, user_id, units, planned_fen)"
        "  select $1, order_id, position, user_id, case when basis_points = 10000 then units_left else 0 end,"
        "   least(goods_left, case when basis_points > 0 then goods * basis_points / 10000"
        "    else per_unit_fen * units_left end)::bigint from priced"
        "  where least(goods_left, case when basis_points > 0 then goods * basis_points / 10000"
        "    else per_unit_fen * units_left end) > 0 returning planned_fen)"
        " update sku_refunds u set order_id = coalesce((select order_id from farthest), u.order_id),"
        "  position = coalesce((select position from farthest), u.position),"
        "  lines = u.lines + (select count(*) from frozen),"
        "  planned_fen = u.planned_fen + (select coalesce(sum(planned_fen), 0) from frozen)::bigint,"
        "  state = case when exists (select from farthest) then u.state else 'READY' end"
        " where u.id = $1 returning (select count(*) from walked)",
        db_id(refund->id), db_int(limit), db_id(refund->at_order), db_int(refund->at_position)));
    *ret_looked = rows_int(rows, 0, 0);
    return OK;
}

struct status sku_refund_start(struct tx *tx, const char *id, const char *by)
{
    return db_exec(tx, "update sku_refunds set state = 'RUNNING', started_by = $2, started_at = now() where id = $1",
                   db_id(id), db_id(by));
}

struct status sku_refund_end(struct tx *tx, const char *id, enum sku_refund_state state)
{
    return db_exec(tx, "update sku_refunds set state = $2, done_at = now() where id = $1", db_id(id),
                   db_text(sku_refund_state_name(state)));
}

/* ---- lines ---- */

#define LINE_COLUMNS                                                                                                   \
    " order_id, position, user_id, units, planned_fen, state, refund_id, refunded_fen, skipped_why from"               \
    " sku_refund_lines "

static void read_lines(struct tx *tx, const struct rows *rows, struct sku_refund_line **ret_lines, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_lines = arena_array(tx_arena(tx), struct sku_refund_line, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_lines)[row] = (struct sku_refund_line){
            .order_id = rows_id(rows, row, 0),
            .position = (int)rows_int(rows, row, 1),
            .user_id = rows_id(rows, row, 2),
            .units = (int32_t)rows_int(rows, row, 3),
            .planned = rows_int(rows, row, 4),
            .state = sku_refund_line_state_of(rows_text(rows, row, 5)),
            .refund_id = rows_id(rows, row, 6),
            .refunded = rows_int(rows, row, 7),
            .skipped_why = rows_text(rows, row, 8),
        };
}

struct status sku_refund_next(struct tx *tx, const char *id, int limit, struct sku_refund_line **ret_lines,
                              size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" LINE_COLUMNS "where sku_refund_id = $1 and state = 'PLANNED'"
                 " order by order_id, position limit $2",
                 db_id(id), db_int(limit)));
    read_lines(tx, rows, ret_lines, ret_count);
    return OK;
}

struct status sku_refund_line_done(struct tx *tx, const char *id, const struct sku_refund_line *line)
{
    int64_t done;

    TRY(db_exec_count(tx, &done,
                      "update sku_refund_lines set state = $4, refund_id = $5, refunded_fen = $6, skipped_why = $7"
                      " where sku_refund_id = $1 and order_id = $2 and position = $3 and state = 'PLANNED'",
                      db_id(id), db_id(line->order_id), db_int(line->position),
                      db_text(sku_refund_line_state_name(line->state)), db_id(line->refund_id), db_int(line->refunded),
                      db_text(line->skipped_why)));
    return done == 1 ? OK : fail(CONFLICT, "line %d of order %s was done meanwhile", line->position, line->order_id);
}

struct status sku_refund_lines(struct tx *tx, const char *id, const char *after, int position, int limit,
                               struct sku_refund_line **ret_lines, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" LINE_COLUMNS "where sku_refund_id = $1 and (order_id, position) > (" DB_AFTER(
                     "$2") ", $3::int) order by order_id, position limit $4",
                 db_id(id), db_id(after), db_int(position), db_int(limit)));
    read_lines(tx, rows, ret_lines, ret_count);
    return OK;
}
