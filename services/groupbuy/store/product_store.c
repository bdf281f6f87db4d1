#include "groupbuy/store/product_store.h"

#include <string.h>

#include "groupbuy/domain/names.h"
#include "groupbuy/store/images.h"

static const char *const statuses[] = { "", "DRAFT", "ON_SHELF", "OFF_SHELF" };
static const char *const kinds[] = { "", "GOODS", "SERVICE", "CONTENT", "CARD" };

static struct status insert_skus(struct tx *tx, const struct product *product)
{
    for (size_t i = 0; i < product->skus_count; i++) {
        const struct sku *sku = &product->skus[i];

        TRY(db_exec(
            tx,
            "insert into skus (id, product_id, position, title, list_price_fen, cost_price_fen, stock, weight_g,"
            " image_url) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            db_id(sku->id), db_id(product->id), db_int((int64_t)i), db_text(sku->title), db_int(sku->list_price),
            db_int(sku->cost_price), db_int(sku->stock), db_int(sku->weight_g), db_text(sku->image_url)));
    }
    return OK;
}

struct status product_insert(struct tx *tx, const struct product *product, const char *created_by)
{
    TRY(db_exec(
        tx,
        "insert into products (id, title, description, category, image_urls, seller_name, seller_licence, status,"
        " created_by, per_user_limit, kind, attributes, food, food_origin, food_shelf_life_days, food_storage,"
        " food_licence, no_return, claim_hours, claim_percent, claim_borne_by, per_household_limit, per_address_limit,"
        " per_phone_limit) values ($1, $2, $3, $4, $5::text[], $6, $7, $8, $9, $10, $11, $12::text[], $13, $14, $15, $16, $17, $18, $19,"
        "  $20, $21, $22, $23, $24)",
        db_id(product->id), db_text(product->title), db_text(product->description), db_text(product->category),
        db_texts(product->image_urls, product->image_urls_count), db_text(product->seller_name),
        db_text(product->seller_licence), db_text(NAME_OF(statuses, product->status)), db_id(created_by),
        db_int(product->per_user_limit), db_text(product_kind_name(product->kind)),
        db_texts(product->attributes, product->attributes_count), db_bool(product->food.is),
        db_text(product->food.origin), db_int(product->food.shelf_life_days), db_text(product->food.storage),
        db_text(product->food.licence), db_text(no_return_name(product->promise.no_return)),
        db_int(product->promise.claim_hours), db_int(product->promise.claim_percent),
        db_text(bearer_name(product->promise.claim_borne_by)), db_int(product->limits.household),
        db_int(product->limits.address), db_int(product->limits.phone)));
    return insert_skus(tx, product);
}

#define PRODUCT_COLUMNS                                                                                                \
    " id, title, description, category, array_to_string(image_urls, E'\\n'), seller_name, seller_licence, status,"     \
    " created_at, per_user_limit, kind, number, array_to_string(attributes, E'\\n'), food, food_origin,"               \
    " food_shelf_life_days, food_storage, food_licence, no_return, claim_hours, claim_percent, claim_borne_by,"        \
    " version, per_household_limit, per_address_limit, per_phone_limit "

static struct promise promise_read(const struct rows *rows, int row)
{
    return (struct promise){
        .no_return = no_return_of(rows_text(rows, row, 18)),
        .claim_hours = (int32_t)rows_int(rows, row, 19),
        .claim_percent = (int32_t)rows_int(rows, row, 20),
        .claim_borne_by = bearer_of(rows_text(rows, row, 21)),
    };
}

static void product_read(struct tx *tx, const struct rows *rows, int row, struct product *product)
{
    *product = (struct product){
        .id = rows_id(rows, row, 0),
        .title = rows_text(rows, row, 1),
        .description = rows_text(rows, row, 2),
        .category = rows_text(rows, row, 3),
        .seller_name = rows_text(rows, row, 5),
        .seller_licence = rows_text(rows, row, 6),
        .status = (enum product_status)NUMBER_OF(statuses, rows_text(rows, row, 7)),
        .created_us = rows_time_us(rows, row, 8),
        .per_user_limit = (int32_t)rows_int(rows, row, 9),
        .kind = product_kind_of(rows_text(rows, row, 10)),
        .number = rows_text(rows, row, 11),
        .food = { .is = rows_bool(rows, row, 13),
                  .origin = rows_text(rows, row, 14),
                  .shelf_life_days = (int32_t)rows_int(rows, row, 15),
                  .storage = rows_text(rows, row, 16),
                  .licence = rows_text(rows, row, 17) },
        .promise = promise_read(rows, row),
        .version = rows_int(rows, row, 22),
        .limits = { .household = (int32_t)rows_int(rows, row, 23),
                    .address = (int32_t)rows_int(rows, row, 24),
                    .phone = (int32_t)rows_int(rows, row, 25) },
    };
    product->attributes = images_split(tx_arena(tx), rows_text(rows, row, 12), &product->attributes_count);
    product->image_urls = images_split(tx_arena(tx), rows_text(rows, row, 4), &product->image_urls_count);
}

#define SKU_COLUMNS " id, product_id, title, list_price_fen, cost_price_fen, stock, weight_g, image_url "

static struct sku sku_read(const struct rows *rows, int row)
{
    return (struct sku){
        .id = rows_id(rows, row, 0),
        .product_id = rows_id(rows, row, 1),
        .title = rows_text(rows, row, 2),
        .list_price = rows_int(rows, row, 3),
        .cost_price = rows_int(rows, row, 4),
        .stock = rows_int(rows, row, 5),
        .weight_g = (int32_t)rows_int(rows, row, 6),
        .image_url = rows_text(rows, row, 7),
    };
}

/* The SKUs of all these products, in one statement. */
static struct status read_skus(struct tx *tx, struct product *products, size_t count)
{
    const char **ids = arena_array(tx_arena(tx), const char *, count);
    struct rows *rows;

    for (size_t i = 0; i < count; i++)
        ids[i] = products[i].id;
    TRY(db_query(tx, &rows,
                 "select" SKU_COLUMNS "from skus where product_id = any ($1::uuid[]) order by product_id, position",
                 db_texts(ids, count)));
    for (size_t i = 0; i < count; i++) {
        products[i].skus = arena_array(tx_arena(tx), struct sku, (size_t)rows_count(rows));
        for (int row = 0; row < rows_count(rows); row++)
            if (strcmp(rows_id(rows, row, 1), products[i].id) == 0)
                products[i].skus[products[i].skus_count++] = sku_read(rows, row);
    }
    return OK;
}

struct status product_get(struct tx *tx, const char *product_id, bool only_on_shelf, struct product *ret_product)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" PRODUCT_COLUMNS "from products where id = $1 and (status = 'ON_SHELF' or not $2)",
                 db_id(product_id), db_bool(only_on_shelf)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "product %s", product_id);
    product_read(tx, rows, 0, ret_product);
    return read_skus(tx, ret_product, 1);
}

static struct status read_products(struct tx *tx, const struct rows *rows, struct product **ret_products,
                                   size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_products = arena_array(tx_arena(tx), struct product, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        product_read(tx, rows, row, &(*ret_products)[row]);
    return read_skus(tx, *ret_products, *ret_count);
}

struct status product_list(struct tx *tx, const char *category, const char *after, int limit,
                           struct product **ret_products, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" PRODUCT_COLUMNS
                 "from products where status = 'ON_SHELF' and kind <> 'CONTENT' and ($1 = '' or category = $1)"
                 " and id < " DB_BEFORE("$2") " order by id desc limit $3",
                 db_text(category), db_id(after), db_int(limit)));
    return read_products(tx, rows, ret_products, ret_count);
}

/* Pairs of characters narrow it down by the index; that the words themselves stand there is looked at then. */
struct status product_search(struct tx *tx, const char *words, const char *category, const char *after, int limit,
                             struct product **ret_products, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "with w as (select word from regexp_split_to_table(lower($1), '\\s+') as word where word <> ''),"
                 " g as (select coalesce(array_agg(gram), '{}') as grams from w, unnest(product_grams(word)) as gram)"
                 " select" PRODUCT_COLUMNS "from products where status = 'ON_SHELF' and ($2 = '' or category = $2)"
                 " and grams @> (select g.grams from g) and id < " DB_BEFORE(
                     "$3") " and not exists (select from w where position(word in lower(title || ' ' || category)) = 0)"
                           " order by id desc limit $4",
                 db_text(words), db_text(category), db_id(after), db_int(limit)));
    return read_products(tx, rows, ret_products, ret_count);
}

struct status product_list_all(struct tx *tx, enum product_status status, const char *after, int limit,
                               struct product **ret_products, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" PRODUCT_COLUMNS
                 "from products where ($1 = '' or status = $1) and id < " DB_BEFORE("$2") " order by id desc limit $3",
                 db_text(product_status_name(status)), db_id(after), db_int(limit)));
    return read_products(tx, rows, ret_products, ret_count);
}

struct status product_update(struct tx *tx, const struct product *product, bool *ret_done)
{
    int64_t updated;

    TRY(db_exec_count(
        tx, &updated,
        "update products set version = version + 1, title = $3, description = $4, category = $5,"
        " image_urls = $6::text[], seller_name = $7, seller_licence = $8, per_user_limit = $9, attributes = "
        "$10::text[],"
        " food = $11, food_origin = $12, food_shelf_life_days = $13, food_storage = $14, food_licence = $15,"
        " no_return = $16, claim_hours = $17, claim_percent = $18, claim_borne_by = $19,"
        " per_household_limit = $20, per_address_limit = $21, per_phone_limit = $22 where id = $1 and version = $2",
        db_id(product->id), db_int(product->version), db_text(product->title), db_text(product->description),
        db_text(product->category), db_texts(product->image_urls, product->image_urls_count),
        db_text(product->seller_name), db_text(product->seller_licence), db_int(product->per_user_limit),
        db_texts(product->attributes, product->attributes_count), db_bool(product->food.is),
        db_text(product->food.origin), db_int(product->food.shelf_life_days), db_text(product->food.storage),
        db_text(product->food.licence), db_text(no_return_name(product->promise.no_return)),
        db_int(product->promise.claim_hours), db_int(product->promise.claim_percent),
        db_text(bearer_name(product->promise.claim_borne_by)), db_int(product->limits.household),
        db_int(product->limits.address), db_int(product->limits.phone)));
    *ret_done = updated > 0;
    return OK;
}

struct status sku_update(struct tx *tx, const struct sku *sku, int64_t version, bool *ret_done)
{
    int64_t updated;

    TRY(db_exec_count(tx, &updated,
                      "update products set version = version + 1 where version = $2"
                      " and id = (select product_id from skus where id = $1)",
                      db_id(sku->id), db_int(version)));
    *ret_done = updated > 0;
    return db_exec(tx, "update skus set title = $2, list_price_fen = $3, weight_g = $4, image_url = $5 where id = $1",
                   db_id(sku->id), db_text(sku->title), db_int(sku->list_price), db_int(sku->weight_g),
                   db_text(sku->image_url));
}

struct status sku_adjust(struct tx *tx, const char *sku_id, int64_t change)
{
    return db_exec(tx, "update skus set stock = stock + $2 where id = $1", db_id(sku_id), db_int(change));
}

const char *product_kind_name(enum product_kind kind)
{
    return NAME_OF(kinds, kind);
}

enum product_kind product_kind_of(const char *name)
{
    return (enum product_kind)NUMBER_OF(kinds, name);
}

const char *product_status_name(enum product_status status)
{
    return NAME_OF(statuses, status);
}

struct status product_set_status(struct tx *tx, const char *product_id, enum product_status status,
                                 enum product_status *ret_before)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select status from products where id = $1 for update", db_id(product_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "product %s", product_id);
    *ret_before = (enum product_status)NUMBER_OF(statuses, rows_text(rows, 0, 0));
    return db_exec(tx, "update products set status = $2 where id = $1", db_id(product_id),
                   db_text(product_status_name(status)));
}

struct status sku_lock(struct tx *tx, const char *sku_id, struct sku *ret_sku, struct product *ret_product)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" SKU_COLUMNS "from skus where id = $1 for update", db_id(sku_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "SKU %s", sku_id);
    *ret_sku = sku_read(rows, 0);
    TRY(db_query(tx, &rows, "select" PRODUCT_COLUMNS "from products where id = $1 for share",
                 db_id(ret_sku->product_id)));
    if (rows_count(rows) == 0)
        return fail(INTERNAL, "SKU %s has no product", sku_id);
    product_read(tx, rows, 0, ret_product);
    return OK;
}

struct status sku_get(struct tx *tx, const char *sku_id, struct sku *ret_sku, struct product *ret_product)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" SKU_COLUMNS "from skus where id = $1", db_id(sku_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "SKU %s", sku_id);
    *ret_sku = sku_read(rows, 0);
    return product_get(tx, ret_sku->product_id, false, ret_product);
}

struct status sku_take(struct tx *tx, const char *sku_id, int64_t units)
{
    return db_exec(tx, "update skus set stock = stock - $2 where id = $1", db_id(sku_id), db_int(units));
}
