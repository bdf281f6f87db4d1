#include "groupbuy/store/import_store.h"

#include <string.h>

#include "base/id.h"
#include "groupbuy/domain/names.h"

static const char *const states[] = { "", "WAITING", "RUNNING", "DONE" };

static size_t faults_kept(const struct product_file *read)
{
    return read->faults_count < PRODUCT_FILE_FAULTS_MAX ? read->faults_count : PRODUCT_FILE_FAULTS_MAX;
}

static struct status insert_faults(struct tx *tx, const char *import_id, const struct product_file *read)
{
    size_t count = faults_kept(read);
    int64_t *lines = arena_array(tx_arena(tx), int64_t, count);
    const char **columns = arena_array(tx_arena(tx), const char *, count);
    const char **whats = arena_array(tx_arena(tx), const char *, count);

    for (size_t i = 0; i < count; i++) {
        lines[i] = read->faults[i].line;
        columns[i] = read->faults[i].column;
        whats[i] = read->faults[i].what;
    }
    return db_exec(tx,
                   "insert into product_import_faults (import_id, position, line, column_name, what)"
                   " select $1, nth, line, column_name, what from unnest($2::bigint[], $3::text[], $4::text[])"
                   " with ordinality as g (line, column_name, what, nth)",
                   db_id(import_id), db_ints(lines, count), db_texts(columns, count), db_texts(whats, count));
}

struct status import_insert(struct tx *tx, const struct product_import *import, const void *file,
                            const struct product_file *read, bool *ret_new)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into product_imports (id, key, sha256, bytes, file, lines, lines_bad, products,"
                      " products_bad, faults, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                      " on conflict (key) do nothing",
                      db_id(import->id), db_text(import->key), db_text(import->sha256), db_int(import->bytes),
                      db_bytes(file, (size_t)import->bytes), db_int((int64_t)read->lines_count),
                      db_int((int64_t)read->lines_bad), db_int((int64_t)read->products_count),
                      db_int((int64_t)read->products_bad), db_int((int64_t)read->faults_count),
                      db_id(import->created_by)));
    *ret_new = inserted > 0;
    return inserted > 0 ? insert_faults(tx, import->id, read) : OK;
}

#define IMPORT_COLUMNS                                                                                                 \
    " id, key, sha256, state, bytes, lines, lines_bad, products, products_bad, faults, looked_at, created, updated,"   \
    " created_by, created_at, done_at "

static struct product_import import_read(const struct rows *rows)
{
    return (struct product_import){
        .id = rows_id(rows, 0, 0),
        .key = rows_text(rows, 0, 1),
        .sha256 = rows_text(rows, 0, 2),
        .state = (enum import_state)NUMBER_OF(states, rows_text(rows, 0, 3)),
        .bytes = rows_int(rows, 0, 4),
        .lines = (int32_t)rows_int(rows, 0, 5),
        .lines_bad = (int32_t)rows_int(rows, 0, 6),
        .products = (int32_t)rows_int(rows, 0, 7),
        .products_bad = (int32_t)rows_int(rows, 0, 8),
        .faults = (int32_t)rows_int(rows, 0, 9),
        .looked_at = (int32_t)rows_int(rows, 0, 10),
        .created = (int32_t)rows_int(rows, 0, 11),
        .updated = (int32_t)rows_int(rows, 0, 12),
        .created_by = rows_id(rows, 0, 13),
        .created_us = rows_time_us(rows, 0, 14),
        .done_us = rows_time_us(rows, 0, 15),
    };
}

struct status import_get(struct tx *tx, const char *key, struct product_import *ret_import)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" IMPORT_COLUMNS "from product_imports where key = $1", db_text(key)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "import %s", key);
    *ret_import = import_read(rows);
    return OK;
}

struct status import_lock(struct tx *tx, const char *id, struct product_import *ret_import)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" IMPORT_COLUMNS "from product_imports where id = $1 for update", db_id(id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "import %s", id);
    *ret_import = import_read(rows);
    return OK;
}

struct status import_file(struct tx *tx, const char *id, char **ret_data, size_t *ret_bytes)
{
    struct rows *rows;
    const uint8_t *data;

    TRY(db_query(tx, &rows, "select file from product_imports where id = $1 and file is not null", db_id(id)));
    if (rows_count(rows) == 0)
        return fail(INTERNAL, "import %s has no file", id);
    data = rows_bytes(rows, 0, 0, ret_bytes);
    *ret_data = arena_alloc(tx_arena(tx), *ret_bytes + 1);
    memcpy(*ret_data, data, *ret_bytes);
    return OK;
}

struct status import_advance(struct tx *tx, const struct product_import *import, int32_t looked_at, int32_t created,
                             int32_t updated)
{
    return db_exec(tx,
                   "update product_imports set looked_at = $2, created = created + $3, updated = updated + $4,"
                   " state = case when $2 = products then 'DONE' else 'RUNNING' end,"
                   " done_at = case when $2 = products then now() end,"
                   " file = case when $2 = products then null else file end where id = $1",
                   db_id(import->id), db_int(looked_at), db_int(created), db_int(updated));
}

struct status import_faults(struct tx *tx, const char *import_id, int32_t after_line, int32_t after_position, int limit,
                            struct import_fault **ret_faults, size_t *ret_count)
{
    struct rows *rows;
    struct import_fault *faults;

    TRY(db_query(tx, &rows,
                 "select position, line, column_name, what from product_import_faults"
                 " where import_id = $1 and (line, position) > ($2, $3) order by line, position limit $4",
                 db_id(import_id), db_int(after_line), db_int(after_position), db_int(limit)));
    faults = arena_array(tx_arena(tx), struct import_fault, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        faults[row] = (struct import_fault){ .position = (int32_t)rows_int(rows, row, 0),
                                             .line = (int32_t)rows_int(rows, row, 1),
                                             .column = rows_text(rows, row, 2),
                                             .what = rows_text(rows, row, 3) };
    *ret_faults = faults;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

/* ---- into the catalogue ---- */

/* Names of the columns that the file has: what it has none for stays as it is. */
static struct db_param columns_there(struct tx *tx, const struct product_file *file)
{
    const char **names = arena_array(tx_arena(tx), const char *, COLUMNS);
    size_t count = 0;

    for (int i = 0; i < COLUMNS; i++)
        if (file->has[i])
            names[count++] = product_column_name((enum product_column)i);
    return db_texts(names, count);
}

/* SKUs before products, as everywhere. */
static struct status lock_skus(struct tx *tx, const struct product_file *file,
                               const struct file_product *const *products, size_t count)
{
    const char **numbers = arena_array(tx_arena(tx), const char *, count);

    for (size_t i = 0; i < count; i++)
        numbers[i] = file->lines[products[i]->first].cells[COLUMN_NUMBER];
    return db_exec(tx,
                   "select from skus where product_id in (select id from products where number = any ($1::text[]))"
                   " order by id for update",
                   db_texts(numbers, count));
}

struct product_columns {
    const char **cells[COLUMN_SKU_NUMBER], **ids;
    int64_t *limits, *households, *addresses, *phones;
};

static struct product_columns product_columns_of(struct arena *arena, const struct product_file *file,
                                                 const struct file_product *const *products, size_t count)
{
    struct product_columns c = { .ids = arena_array(arena, const char *, count),
                                 .limits = arena_array(arena, int64_t, count),
                                 .households = arena_array(arena, int64_t, count),
                                 .addresses = arena_array(arena, int64_t, count),
                                 .phones = arena_array(arena, int64_t, count) };

    for (int k = 0; k < COLUMN_SKU_NUMBER; k++)
        c.cells[k] = arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        const struct product_line *line = &file->lines[products[i]->first];

        c.ids[i] = id_make(arena);
        c.limits[i] = line->per_user_limit;
        c.households[i] = line->shared.household;
        c.addresses[i] = line->shared.address;
        c.phones[i] = line->shared.phone;
        for (int k = 0; k < COLUMN_SKU_NUMBER; k++)
            c.cells[k][i] = line->cells[k];
    }
    return c;
}

static struct status merge_products(struct tx *tx, const struct product_file *file,
                                    const struct file_product *const *products, size_t count, const char *created_by,
                                    int32_t *ret_created)
{
    const struct product_columns c = product_columns_of(tx_arena(tx), file, products, count);
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with merged as (insert into products as p (id, number, title, category, description, seller_name,"
        "  seller_licence, image_urls, per_user_limit, per_household_limit, per_address_limit, per_phone_limit, status,"
        "  created_by)"
        " select g.id, g.number, g.title, g.category, g.description, g.seller_name, g.seller_licence,"
        "  coalesce(regexp_split_to_array(nullif(btrim(g.image_urls, E' \\n\\r\\t'), ''), '\\s+'), '{}'), g.lim,"
        "  g.household, g.address, g.phone, 'DRAFT', $1"
        " from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],"
        "  $10::bigint[], $12::bigint[], $13::bigint[], $14::bigint[]) as g (id, number, title, category, description,"
        "  seller_name, seller_licence, image_urls, lim, household, address, phone)"
        " on conflict (number) do update set version = p.version + 1, title = excluded.title, category = excluded.category,"
        "  seller_name = excluded.seller_name, seller_licence = excluded.seller_licence,"
        "  description = case when 'description' = any ($11::text[]) then excluded.description else p.description end,"
        "  image_urls = case when 'image_urls' = any ($11::text[]) then excluded.image_urls else p.image_urls end,"
        "  per_user_limit = case when 'per_user_limit' = any ($11::text[]) then excluded.per_user_limit"
        "   else p.per_user_limit end,"
        "  per_household_limit = case when 'per_household_limit' = any ($11::text[]) then excluded.per_household_limit"
        "   else p.per_household_limit end,"
        "  per_address_limit = case when 'per_address_limit' = any ($11::text[]) then excluded.per_address_limit"
        "   else p.per_address_limit end,"
        "  per_phone_limit = case when 'per_phone_limit' = any ($11::text[]) then excluded.per_phone_limit"
        "   else p.per_phone_limit end"
        " returning p.id)"
        " select count(*) from merged where id = any ($2::uuid[])",
        db_id(created_by), db_texts(c.ids, count), db_texts(c.cells[COLUMN_NUMBER], count),
        db_texts(c.cells[COLUMN_TITLE], count), db_texts(c.cells[COLUMN_CATEGORY], count),
        db_texts(c.cells[COLUMN_DESCRIPTION], count), db_texts(c.cells[COLUMN_SELLER_NAME], count),
        db_texts(c.cells[COLUMN_SELLER_LICENCE], count), db_texts(c.cells[COLUMN_IMAGE_URLS], count),
        db_ints(c.limits, count), columns_there(tx, file), db_ints(c.households, count),
        db_ints(c.addresses, count), db_ints(c.phones, count)));
    *ret_created = (int32_t)rows_int(rows, 0, 0);
    return OK;
}

struct sku_columns {
    const char **ids, **products, **numbers, **titles;
    int64_t *nths, *list_prices, *costs, *stocks, *weights;
    size_t count;
};

static void add_sku(struct arena *arena, struct sku_columns *c, const struct product_line *line, size_t nth)
{
    size_t i = c->count++;

    c->ids[i] = id_make(arena);
    c->products[i] = line->cells[COLUMN_NUMBER];
    c->numbers[i] = line->cells[COLUMN_SKU_NUMBER];
    c->titles[i] = line->cells[COLUMN_SKU_TITLE];
    c->nths[i] = (int64_t)nth + 1;
    c->list_prices[i] = line->list_price;
    c->costs[i] = line->cost;
    c->stocks[i] = line->stock;
    c->weights[i] = line->weight_g;
}

static struct sku_columns sku_columns_of(struct arena *arena, const struct product_file *file,
                                         const struct file_product *const *products, size_t count)
{
    size_t skus = 0;

    for (size_t i = 0; i < count; i++)
        skus += products[i]->count;
    struct sku_columns c = {
        .ids = arena_array(arena, const char *, skus),
        .products = arena_array(arena, const char *, skus),
        .numbers = arena_array(arena, const char *, skus),
        .titles = arena_array(arena, const char *, skus),
        .nths = arena_array(arena, int64_t, skus),
        .list_prices = arena_array(arena, int64_t, skus),
        .costs = arena_array(arena, int64_t, skus),
        .stocks = arena_array(arena, int64_t, skus),
        .weights = arena_array(arena, int64_t, skus),
    };
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < products[i]->count; k++)
            add_sku(arena, &c, &file->lines[products[i]->first + k], k);
    return c;
}

static struct status merge_skus(struct tx *tx, const struct product_file *file,
                                const struct file_product *const *products, size_t count)
{
    const struct sku_columns c = sku_columns_of(tx_arena(tx), file, products, count);

    return db_exec(
        tx,
        "insert into skus as s (id, product_id, position, number, title, list_price_fen, cost_price_fen, stock,"
        " weight_g, image_url)"
        " select g.id, p.id, coalesce((select max(o.position) from skus o where o.product_id = p.id), -1) + g.nth,"
        "  g.number, g.title, g.list_price, g.cost, g.stock, g.weight, ''"
        " from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[],"
        "  $8::bigint[], $9::bigint[]) as g (id, product, number, title, nth, list_price, cost, stock, weight)"
        " join products p on p.number = g.product"
        " on conflict (product_id, number) do update set title = excluded.title,"
        "  list_price_fen = excluded.list_price_fen,"
        "  cost_price_fen = case when 'cost_price' = any ($10::text[]) then excluded.cost_price_fen"
        "   else s.cost_price_fen end,"
        "  weight_g = case when 'weight_g' = any ($10::text[]) then excluded.weight_g else s.weight_g end",
        db_texts(c.ids, c.count), db_texts(c.products, c.count), db_texts(c.numbers, c.count),
        db_texts(c.titles, c.count), db_ints(c.nths, c.count), db_ints(c.list_prices, c.count),
        db_ints(c.costs, c.count), db_ints(c.stocks, c.count), db_ints(c.weights, c.count), columns_there(tx, file));
}

struct status products_merge(struct tx *tx, const struct product_file *file, const struct file_product *const *products,
                             size_t count, const char *created_by, int32_t *ret_created)
{
    TRY(lock_skus(tx, file, products, count));
    TRY(merge_products(tx, file, products, count, created_by, ret_created));
    return merge_skus(tx, file, products, count);
}
