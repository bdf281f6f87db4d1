#include "groupbuy/store/shelf_store.h"

struct columns {
    const char **skus, **products;
    int64_t *units;
};

static struct columns columns_of(struct tx *tx, const struct shelf_units *units, size_t count)
{
    struct columns c = { .skus = arena_array(tx_arena(tx), const char *, count),
                         .products = arena_array(tx_arena(tx), const char *, count),
                         .units = arena_array(tx_arena(tx), int64_t, count) };

    for (size_t i = 0; i < count; i++) {
        c.skus[i] = units[i].sku_id;
        c.products[i] = units[i].product_id;
        c.units[i] = units[i].units;
    }
    return c;
}

/* Summed by product, locked in order of the products' ids. */
static struct status buyer_holds_more(struct tx *tx, const char *user_id, const struct columns *c, size_t count)
{
    return db_exec(tx,
                   "insert into product_buyers as b (product_id, user_id, held)"
                   " select product, $1, sum(units) from unnest($2::uuid[], $3::bigint[]) as u (product, units)"
                   " group by product order by product"
                   " on conflict (product_id, user_id) do update set held = b.held + excluded.held",
                   db_id(user_id), db_texts(c->products, count), db_ints(c->units, count));
}

static struct status buyer_holds_less(struct tx *tx, const char *user_id, const struct columns *c, size_t count)
{
    TRY(db_exec(tx,
                "select from product_buyers where user_id = $1 and product_id = any ($2::uuid[])"
                " order by product_id for update",
                db_id(user_id), db_texts(c->products, count)));
    return db_exec(tx,
                   "update product_buyers b set held = b.held - u.units from (select product, sum(units) as units"
                   " from unnest($2::uuid[], $3::bigint[]) as g (product, units) group by product) as u"
                   " where b.user_id = $1 and b.product_id = u.product",
                   db_id(user_id), db_texts(c->products, count), db_ints(c->units, count));
}

/* Summed by SKU, locked in order of their ids; `sign` 1: out of the stock, -1: into it. */
static struct status stock_change(struct tx *tx, const struct columns *c, size_t count, int sign)
{
    TRY(db_exec(tx, "select from skus where id = any ($1::uuid[]) order by id for update", db_texts(c->skus, count)));
    return db_exec(tx,
                   "update skus s set stock = s.stock - $3 * u.units from (select sku, sum(units) as units"
                   " from unnest($1::uuid[], $2::bigint[]) as g (sku, units) group by sku) as u where s.id = u.sku",
                   db_texts(c->skus, count), db_ints(c->units, count), db_int(sign));
}

struct status shelf_take(struct tx *tx, const char *user_id, const struct shelf_units *units, size_t count)
{
    const struct columns c = columns_of(tx, units, count);

    if (count == 0)
        return OK;
    TRY(buyer_holds_more(tx, user_id, &c, count));
    return stock_change(tx, &c, count, 1);
}

struct status shelf_give_back(struct tx *tx, const char *user_id, const struct shelf_units *units, size_t count)
{
    const struct columns c = columns_of(tx, units, count);

    if (count == 0)
        return OK;
    TRY(buyer_holds_less(tx, user_id, &c, count));
    return stock_change(tx, &c, count, -1);
}

struct status shelf_read(struct tx *tx, const char *user_id, const char *const *sku_ids, size_t count,
                         struct shelf_item **ret_items, size_t *ret_count)
{
    struct shelf_item *items;
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select s.id, p.id, p.title, s.title, coalesce(nullif(s.image_url, ''), p.image_urls[1], ''),"
        " s.list_price_fen, s.weight_g, s.stock, p.status = 'ON_SHELF', p.per_user_limit,"
        " coalesce((select b.held from product_buyers b where b.product_id = p.id and b.user_id = $1), 0), p.kind,"
        " p.no_return <> 'NONE', greatest(p.per_household_limit, p.per_address_limit, p.per_phone_limit) > 0"
        " from skus s join products p on p.id = s.product_id where s.id = any ($2::uuid[])",
        db_id(user_id), db_texts(sku_ids, count)));
    items = arena_array(tx_arena(tx), struct shelf_item, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        items[row] = (struct shelf_item){
            .sku_id = rows_id(rows, row, 0),
            .product_id = rows_id(rows, row, 1),
            .product_title = rows_text(rows, row, 2),
            .sku_title = rows_text(rows, row, 3),
            .image_url = rows_text(rows, row, 4),
            .list_price = rows_int(rows, row, 5),
            .weight_g = (int32_t)rows_int(rows, row, 6),
            .stock = rows_int(rows, row, 7),
            .on_shelf = rows_bool(rows, row, 8),
            .per_user_limit = (int32_t)rows_int(rows, row, 9),
            .held = rows_int(rows, row, 10),
            .kind = product_kind_of(rows_text(rows, row, 11)),
            .no_return = rows_bool(rows, row, 12),
            .shares_limit = rows_bool(rows, row, 13),
        };
    *ret_items = items;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status shelf_lock(struct tx *tx, const char *user_id, const char *const *sku_ids, size_t count,
                         struct shelf_item **ret_items, size_t *ret_count)
{
    TRY(db_ask(tx, NULL,
               "insert into product_buyers as b (product_id, user_id, held)"
               " select distinct product_id, $1::uuid, 0 from skus where id = any ($2::uuid[]) order by product_id"
               " on conflict (product_id, user_id) do update set held = excluded.held where false",
               db_id(user_id), db_texts(sku_ids, count)));
    TRY(db_ask(tx, NULL, "select from skus where id = any ($1::uuid[]) order by id for update",
               db_texts(sku_ids, count)));
    TRY(db_ask(tx, NULL,
               "select from products where id in (select product_id from skus where id = any ($1::uuid[]))"
               " order by id for share",
               db_texts(sku_ids, count)));
    return shelf_read(tx, user_id, sku_ids, count, ret_items, ret_count);
}
