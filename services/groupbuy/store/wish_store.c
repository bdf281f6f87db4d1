#include "groupbuy/store/wish_store.h"

#define LEVEL_COLUMNS " s.id, s.product_id, p.title, s.title, s.stock, s.low_at, s.low_told "

static struct stock_level level_read(const struct rows *rows, int row)
{
    return (struct stock_level){
        .sku_id = rows_id(rows, row, 0),
        .product_id = rows_id(rows, row, 1),
        .product_title = rows_text(rows, row, 2),
        .sku_title = rows_text(rows, row, 3),
        .stock = rows_int(rows, row, 4),
        .low_at = rows_int(rows, row, 5),
        .low = rows_bool(rows, row, 6),
    };
}

struct status alarm_set(struct tx *tx, const char *sku_id, int64_t low_at)
{
    return db_exec(tx, "update skus set low_at = $2::bigint, low_told = low_told and $2::bigint > 0 where id = $1",
                   db_id(sku_id), db_int(low_at));
}

struct status alarms_due(struct tx *tx, int limit, struct stock_level **ret_levels, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "update skus s set low_told = not s.low_told from products p, (select id from skus"
                 "  where low_at > 0 and (stock <= low_at) <> low_told order by id limit $1"
                 "  for no key update skip locked) d"
                 " where s.id = d.id and p.id = s.product_id returning" LEVEL_COLUMNS,
                 db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_levels = arena_array(tx_arena(tx), struct stock_level, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_levels)[row] = level_read(rows, row);
    return OK;
}

struct status wish_add(struct tx *tx, const char *sku_id, const char *user_id, int64_t max, bool *ret_full)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from stock_wishes where user_id = $1 and sku_id <> $2", db_id(user_id),
                 db_id(sku_id)));
    *ret_full = rows_int(rows, 0, 0) >= max;
    if (*ret_full)
        return OK;
    TRY(db_exec(tx, "insert into stock_wishes (sku_id, user_id) values ($1, $2) on conflict do nothing", db_id(sku_id),
                db_id(user_id)));
    return db_exec(tx, "update skus set wished = true where id = $1 and not wished", db_id(sku_id));
}

struct status wish_remove(struct tx *tx, const char *sku_id, const char *user_id)
{
    return db_exec(tx, "delete from stock_wishes where sku_id = $1 and user_id = $2", db_id(sku_id), db_id(user_id));
}

struct status wished_back(struct tx *tx, struct stock_level *ret_level, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" LEVEL_COLUMNS "from skus s join products p on p.id = s.product_id"
                 " where s.wished and s.stock > 0 and p.status = 'ON_SHELF' order by s.id limit 1"
                 " for no key update of s skip locked"));
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        *ret_level = level_read(rows, 0);
    return OK;
}

struct status wishes_take(struct tx *tx, const char *sku_id, int limit, const char *const **ret_user_ids,
                          size_t *ret_count)
{
    struct rows *rows;
    const char **ids;

    TRY(db_query(tx, &rows,
                 "delete from stock_wishes where sku_id = $1 and user_id in (select user_id from stock_wishes"
                 " where sku_id = $1 order by asked_at, user_id limit $2) returning user_id",
                 db_id(sku_id), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    ids = arena_array(tx_arena(tx), const char *, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        ids[row] = rows_id(rows, row, 0);
    *ret_user_ids = ids;
    return *ret_count < (size_t)limit ? db_exec(tx, "update skus set wished = false where id = $1", db_id(sku_id)) : OK;
}
