#include "groupbuy/store/record_store.h"

#include "base/id.h"

/* ---- reckoning ---- */

/* What closed before any dashboard asks for it is not even looked at. */
#define DUE                                                                                                            \
    "with due as (select r.id, r.leader_id, r.closed_at, r.ready_at from rounds r left join round_records d on"        \
    " d.round_id = r.id where r.status in ('READY', 'DONE') and r.closed_at > now() - $4 * interval '1 day'"           \
    " and (d.round_id is null"                                                                                         \
    "  or (r.closed_at > now() - $1 * interval '1 day' and d.computed_at < now() - interval '1 day'))"                 \
    " order by d.computed_at nulls first, r.closed_at desc limit $2 for update of r skip locked)"

/* What was paid and promised back stands in the ledger, by order. */
#define RECKON_ROUNDS                                                                                                  \
    DUE ", reckoned as (insert into round_records (round_id, leader_id, closed_at, orders, buyer_ids, paid_fen,"       \
        " refunded_fen, parcels, on_time, units, short_units, refund_minutes)"                                         \
        " select d.id, d.leader_id, d.closed_at, p.orders, p.buyers, m.paid, m.back, p.settled, p.on_time, k.units,"   \
        " k.short, f.minutes from due d,"                                                                              \
        " lateral (select count(*) as orders, coalesce(array_agg(distinct o.user_id), '{}') as buyers,"                \
        "  count(x.settled_at) as settled, count(*) filter (where x.settled_at <= d.ready_at) as on_time"              \
        "  from round_parcels x join orders o on o.id = x.order_id where x.round_id = d.id) p,"                        \
        " lateral (select coalesce(sum(e.amount_fen) filter (where l.kind = 'PAYMENT' and e.account ="                 \
        "   'channel:wechat'), 0)::bigint as paid, coalesce(-sum(e.amount_fen) filter (where l.kind ="                 \
        "   'REFUND_PROMISED' and e.account = 'refunds'), 0)::bigint as back from orders o"                            \
        "  join ledger_postings l on l.order_id = o.id and l.kind in ('PAYMENT', 'REFUND_PROMISED')"                   \
        "  join ledger_entries e on e.posting_id = l.id where o.round_id = d.id) m,"                                   \
        " lateral (select coalesce(sum(k.units - k.refunded), 0)::bigint as units,"                                    \
        "  coalesce(sum(k.wanted - k.served), 0)::bigint as short from round_parcels x"                                \
        "  join round_picks k on k.order_id = x.order_id where x.round_id = d.id) k,"                                  \
        " lateral (select coalesce(array_agg(f.minutes), '{}') as minutes from (select"                                \
        "   ceil(extract(epoch from f.done_at - f.created_at) / 60)::integer as minutes from orders o"                 \
        "   join refunds f on f.order_id = o.id and f.state = 'SUCCESS' and not f.in_cash"                             \
        "   where o.round_id = d.id order by f.done_at desc limit $3) f) f"                                            \
        " on conflict (round_id) do update set orders = excluded.orders, buyer_ids = excluded.buyer_ids,"              \
        "  paid_fen = excluded.paid_fen, refunded_fen = excluded.refunded_fen, parcels = excluded.parcels,"            \
        "  on_time = excluded.on_time, units = excluded.units, short_units = excluded.short_units,"                    \
        "  refund_minutes = excluded.refund_minutes, computed_at = now() returning round_id)"

/* Whole by the promised time: what was undamaged by then is what the place should have. */
#define RECKON_SUPPLIERS                                                                                               \
    " insert into supplier_records (round_id, supplier_id, closed_at, lists, on_time, units, damaged, short_units)"    \
    " select d.id, s.supplier_id, d.closed_at, count(*), count(*) filter (where a.by_then >= l.units - l.refunded),"   \
    "  sum(l.units - l.refunded), sum(a.damaged), sum(greatest(l.units - l.refunded - a.good, 0)) from due d"          \
    " join reckoned x on x.round_id = d.id join round_sheet s on s.round_id = d.id and s.supplier_id is not null"      \
    " join round_lists l on l.round_id = d.id and l.item_id = s.item_id,"                                              \
    " lateral (select coalesce(sum(a.arrived - a.damaged), 0) as good, coalesce(sum(a.damaged), 0) as damaged,"        \
    "  coalesce(sum(a.arrived - a.damaged) filter (where a.at <= d.ready_at), 0) as by_then from round_arrivals a"     \
    "  where a.round_id = d.id and a.place_id = l.place_id and a.item_id = l.item_id) a"                               \
    " group by d.id, s.supplier_id, d.closed_at on conflict (round_id, supplier_id) do update set"                     \
    " lists = excluded.lists, on_time = excluded.on_time, units = excluded.units, damaged = excluded.damaged,"         \
    " short_units = excluded.short_units"

struct status records_reckon(struct tx *tx, int limit)
{
    return db_exec(tx, RECKON_ROUNDS RECKON_SUPPLIERS, db_int(RECORD_RECKONED_DAYS), db_int(limit),
                   db_int(RECORD_REFUNDS_MAX), db_int(RECORD_DAYS_MAX));
}

/* ---- adding up ---- */

/* Of leaders' rounds that `closed` in the days of $1. */
#define LEADERS(which)                                                                                                 \
    "select d.leader_id, count(*), sum(d.orders)::bigint, sum(d.paid_fen)::bigint, sum(d.refunded_fen)::bigint,"       \
    " sum(d.parcels)::bigint, sum(d.on_time)::bigint, sum(d.units)::bigint, sum(d.short_units)::bigint,"               \
    " min(d.computed_at) from round_records d where d.closed_at > now() - $1 * interval '1 day' and " which            \
    " group by d.leader_id order by d.leader_id limit $3"

static struct leader_record read_leader(const struct rows *rows, int row)
{
    return (struct leader_record){
        .leader_id = rows_id(rows, row, 0),
        .rounds = rows_int(rows, row, 1),
        .orders = rows_int(rows, row, 2),
        .paid = rows_int(rows, row, 3),
        .refunded = rows_int(rows, row, 4),
        .parcels = rows_int(rows, row, 5),
        .on_time = rows_int(rows, row, 6),
        .units = rows_int(rows, row, 7),
        .short_units = rows_int(rows, row, 8),
        .reckoned_us = rows_time_us(rows, row, 9),
    };
}

static struct status count_buyers(struct tx *tx, int64_t days, struct leader_record *record)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select count(*), count(*) filter (where rounds > 1) from (select count(*) as rounds from"
                 " round_records d, unnest(d.buyer_ids) as b (user_id) where d.leader_id = $1"
                 " and d.closed_at > now() - $2 * interval '1 day' group by b.user_id) b",
                 db_id(record->leader_id), db_int(days)));
    record->buyers = rows_int(rows, 0, 0);
    record->repeat_buyers = rows_int(rows, 0, 1);
    return OK;
}

static struct status measure_refunds(struct tx *tx, int64_t days, struct leader_record *record)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select count(*), coalesce(percentile_disc(0.5) within group (order by m), 0)::bigint,"
                 " coalesce(percentile_disc(0.9) within group (order by m), 0)::bigint from round_records d,"
                 " unnest(d.refund_minutes) as m where d.leader_id = $1"
                 " and d.closed_at > now() - $2 * interval '1 day'",
                 db_id(record->leader_id), db_int(days)));
    record->refunds = rows_int(rows, 0, 0);
    record->median_minutes = rows_int(rows, 0, 1);
    record->p90_minutes = rows_int(rows, 0, 2);
    return OK;
}

static struct status complete(struct tx *tx, int64_t days, struct leader_record *record)
{
    TRY(count_buyers(tx, days, record));
    return measure_refunds(tx, days, record);
}

struct status leader_record_get(struct tx *tx, const char *leader_id, int64_t days, struct leader_record *ret_record)
{
    struct rows *rows;

    *ret_record = (struct leader_record){ .leader_id = leader_id };
    TRY(db_query(tx, &rows, LEADERS("d.leader_id = $2"), db_int(days), db_id(leader_id), db_int(1)));
    if (rows_count(rows) == 0)
        return OK;
    *ret_record = read_leader(rows, 0);
    return complete(tx, days, ret_record);
}

struct status leader_record_list(struct tx *tx, int64_t days, const char *after, int limit,
                                 struct leader_record **ret_records, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, LEADERS("d.leader_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')"),
                 db_int(days), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_records = arena_array(tx_arena(tx), struct leader_record, *ret_count);
    for (int row = 0; row < rows_count(rows); row++) {
        (*ret_records)[row] = read_leader(rows, row);
        TRY(complete(tx, days, &(*ret_records)[row]));
    }
    return OK;
}

struct status supplier_record_get(struct tx *tx, const char *supplier_id, int64_t days,
                                  struct supplier_record *ret_record)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select count(d.round_id), coalesce(sum(d.lists), 0)::bigint, coalesce(sum(d.on_time), 0)::bigint,"
                 " coalesce(sum(d.units), 0)::bigint, coalesce(sum(d.damaged), 0)::bigint,"
                 " coalesce(sum(d.short_units), 0)::bigint from suppliers s left join supplier_records d on"
                 " d.supplier_id = s.id and d.closed_at > now() - $2 * interval '1 day' where s.id = $1 group by s.id",
                 db_id(supplier_id), db_int(days)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "supplier %s", supplier_id);
    *ret_record = (struct supplier_record){ rows_int(rows, 0, 0), rows_int(rows, 0, 1), rows_int(rows, 0, 2),
                                            rows_int(rows, 0, 3), rows_int(rows, 0, 4), rows_int(rows, 0, 5) };
    return OK;
}
