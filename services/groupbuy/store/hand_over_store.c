#include "groupbuy/store/hand_over_store.h"

#include "groupbuy/domain/names.h"
#include "groupbuy/domain/pick_up.h"

static const char *const ways[] = { "", "CODE", "SIGNED_CODE", "SEARCH", "SHARED_CODE" };

struct status hand_over_insert(struct tx *tx, const struct hand_over *hand_over, const struct hand_over_line *lines,
                               size_t count)
{
    const char **order_ids = arena_array(tx_arena(tx), const char *, count);
    int64_t *positions = arena_array(tx_arena(tx), int64_t, count), *units = arena_array(tx_arena(tx), int64_t, count);

    for (size_t i = 0; i < count; i++) {
        order_ids[i] = lines[i].order_id;
        positions[i] = lines[i].position;
        units[i] = lines[i].units;
    }
    TRY(db_ask(tx, NULL,
               "insert into hand_overs (id, point_id, staff_id, way, collector_id, code_id)"
               " values ($1, $2, $3, $4, $5, $6)",
               db_id(hand_over->id), db_id(hand_over->point_id), db_id(hand_over->staff_id),
               db_text(NAME_OF(ways, hand_over->way)), db_id(hand_over->collector_id), db_id(hand_over->code_id)));
    return db_exec(tx,
                   "insert into hand_over_lines (hand_over_id, order_id, position, units)"
                   " select $1, * from unnest($2::uuid[], $3::bigint[], $4::bigint[])",
                   db_id(hand_over->id), db_texts(order_ids, count), db_ints(positions, count), db_ints(units, count));
}

#define HAND_OVER_COLUMNS                                                                                              \
    " h.id, h.point_id, h.staff_id, h.way, h.collector_id, h.code_id, h.handed_over_at, u.undone_at, u.staff_id,"      \
    " u.reason "
#define HAND_OVER_FROM "from hand_overs h left join hand_over_undos u on u.hand_over_id = h.id "

static struct hand_over hand_over_read(const struct rows *rows, int row)
{
    return (struct hand_over){
        .id = rows_id(rows, row, 0),
        .point_id = rows_id(rows, row, 1),
        .staff_id = rows_id(rows, row, 2),
        .way = (enum hand_over_way)NUMBER_OF(ways, rows_text(rows, row, 3)),
        .collector_id = rows_id(rows, row, 4),
        .code_id = rows_id(rows, row, 5),
        .at_us = rows_time_us(rows, row, 6),
        .undone_us = rows_time_us(rows, row, 7),
        .undone_by = rows_id(rows, row, 8),
        .undo_reason = rows_text(rows, row, 9),
    };
}

struct status hand_over_get(struct tx *tx, const char *point_id, const char *hand_over_id,
                            struct hand_over *ret_hand_over)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" HAND_OVER_COLUMNS HAND_OVER_FROM "where h.id = $1 and h.point_id = $2",
                 db_id(hand_over_id), db_id(point_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "hand-over %s at point %s", hand_over_id, point_id);
    *ret_hand_over = hand_over_read(rows, 0);
    return OK;
}

struct status hand_over_list(struct tx *tx, const char *point_id, const char *after, int limit,
                             struct hand_over **ret_hand_overs, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" HAND_OVER_COLUMNS HAND_OVER_FROM
                 "where h.point_id = $1 and h.id < " DB_BEFORE("$2") " order by h.id desc limit $3",
                 db_id(point_id), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_hand_overs = arena_array(tx_arena(tx), struct hand_over, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_hand_overs)[row] = hand_over_read(rows, row);
    return OK;
}

struct status hand_over_lines_get(struct tx *tx, const char *const *hand_over_ids, size_t count,
                                  struct hand_over_line **ret_lines, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select h.hand_over_id, h.order_id, h.position, h.units, o.user_id, l.product_title, l.sku_title"
                 " from hand_over_lines h join orders o on o.id = h.order_id"
                 " join order_lines l on l.order_id = h.order_id and l.position = h.position"
                 " where h.hand_over_id = any ($1::uuid[]) order by h.hand_over_id, h.order_id, h.position",
                 db_texts(hand_over_ids, count)));
    *ret_count = (size_t)rows_count(rows);
    *ret_lines = arena_array(tx_arena(tx), struct hand_over_line, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_lines)[row] = (struct hand_over_line){
            .hand_over_id = rows_id(rows, row, 0),
            .order_id = rows_id(rows, row, 1),
            .position = (int)rows_int(rows, row, 2),
            .units = (int32_t)rows_int(rows, row, 3),
            .owner_id = rows_id(rows, row, 4),
            .product_title = rows_text(rows, row, 5),
            .sku_title = rows_text(rows, row, 6),
        };
    return OK;
}

struct status hand_over_undo(struct tx *tx, struct hand_over *hand_over, const char *staff_id, const char *reason,
                             bool *ret_undone)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "insert into hand_over_undos (hand_over_id, staff_id, reason) values ($1, $2, $3)"
                 " on conflict do nothing returning undone_at",
                 db_id(hand_over->id), db_id(staff_id), db_text(reason)));
    *ret_undone = rows_count(rows) == 1;
    if (!*ret_undone)
        return OK;
    hand_over->undone_us = rows_time_us(rows, 0, 0);
    hand_over->undone_by = staff_id;
    hand_over->undo_reason = reason;
    return OK;
}

/* ---- wrong codes ---- */

struct status wrong_codes_lock(struct tx *tx, const char *point_id, const char *staff_id, int64_t *ret_closed_s)
{
    struct rows *rows;

    TRY(db_ask(tx, NULL, "insert into wrong_codes (point_id, staff_id) values ($1, $2) on conflict do nothing",
               db_id(point_id), db_id(staff_id)));
    TRY(db_query(tx, &rows,
                 "select greatest(ceil(extract(epoch from closed_until - clock_timestamp())), 0)::bigint"
                 " from wrong_codes where point_id = $1 and staff_id = $2 for update",
                 db_id(point_id), db_id(staff_id)));
    *ret_closed_s = rows_int(rows, 0, 0);
    return OK;
}

struct status wrong_codes_add(struct tx *tx, const char *point_id, const char *staff_id)
{
    return db_exec(
        tx,
        "update wrong_codes w set tried_at = case when n.full then '{}' else n.tries end,"
        " closed_until = case when n.full then clock_timestamp() + make_interval(secs => $5) else w.closed_until end"
        " from (select tries, cardinality(tries) >= $4 as full from (select array(select at from unnest(tried_at) as t "
        "(at)"
        "  where at > clock_timestamp() - make_interval(secs => $3)) || clock_timestamp() as tries"
        "  from wrong_codes where point_id = $1 and staff_id = $2) as late) as n"
        " where w.point_id = $1 and w.staff_id = $2",
        db_id(point_id), db_id(staff_id), db_int(WRONG_CODES_S), db_int(WRONG_CODES_MAX), db_int(CODES_CLOSED_S));
}
