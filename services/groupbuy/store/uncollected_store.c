#include "groupbuy/store/uncollected_store.h"

struct status uncollected_add_jobs(struct tx *tx, int limit)
{
    TRY(db_exec(tx,
                "insert into jobs (id, kind, key, run_at, payload)"
                " select gen_random_uuid(), 'remind_pick_up', replace(p.order_id::text, '-', ''), now(), ''"
                " from parcels p where p.open and p.reminded_at is null and p.remind_at <= now()"
                " order by p.remind_at limit $1 on conflict (kind, key) do nothing",
                db_int(limit)));
    return db_exec(tx,
                   "insert into jobs (id, kind, key, run_at, payload)"
                   " select gen_random_uuid(), 'settle_uncollected', replace(p.order_id::text, '-', ''), now(), ''"
                   " from parcels p join orders o on o.id = p.order_id and o.after_sales_open = 0"
                   " where p.open and p.settled_at is null and p.keep_until <= now()"
                   " order by p.keep_until limit $1 on conflict (kind, key) do nothing",
                   db_int(limit));
}

struct status uncollected_get(struct tx *tx, const char *order_id, struct uncollected *ret_uncollected)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select p.order_id, p.point_id, s.name, r.leader_id, e.number, p.open, p.reminded_at is not null,"
                 " p.settled_at is not null, p.remind_at, p.keep_until, r.uncollected_refund_percent,"
                 " r.uncollected_rule = 'REFUND_PART' from parcels p join pick_up_points s on s.id = p.point_id"
                 " join orders o on o.id = p.order_id left join rounds r on r.id = o.round_id"
                 " left join round_entries e on e.order_id = p.order_id where p.order_id = $1",
                 db_id(order_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "order %s never lay at a point", order_id);
    *ret_uncollected = (struct uncollected){
        .order_id = rows_id(rows, 0, 0),
        .point_id = rows_id(rows, 0, 1),
        .point_name = rows_text(rows, 0, 2),
        .leader_id = rows_id(rows, 0, 3),
        .number = rows_int(rows, 0, 4),
        .open = rows_bool(rows, 0, 5),
        .reminded = rows_bool(rows, 0, 6),
        .settled = rows_bool(rows, 0, 7),
        .remind_us = rows_time_us(rows, 0, 8),
        .keep_until_us = rows_time_us(rows, 0, 9),
        .refund_percent = (int)rows_int(rows, 0, 10),
        .refunds_part = rows_bool(rows, 0, 11),
    };
    return OK;
}

struct status uncollected_set_reminded(struct tx *tx, const char *order_id)
{
    return db_exec(tx, "update parcels set reminded_at = now() where order_id = $1 and reminded_at is null",
                   db_id(order_id));
}

struct status uncollected_set_settled(struct tx *tx, const char *order_id)
{
    return db_exec(tx, "update parcels set settled_at = now() where order_id = $1 and settled_at is null",
                   db_id(order_id));
}
