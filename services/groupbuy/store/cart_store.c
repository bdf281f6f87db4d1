#include "groupbuy/store/cart_store.h"

struct status cart_put(struct tx *tx, const char *user_id, const struct cart_item *item, int items_max, bool *ret_full)
{
    int64_t put;

    TRY(db_exec(tx, "select pg_advisory_xact_lock(hashtextextended('cart ' || $1, 0))", db_text(user_id)));
    TRY(db_exec_count(tx, &put,
                      "insert into cart_items (user_id, sku_id, quantity, price_fen) select $1, $2, $3, $4"
                      " where (select count(*) from cart_items where user_id = $1 and sku_id <> $2) < $5"
                      " on conflict (user_id, sku_id) do update set quantity = $3, price_fen = $4, put_at = now()",
                      db_id(user_id), db_id(item->sku_id), db_int(item->quantity), db_int(item->put_price),
                      db_int(items_max)));
    *ret_full = put == 0;
    return OK;
}

struct status cart_remove(struct tx *tx, const char *user_id, const char *sku_id)
{
    return db_exec(tx, "delete from cart_items where user_id = $1 and sku_id = $2", db_id(user_id), db_id(sku_id));
}

struct status cart_clear(struct tx *tx, const char *user_id)
{
    return db_exec(tx, "delete from cart_items where user_id = $1", db_id(user_id));
}

struct status cart_list(struct tx *tx, const char *user_id, int limit, struct cart_item **ret_items, size_t *ret_count)
{
    struct cart_item *items;
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select sku_id, quantity, price_fen, put_at from cart_items where user_id = $1"
                 " order by put_at desc, sku_id limit $2",
                 db_id(user_id), db_int(limit)));
    items = arena_array(tx_arena(tx), struct cart_item, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        items[row] = (struct cart_item){ .sku_id = rows_id(rows, row, 0),
                                         .quantity = (int32_t)rows_int(rows, row, 1),
                                         .put_price = rows_int(rows, row, 2),
                                         .put_us = rows_time_us(rows, row, 3) };
    *ret_items = items;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}
