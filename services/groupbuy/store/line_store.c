#include "groupbuy/store/line_store.h"

#define NEW(tx, type, count) arena_array(tx_arena(tx), type, (count))

static const char *id_or_null(const char *id)
{
    return id && *id ? id : NULL;
}

/* One array a column. */
struct columns {
    const char **products, **skus, **product_titles, **sku_titles, **images, **pools, **pool_ids;
    int64_t *quantities, *weights, *list_prices, *prices, *starters, *eligible;
    int64_t *lists, *campaigns, *coupons, *points, *deliveries, *payables;
};

static struct columns columns_make(struct tx *tx, size_t count)
{
    return (struct columns){
        .products = NEW(tx, const char *, count),
        .skus = NEW(tx, const char *, count),
        .product_titles = NEW(tx, const char *, count),
        .sku_titles = NEW(tx, const char *, count),
        .images = NEW(tx, const char *, count),
        .pools = NEW(tx, const char *, count),
        .pool_ids = NEW(tx, const char *, count),
        .quantities = NEW(tx, int64_t, count),
        .weights = NEW(tx, int64_t, count),
        .list_prices = NEW(tx, int64_t, count),
        .prices = NEW(tx, int64_t, count),
        .starters = NEW(tx, int64_t, count),
        .eligible = NEW(tx, int64_t, count),
        .lists = NEW(tx, int64_t, count),
        .campaigns = NEW(tx, int64_t, count),
        .coupons = NEW(tx, int64_t, count),
        .points = NEW(tx, int64_t, count),
        .deliveries = NEW(tx, int64_t, count),
        .payables = NEW(tx, int64_t, count),
    };
}

static void columns_fill(struct columns *c, size_t i, const struct order_line *line)
{
    c->products[i] = line->product_id;
    c->skus[i] = line->sku_id;
    c->product_titles[i] = line->product_title;
    c->sku_titles[i] = line->sku_title;
    c->images[i] = line->image_url;
    c->pools[i] = pool_name(line->pool);
    c->pool_ids[i] = id_or_null(line->pool_id);
    c->quantities[i] = line->quantity;
    c->weights[i] = line->weight_g;
    c->list_prices[i] = line->list_price;
    c->prices[i] = line->price;
    c->starters[i] = line->starter_discount;
    c->eligible[i] = line->coupon_eligible;
    c->lists[i] = line->list;
    c->campaigns[i] = line->campaign_discount;
    c->coupons[i] = line->coupon_discount;
    c->points[i] = line->points_discount;
    c->deliveries[i] = line->delivery;
    c->payables[i] = line->payable;
}

struct status lines_insert(struct tx *tx, const char *order_id, struct order_line *lines, size_t count)
{
    struct columns c = columns_make(tx, count);

    if (count == 0 || count > ORDER_LINES_MAX)
        return fail(INTERNAL, "an order of %zu lines", count);
    for (size_t i = 0; i < count; i++) {
        lines[i].order_id = order_id;
        lines[i].position = (int)i;
        columns_fill(&c, i, &lines[i]);
    }
    return db_exec(
        tx,
        "insert into order_lines (order_id, position, product_id, sku_id, product_title, sku_title, image_url, pool,"
        " pool_id, quantity, weight_g, list_price_fen, price_fen, starter_discount_fen, coupon_eligible, list_fen,"
        " campaign_discount_fen, coupon_discount_fen, points_discount_fen, delivery_fen, payable_fen, no_return,"
        " claim_hours, claim_percent, claim_borne_by)"
        " select $1, l.i - 1, product_id, sku_id, l.product_title, l.sku_title, l.image_url, l.pool, l.pool_id,"
        " l.quantity, l.weight, list_price, price, starter, eligible <> 0, list, campaign, coupon, points, delivery,"
        " payable, p.no_return, p.claim_hours, p.claim_percent, p.claim_borne_by"
        " from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::bigint[],"
        " $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[],"
        " $17::bigint[], $18::bigint[], $19::bigint[], $20::bigint[]) with ordinality as l (product_id, sku_id,"
        " product_title, sku_title, image_url, pool, pool_id, quantity, weight, list_price, price, starter, eligible,"
        " list, campaign, coupon, points, delivery, payable, i) left join products p on p.id = l.product_id",
        db_id(order_id), db_texts(c.products, count), db_texts(c.skus, count), db_texts(c.product_titles, count),
        db_texts(c.sku_titles, count), db_texts(c.images, count), db_texts(c.pools, count), db_texts(c.pool_ids, count),
        db_ints(c.quantities, count), db_ints(c.weights, count), db_ints(c.list_prices, count),
        db_ints(c.prices, count), db_ints(c.starters, count), db_ints(c.eligible, count), db_ints(c.lists, count),
        db_ints(c.campaigns, count), db_ints(c.coupons, count), db_ints(c.points, count), db_ints(c.deliveries, count),
        db_ints(c.payables, count));
}

#define LINE_COLUMNS                                                                                                   \
    " order_id, position, product_id, sku_id, product_title, sku_title, image_url, quantity, weight_g, pool, pool_id," \
    " list_price_fen, price_fen, starter_discount_fen, coupon_eligible, list_fen, campaign_discount_fen,"              \
    " coupon_discount_fen, points_discount_fen, delivery_fen, payable_fen, returned, fulfilled, refunded_units,"       \
    " refunded_fen, no_return, claim_hours, claim_percent, claim_borne_by "

static struct promise promise_read(const struct rows *rows, int row, int column)
{
    return (struct promise){
        .no_return = no_return_of(rows_text(rows, row, column)),
        .claim_hours = (int32_t)rows_int(rows, row, column + 1),
        .claim_percent = (int32_t)rows_int(rows, row, column + 2),
        .claim_borne_by = bearer_of(rows_text(rows, row, column + 3)),
    };
}

static struct order_line line_read(const struct rows *rows, int row)
{
    return (struct order_line){
        .order_id = rows_id(rows, row, 0),
        .position = (int)rows_int(rows, row, 1),
        .product_id = rows_id(rows, row, 2),
        .sku_id = rows_id(rows, row, 3),
        .product_title = rows_text(rows, row, 4),
        .sku_title = rows_text(rows, row, 5),
        .image_url = rows_text(rows, row, 6),
        .quantity = (int32_t)rows_int(rows, row, 7),
        .weight_g = (int32_t)rows_int(rows, row, 8),
        .pool = pool_of(rows_text(rows, row, 9)),
        .pool_id = rows_id(rows, row, 10),
        .list_price = rows_int(rows, row, 11),
        .price = rows_int(rows, row, 12),
        .starter_discount = rows_int(rows, row, 13),
        .coupon_eligible = rows_bool(rows, row, 14),
        .list = rows_int(rows, row, 15),
        .campaign_discount = rows_int(rows, row, 16),
        .coupon_discount = rows_int(rows, row, 17),
        .points_discount = rows_int(rows, row, 18),
        .delivery = rows_int(rows, row, 19),
        .payable = rows_int(rows, row, 20),
        .returned = (int32_t)rows_int(rows, row, 21),
        .fulfilled = (int32_t)rows_int(rows, row, 22),
        .refunded_units = (int32_t)rows_int(rows, row, 23),
        .refunded = rows_int(rows, row, 24),
        .promise = promise_read(rows, row, 25),
    };
}

struct status order_lines_ask(struct tx *tx, const char *const *order_ids, size_t orders_count, struct rows **ret_rows)
{
    return db_ask(tx, ret_rows,
                  "select" LINE_COLUMNS
                  "from order_lines where order_id = any ($1::uuid[]) order by order_id, position",
                  db_texts(order_ids, orders_count));
}

size_t order_lines_read(struct arena *arena, const struct rows *rows, struct order_line **ret_lines)
{
    struct order_line *lines = arena_array(arena, struct order_line, (size_t)rows_count(rows));

    for (int row = 0; row < rows_count(rows); row++)
        lines[row] = line_read(rows, row);
    *ret_lines = lines;
    return (size_t)rows_count(rows);
}

struct status order_lines_get(struct tx *tx, const char *order_id, struct order_line **ret_lines, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" LINE_COLUMNS "from order_lines where order_id = $1 order by position",
                 db_id(order_id)));
    *ret_count = order_lines_read(tx_arena(tx), rows, ret_lines);
    return OK;
}

struct status line_return(struct tx *tx, struct order_line *line, int32_t units)
{
    int64_t changed;

    TRY(db_exec_count(tx, &changed,
                      "update order_lines set returned = returned + $4 where order_id = $1 and position = $2"
                      " and returned = $3",
                      db_id(line->order_id), db_int(line->position), db_int(line->returned), db_int(units)));
    if (changed != 1)
        return fail(CONFLICT, "units of order %s have gone back meanwhile", line->order_id);
    line->returned += units;
    return OK;
}

struct status line_fulfil(struct tx *tx, struct order_line *line, int32_t units)
{
    int64_t changed;

    TRY(db_exec_count(tx, &changed,
                      "update order_lines set fulfilled = fulfilled + $4 where order_id = $1 and position = $2"
                      " and fulfilled = $3",
                      db_id(line->order_id), db_int(line->position), db_int(line->fulfilled), db_int(units)));
    if (changed != 1)
        return fail(CONFLICT, "units of order %s were handed out meanwhile", line->order_id);
    line->fulfilled += units;
    return OK;
}

struct status lines_promise(struct tx *tx, struct order_line *lines, size_t count)
{
    const char **products = NEW(tx, const char *, count);
    struct rows *rows;

    for (size_t i = 0; i < count; i++)
        products[i] = lines[i].product_id;
    TRY(db_query(tx, &rows,
                 "select g.i - 1, p.no_return, p.claim_hours, p.claim_percent, p.claim_borne_by"
                 " from unnest($1::uuid[]) with ordinality as g (id, i) join products p on p.id = g.id",
                 db_texts(products, count)));
    for (int row = 0; row < rows_count(rows); row++)
        lines[rows_int(rows, row, 0)].promise = promise_read(rows, row, 1);
    return OK;
}

struct status line_claim_hours(struct tx *tx, const char *order_id, int64_t *ret_hours)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select coalesce(max(claim_hours), 0) from order_lines where order_id = $1",
                 db_id(order_id)));
    *ret_hours = rows_int(rows, 0, 0);
    return OK;
}

struct status line_sellers(struct tx *tx, const char *order_id, size_t count, const char ***ret_sellers)
{
    const char **sellers = NEW(tx, const char *, count);
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select p.seller_licence from order_lines l join products p on p.id = l.product_id"
                 " where l.order_id = $1 order by l.position",
                 db_id(order_id)));
    if ((size_t)rows_count(rows) != count)
        return fail(INTERNAL, "order %s has a line without its product", order_id);
    for (size_t i = 0; i < count; i++)
        sellers[i] = rows_text(rows, (int)i, 0);
    *ret_sellers = sellers;
    return OK;
}

struct status lines_return_all(struct tx *tx, const char *const *order_ids, size_t orders_count,
                               struct line_units **ret_units, size_t *ret_count)
{
    struct line_units *units;
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "update order_lines l set returned = l.quantity from (select order_id, position, returned from"
                 " order_lines where order_id = any ($1::uuid[]) and returned < quantity"
                 " order by order_id, position for update) as held"
                 " where l.order_id = held.order_id and l.position = held.position"
                 " returning l.order_id, l.pool, l.pool_id, l.product_id, l.quantity - held.returned",
                 db_texts(order_ids, orders_count)));
    units = NEW(tx, struct line_units, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        units[row] = (struct line_units){
            .order_id = rows_id(rows, row, 0),
            .pool = pool_of(rows_text(rows, row, 1)),
            .pool_id = rows_id(rows, row, 2),
            .product_id = rows_id(rows, row, 3),
            .units = (int32_t)rows_int(rows, row, 4),
        };
    *ret_units = units;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}
