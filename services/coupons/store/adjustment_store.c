#include "coupons/store/adjustment_store.h"

struct status adjustment_insert(struct tx *tx, const struct adjustment *adjustment)
{
    return db_exec(tx,
                   "insert into points_adjustments (id, user_id, points, why, state, proposed_by, proposed_at)"
                   " values ($1, $2, $3, $4, $5, $6, $7)",
                   db_id(adjustment->id), db_id(adjustment->user_id), db_int(adjustment->points),
                   db_text(adjustment->why), db_int(adjustment->state), db_id(adjustment->proposed_by),
                   db_time(adjustment->proposed_us));
}

#define ADJUSTMENT_SELECT                                                                                              \
    "select id, user_id, points, why, state, proposed_by, decided_by, proposed_at, decided_at from points_adjustments"

static struct adjustment adjustment_read(const struct rows *rows, int row)
{
    return (struct adjustment){
        .id = rows_id(rows, row, 0),
        .user_id = rows_id(rows, row, 1),
        .points = rows_int(rows, row, 2),
        .why = rows_text(rows, row, 3),
        .state = (enum adjustment_state)rows_int(rows, row, 4),
        .proposed_by = rows_id(rows, row, 5),
        .decided_by = rows_id(rows, row, 6),
        .proposed_us = rows_time_us(rows, row, 7),
        .decided_us = rows_time_us(rows, row, 8),
    };
}

struct status adjustment_lock(struct tx *tx, const char *adjustment_id, struct adjustment *ret_adjustment)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, ADJUSTMENT_SELECT " where id = $1 for update", db_id(adjustment_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "adjustment %s", adjustment_id);
    *ret_adjustment = adjustment_read(rows, 0);
    return OK;
}

struct status adjustment_save(struct tx *tx, const struct adjustment *adjustment)
{
    return db_exec(tx, "update points_adjustments set state = $2, decided_by = $3, decided_at = $4 where id = $1",
                   db_id(adjustment->id), db_int(adjustment->state), db_id(adjustment->decided_by),
                   db_time(adjustment->decided_us));
}

struct status adjustment_list(struct tx *tx, struct arena *arena, enum adjustment_state state, const char *before_id,
                              int limit, struct adjustment **ret_adjustments, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 ADJUSTMENT_SELECT
                 " where id < " DB_BEFORE("$2") " and ($1 = 0 or state = $1) order by id desc limit $3",
                 db_int(state), db_id(before_id), db_int(limit)));
    size_t count = (size_t)rows_count(rows);
    struct adjustment *adjustments = arena_array(arena, struct adjustment, count);
    for (size_t i = 0; i < count; i++)
        adjustments[i] = adjustment_read(rows, (int)i);
    *ret_adjustments = adjustments;
    *ret_count = count;
    return OK;
}
