#include "coupons/store/points_lock_store.h"

struct status points_lock_get(struct tx *tx, const char *order_id, struct points_lock *ret_lock)
{
    struct rows *rows;

    *ret_lock = (struct points_lock){ .state = LOCK_NONE };
    TRY(db_query(tx, &rows,
                 "select state, user_id, points, returned, discount_fen, per_yuan, percent_max from points_locks where "
                 "order_id = $1",
                 db_id(order_id)));
    if (rows_count(rows) == 0)
        return OK;
    *ret_lock = (struct points_lock){
        .state = (enum lock_state)rows_int(rows, 0, 0),
        .user_id = rows_id(rows, 0, 1),
        .points = rows_int(rows, 0, 2),
        .returned = rows_int(rows, 0, 3),
        .offer = { rows_int(rows, 0, 2), rows_int(rows, 0, 4) },
        .terms = { .per_yuan = rows_int(rows, 0, 5), .percent_max = rows_int(rows, 0, 6) },
    };
    return OK;
}

struct status points_lock_insert(struct tx *tx, const char *order_id, const struct points_lock *lock, int64_t now_us)
{
    return db_exec(tx,
                   "insert into points_locks (order_id, user_id, state, points, discount_fen, per_yuan, percent_max, "
                   "locked_at, ended_at)"
                   " values ($1, $2, $3::smallint, $4, $5, $6, $7, $8::timestamptz, case when $3::smallint <> 1 then "
                   "$8::timestamptz end)",
                   db_id(order_id), db_id(lock->user_id), db_int(lock->state), db_int(lock->points),
                   db_int(lock->offer.discount), db_int(lock->terms.per_yuan), db_int(lock->terms.percent_max),
                   db_time(now_us));
}

struct status points_lock_parts_insert(struct tx *tx, struct arena *arena, const char *order_id,
                                       const struct lot_part *parts, size_t count)
{
    const char **ids = arena_array(arena, const char *, count);
    int64_t *points = arena_array(arena, int64_t, count);

    for (size_t i = 0; i < count; i++) {
        ids[i] = parts[i].lot_id;
        points[i] = parts[i].points;
    }
    return db_exec(tx,
                   "insert into points_lock_lots (order_id, lot_id, points) select $1, n.id, n.points"
                   " from unnest($2::uuid[], $3::bigint[]) n (id, points)",
                   db_id(order_id), db_texts(ids, count), db_ints(points, count));
}

struct status points_lock_save(struct tx *tx, const char *order_id, const struct points_lock *lock, int64_t now_us)
{
    return db_exec(
        tx, "update points_locks set state = $2, returned = $3, ended_at = coalesce(ended_at, $4) where order_id = $1",
        db_id(order_id), db_int(lock->state), db_int(lock->returned), db_time(now_us));
}

struct status points_lock_undraw(struct tx *tx, struct arena *arena, const char *order_id, int64_t points,
                                 struct lot_part **ret_parts, size_t *ret_count)
{
    struct rows *rows;
    int64_t undrawn = 0;

    TRY(db_query(
        tx, &rows,
        "update points_lock_lots p set returned = p.returned + d.take from"
        " (select lot_id, least(kept, greatest($2::bigint - before, 0))::bigint as take from"
        "  (select k.lot_id, k.points - k.returned as kept,"
        "    sum(k.points - k.returned) over (order by l.expires_at desc, l.id) - (k.points - k.returned) as before"
        "   from points_lock_lots k join points_lots l on l.id = k.lot_id where k.order_id = $1) kept) d"
        " where p.order_id = $1 and p.lot_id = d.lot_id and d.take > 0 returning p.lot_id, d.take",
        db_id(order_id), db_int(points)));
    size_t count = (size_t)rows_count(rows);
    struct lot_part *parts = arena_array(arena, struct lot_part, count);
    for (size_t i = 0; i < count; i++) {
        parts[i] = (struct lot_part){ rows_id(rows, (int)i, 0), rows_int(rows, (int)i, 1) };
        undrawn += parts[i].points;
    }
    if (undrawn != points)
        return fail(INTERNAL, "order %s holds %ld of %ld points", order_id, (long)undrawn, (long)points);
    *ret_parts = parts;
    *ret_count = count;
    return OK;
}

struct status points_return_insert(struct tx *tx, const char *order_id, const char *refund_id, int64_t points,
                                   int64_t now_us, bool *ret_new)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected,
                      "insert into points_returns (order_id, refund_id, points, returned_at) values ($1, $2, $3, $4)"
                      " on conflict do nothing",
                      db_id(order_id), db_id(refund_id), db_int(points), db_time(now_us)));
    *ret_new = affected == 1;
    return OK;
}
