#include "groupbuy/store/supplier_store.h"

#include <string.h>

#include "groupbuy/domain/names.h"

static const char *const kinds[] = { "", "BUSINESS", "FOOD", "OTHER" };

#define TODAY "(now() at time zone 'Asia/Shanghai')::date"

const char *licence_kind_name(enum licence_kind kind)
{
    return NAME_OF(kinds, kind);
}

struct status supplier_insert(struct tx *tx, const struct supplier *supplier, const char *created_by, bool *ret_new)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into suppliers (id, name, contract_number, contract_ends_on, note, created_by)"
                      " values ($1, $2, $3, nullif($4, '')::date, $5, $6) on conflict (name) do nothing",
                      db_id(supplier->id), db_text(supplier->name), db_text(supplier->contract_number),
                      db_text(supplier->contract_ends_on), db_text(supplier->note), db_id(created_by)));
    *ret_new = inserted > 0;
    return OK;
}

struct status supplier_update(struct tx *tx, const struct supplier *supplier, bool *ret_done)
{
    int64_t updated;

    TRY(db_exec_count(tx, &updated,
                      "update suppliers set name = $3, contract_number = $4, contract_ends_on = nullif($5, '')::date,"
                      " note = $6, version = version + 1 where id = $1 and version = $2",
                      db_id(supplier->id), db_int(supplier->version), db_text(supplier->name),
                      db_text(supplier->contract_number), db_text(supplier->contract_ends_on),
                      db_text(supplier->note)));
    *ret_done = updated > 0;
    return OK;
}

/* ---- reading ---- */

#define SUPPLIER_COLUMNS " id, name, contract_number, contract_ends_on::text, note, version, created_at "

static struct supplier supplier_read(const struct rows *rows, int row)
{
    return (struct supplier){
        .id = rows_id(rows, row, 0),
        .name = rows_text(rows, row, 1),
        .contract_number = rows_text(rows, row, 2),
        .contract_ends_on = rows_text(rows, row, 3),
        .note = rows_text(rows, row, 4),
        .version = rows_int(rows, row, 5),
        .created_us = rows_time_us(rows, row, 6),
    };
}

#define LICENCE_COLUMNS " l.supplier_id, l.kind, l.number, l.expires_on::text, l.expires_on < " TODAY " "

static struct licence licence_read(const struct rows *rows, int row)
{
    return (struct licence){
        .supplier_id = rows_id(rows, row, 0),
        .kind = (enum licence_kind)NUMBER_OF(kinds, rows_text(rows, row, 1)),
        .number = rows_text(rows, row, 2),
        .expires_on = rows_text(rows, row, 3),
        .expired = rows_bool(rows, row, 4),
    };
}

static void licences_read(struct tx *tx, const struct rows *rows, struct licence **ret_licences, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_licences = arena_array(tx_arena(tx), struct licence, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_licences)[row] = licence_read(rows, row);
}

/* The licences of all these suppliers, in one statement. */
static struct status read_licences(struct tx *tx, struct supplier *suppliers, size_t count)
{
    const char **ids = arena_array(tx_arena(tx), const char *, count);
    struct licence *licences;
    size_t licences_count;
    struct rows *rows;

    for (size_t i = 0; i < count; i++)
        ids[i] = suppliers[i].id;
    TRY(db_query(tx, &rows,
                 "select" LICENCE_COLUMNS "from supplier_licences l where l.supplier_id = any ($1::uuid[])"
                 " order by l.supplier_id, l.kind",
                 db_texts(ids, count)));
    licences_read(tx, rows, &licences, &licences_count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < licences_count; k++)
            if (strcmp(licences[k].supplier_id, suppliers[i].id) == 0 && suppliers[i].licences_count++ == 0)
                suppliers[i].licences = &licences[k];
    return OK;
}

struct status supplier_get(struct tx *tx, const char *id, struct supplier *ret_supplier)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" SUPPLIER_COLUMNS "from suppliers where id = $1", db_id(id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "supplier %s", id);
    *ret_supplier = supplier_read(rows, 0);
    return read_licences(tx, ret_supplier, 1);
}

struct status supplier_list(struct tx *tx, const char *after, int limit, struct supplier **ret_suppliers,
                            size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" SUPPLIER_COLUMNS "from suppliers where id < " DB_BEFORE("$1") " order by id desc limit $2",
                 db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_suppliers = arena_array(tx_arena(tx), struct supplier, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_suppliers)[row] = supplier_read(rows, row);
    return read_licences(tx, *ret_suppliers, *ret_count);
}

/* ---- licences ---- */

struct status licence_put(struct tx *tx, const struct licence *licence)
{
    return db_exec(tx,
                   "insert into supplier_licences (supplier_id, kind, number, expires_on) values ($1, $2, $3, $4::date)"
                   " on conflict (supplier_id, kind) do update set number = excluded.number,"
                   " expires_on = excluded.expires_on, lapsed_at = null",
                   db_id(licence->supplier_id), db_text(licence_kind_name(licence->kind)), db_text(licence->number),
                   db_text(licence->expires_on));
}

struct status licence_lapsed(struct tx *tx, const char *supplier_id, struct licence *ret_licence, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" LICENCE_COLUMNS "from supplier_licences l where l.lapsed_at is null and l.expires_on < " TODAY
                 " and ($1::uuid is null or l.supplier_id = $1) order by l.expires_on, l.supplier_id, l.kind limit 1"
                 " for update",
                 db_id(supplier_id)));
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        *ret_licence = licence_read(rows, 0);
    return OK;
}

struct status licence_lapse(struct tx *tx, const struct licence *licence, const char *const **ret_products,
                            size_t *ret_count)
{
    struct rows *rows;
    const char **ids;

    TRY(db_exec(tx, "update supplier_licences set lapsed_at = now() where supplier_id = $1 and kind = $2",
                db_id(licence->supplier_id), db_text(licence_kind_name(licence->kind))));
    TRY(db_query(tx, &rows,
                 "update products set status = 'OFF_SHELF' where id in (select p.id from products p"
                 " where p.status = 'ON_SHELF' and p.id in (select product_id from skus where supplier_id = $1)"
                 " order by p.id for update) returning id",
                 db_id(licence->supplier_id)));
    *ret_count = (size_t)rows_count(rows);
    ids = arena_array(tx_arena(tx), const char *, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        ids[row] = rows_id(rows, row, 0);
    *ret_products = ids;
    return OK;
}

struct status product_lapsed_licences(struct tx *tx, const char *product_id, struct licence **ret_licences,
                                      size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" LICENCE_COLUMNS "from supplier_licences l where l.expires_on < " TODAY
                 " and l.supplier_id in (select supplier_id from skus where product_id = $1)"
                 " order by l.supplier_id, l.kind for share",
                 db_id(product_id)));
    licences_read(tx, rows, ret_licences, ret_count);
    return OK;
}

/* ---- SKUs ---- */

#define SUPPLY_COLUMNS " s.id, s.product_id, p.title, s.title, s.supplier_id, s.list_price_fen, s.cost_price_fen "

static struct supply supply_read(const struct rows *rows, int row)
{
    return (struct supply){
        .sku_id = rows_id(rows, row, 0),
        .product_id = rows_id(rows, row, 1),
        .product_title = rows_text(rows, row, 2),
        .sku_title = rows_text(rows, row, 3),
        .supplier_id = rows_id(rows, row, 4),
        .list_price = rows_int(rows, row, 5),
        .cost_price = rows_int(rows, row, 6),
    };
}

struct status supply_get(struct tx *tx, const char *sku_id, struct supply *ret_supply)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" SUPPLY_COLUMNS "from skus s join products p on p.id = s.product_id where s.id = $1"
                 " for update of s",
                 db_id(sku_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "SKU %s", sku_id);
    *ret_supply = supply_read(rows, 0);
    return OK;
}

struct status supply_set(struct tx *tx, const char *sku_id, const char *supplier_id, fen cost_price,
                         struct supply *ret_before)
{
    TRY(supply_get(tx, sku_id, ret_before));
    return db_exec(tx, "update skus set supplier_id = $2, cost_price_fen = $3 where id = $1", db_id(sku_id),
                   db_id(supplier_id), db_int(cost_price));
}

struct status supply_list(struct tx *tx, const char *supplier_id, const char *after, int limit,
                          struct supply **ret_supplies, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" SUPPLY_COLUMNS "from skus s join products p on p.id = s.product_id"
                 " where s.supplier_id = $1 and s.id < " DB_BEFORE("$2") " order by s.id desc limit $3",
                 db_id(supplier_id), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_supplies = arena_array(tx_arena(tx), struct supply, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_supplies)[row] = supply_read(rows, row);
    return OK;
}
