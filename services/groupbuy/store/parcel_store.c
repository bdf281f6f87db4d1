#include "groupbuy/store/parcel_store.h"

#include <string.h>

#define PARCEL_COLUMNS " p.order_id, p.point_id, p.user_id, o.kind, o.round_id, e.number, p.ready_at, s.shelf "
#define PARCEL_FROM                                                                                                    \
    "from parcels p join orders o on o.id = p.order_id left join round_entries e on e.order_id = p.order_id"           \
    " left join round_parcels s on s.order_id = p.order_id where p.open "
#define PARCEL_ORDER " order by p.point_id, p.order_id "

static struct parcel parcel_read(const struct rows *rows, int row)
{
    return (struct parcel){
        .order_id = rows_id(rows, row, 0),
        .point_id = rows_id(rows, row, 1),
        .user_id = rows_id(rows, row, 2),
        .kind = campaign_kind_of(rows_text(rows, row, 3)),
        .round_id = rows_id(rows, row, 4),
        .number = rows_int(rows, row, 5),
        .ready_us = rows_time_us(rows, row, 6),
        .shelf = rows_text(rows, row, 7),
    };
}

/* Lines come by order; each parcel gets the run that is its own. */
static void parcel_take_lines(struct parcel *parcel, struct order_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(lines[i].order_id, parcel->order_id) != 0)
            continue;
        if (!parcel->lines)
            parcel->lines = &lines[i];
        parcel->lines_count++;
    }
}

static struct status parcels_read(struct tx *tx, const struct rows *rows, struct parcels *ret_parcels)
{
    size_t count = (size_t)rows_count(rows), lines_count;
    const char **order_ids = arena_array(tx_arena(tx), const char *, count);
    struct parcel *list = arena_array(tx_arena(tx), struct parcel, count);
    struct order_line *lines;
    struct rows *line_rows;

    for (size_t i = 0; i < count; i++) {
        list[i] = parcel_read(rows, (int)i);
        order_ids[i] = list[i].order_id;
    }
    TRY(order_lines_ask(tx, order_ids, count, &line_rows));
    TRY(db_collect(tx));
    lines_count = order_lines_read(tx_arena(tx), line_rows, &lines);
    for (size_t i = 0; i < count; i++)
        parcel_take_lines(&list[i], lines, lines_count);
    *ret_parcels = (struct parcels){ list, count };
    return OK;
}

struct status parcels_of(struct tx *tx, const char *point_id, const char *const *user_ids, size_t count, int limit,
                         struct parcels *ret_parcels)
{
    struct rows *rows;

    if (*point_id)
        TRY(db_query(tx, &rows,
                     "select" PARCEL_COLUMNS PARCEL_FROM
                     "and p.point_id = $1 and p.user_id = any ($2::uuid[])" PARCEL_ORDER "limit $3",
                     db_id(point_id), db_texts(user_ids, count), db_int(limit)));
    else
        TRY(db_query(tx, &rows,
                     "select" PARCEL_COLUMNS PARCEL_FROM "and p.user_id = any ($1::uuid[])" PARCEL_ORDER "limit $2",
                     db_texts(user_ids, count), db_int(limit)));
    return parcels_read(tx, rows, ret_parcels);
}

struct status parcels_by_order(struct tx *tx, const char *point_id, const char *const *order_ids, size_t count,
                               struct parcels *ret_parcels)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" PARCEL_COLUMNS PARCEL_FROM
                 "and p.point_id = $1 and p.order_id = any ($2::uuid[])" PARCEL_ORDER,
                 db_id(point_id), db_texts(order_ids, count)));
    return parcels_read(tx, rows, ret_parcels);
}

struct status parcels_by_number(struct tx *tx, const char *point_id, int64_t number, int limit,
                                struct parcels *ret_parcels)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" PARCEL_COLUMNS PARCEL_FROM "and p.point_id = $1 and e.number = $2" PARCEL_ORDER "limit $3",
                 db_id(point_id), db_int(number), db_int(limit)));
    return parcels_read(tx, rows, ret_parcels);
}

struct status parcel_was_here(struct tx *tx, const char *point_id, const char *order_id, const char *const *user_ids,
                              size_t count, bool *ret_was)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select exists (select from parcels where order_id = $1 and point_id = $2 and not open"
                 " and (cardinality($3::uuid[]) = 0 or user_id = any ($3::uuid[])))",
                 db_id(order_id), db_id(point_id), db_texts(user_ids, count)));
    *ret_was = rows_bool(rows, 0, 0);
    return OK;
}

struct status parcel_owners(struct tx *tx, const char *point_id, const char *after, int limit,
                            const char *const **ret_user_ids, size_t *ret_count)
{
    const char **user_ids;
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select distinct user_id from parcels where open and point_id = $1 and user_id > " DB_AFTER(
                     "$2") " order by user_id limit $3",
                 db_id(point_id), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    user_ids = arena_array(tx_arena(tx), const char *, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        user_ids[row] = rows_id(rows, row, 0);
    *ret_user_ids = user_ids;
    return OK;
}

/* ---- codes ---- */

#define CODE_COLUMNS " id, point_id, user_id, code, expires_at, closed_at is null "

static struct pick_up_code code_read(const struct rows *rows, int row)
{
    return (struct pick_up_code){
        .id = rows_id(rows, row, 0),
        .point_id = rows_id(rows, row, 1),
        .user_id = rows_id(rows, row, 2),
        .code = rows_text(rows, row, 3),
        .expires_us = rows_time_us(rows, row, 4),
        .open = rows_bool(rows, row, 5),
    };
}

static struct status code_only(const struct rows *rows, struct pick_up_code *ret_code, bool *ret_found)
{
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        *ret_code = code_read(rows, 0);
    return OK;
}

struct status pick_up_code_of(struct tx *tx, const char *point_id, const char *user_id, struct pick_up_code *ret_code,
                              bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" CODE_COLUMNS "from pick_up_codes where point_id = $1 and user_id = $2 and closed_at is null"
                 " and not one_time",
                 db_id(point_id), db_id(user_id)));
    return code_only(rows, ret_code, ret_found);
}

struct status pick_up_code_insert(struct tx *tx, const struct pick_up_code *code, bool *ret_inserted)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into pick_up_codes (id, point_id, user_id, code, one_time, expires_at)"
                      " values ($1, $2, $3, $4, $5, $6)"
                      " on conflict do nothing",
                      db_id(code->id), db_id(code->point_id), db_id(code->user_id), db_text(code->code),
                      db_bool(code->expires_us > 0), db_time(code->expires_us)));
    *ret_inserted = inserted == 1;
    return OK;
}

struct status pick_up_code_typed(struct tx *tx, const char *point_id, const char *code, struct pick_up_code *ret_code,
                                 bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" CODE_COLUMNS "from pick_up_codes where point_id = $1 and code = $2"
                 " order by closed_at desc nulls first limit 1",
                 db_id(point_id), db_text(code)));
    return code_only(rows, ret_code, ret_found);
}

struct status pick_up_code_by_id(struct tx *tx, const char *code_id, struct pick_up_code *ret_code, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" CODE_COLUMNS "from pick_up_codes where id = $1", db_id(code_id)));
    return code_only(rows, ret_code, ret_found);
}

struct status pick_up_code_close(struct tx *tx, const char *code_id, bool *ret_closed)
{
    int64_t closed;

    TRY(db_exec_count(tx, &closed, "update pick_up_codes set closed_at = now() where id = $1 and closed_at is null",
                      db_id(code_id)));
    *ret_closed = closed == 1;
    return OK;
}

struct status pick_up_code_end_shared(struct tx *tx, const char *point_id, const char *user_id)
{
    return db_exec(tx,
                   "update pick_up_codes set closed_at = now() where point_id = $1 and user_id = $2"
                   " and closed_at is null and one_time",
                   db_id(point_id), db_id(user_id));
}
