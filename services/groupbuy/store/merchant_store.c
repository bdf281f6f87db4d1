#include "groupbuy/store/merchant_store.h"

#include "groupbuy/domain/reasons.h"

/* ---- whose account ---- */

struct status merchant_of_lines(struct tx *tx, const struct order_line *lines, size_t count, const char *community_id,
                                const char **ret_merchant_id)
{
    const char **skus = arena_array(tx_arena(tx), const char *, count);
    struct rows *rows;

    for (size_t i = 0; i < count; i++)
        skus[i] = lines[i].sku_id;
    TRY(db_query(tx, &rows, "select order_merchant($1, $2)", db_texts(skus, count),
                 db_id(community_id ? community_id : "")));
    if (rows_null(rows, 0, 0))
        return fail(MIXED_MERCHANTS, "these goods are paid into more than one account");
    *ret_merchant_id = rows_text(rows, 0, 0);
    return OK;
}

struct status merchant_groups(struct tx *tx, const char *const *sku_ids, size_t count, int32_t *groups)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select i, dense_rank() over (order by order_merchant(array[sku_id], null))"
                 " from unnest($1::uuid[]) with ordinality as g (sku_id, i)",
                 db_texts(sku_ids, count)));
    for (int row = 0; row < rows_count(rows); row++)
        groups[rows_int(rows, row, 0) - 1] = (int32_t)rows_int(rows, row, 1);
    return OK;
}

/* ---- accounts ---- */

#define MERCHANTS                                                                                                      \
    "select m.id, m.name, m.state = 'CLOSED', m.created_at, m.closed_at,"                                              \
    " (select count(*) from merchant_bindings b where b.merchant_id = m.id) from merchants m "

static struct merchant merchant_read(const struct rows *rows, int row)
{
    return (struct merchant){
        .id = rows_text(rows, row, 0),
        .name = rows_text(rows, row, 1),
        .closed = rows_bool(rows, row, 2),
        .created_us = rows_time_us(rows, row, 3),
        .closed_us = rows_time_us(rows, row, 4),
        .bindings = rows_int(rows, row, 5),
    };
}

struct status merchant_insert(struct tx *tx, const char *id, const char *name, const char *created_by, bool *ret_new)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into merchants (id, name, created_by) values ($1, $2, $3) on conflict do nothing",
                      db_text(id), db_text(name), db_id(created_by)));
    *ret_new = inserted > 0;
    return OK;
}

static struct status only_merchant(const struct rows *rows, const char *id, struct merchant *ret_merchant)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "merchant account %s", id);
    *ret_merchant = merchant_read(rows, 0);
    return OK;
}

struct status merchant_get(struct tx *tx, const char *id, struct merchant *ret_merchant)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, MERCHANTS "where m.id = $1", db_text(id)));
    return only_merchant(rows, id, ret_merchant);
}

/* Counted behind the lock: whoever held it may have bound somebody. */
struct status merchant_lock(struct tx *tx, const char *id, struct merchant *ret_merchant)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select from merchants where id = $1 for no key update", db_text(id)));
    return merchant_get(tx, id, ret_merchant);
}

struct status merchant_close(struct tx *tx, const char *id)
{
    return db_exec(tx, "update merchants set state = 'CLOSED', closed_at = now() where id = $1 and state = 'ACTIVE'",
                   db_text(id));
}

struct status merchant_list(struct tx *tx, const char *after, int limit, struct merchant **ret_merchants,
                            size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, MERCHANTS "where m.id > $1 order by m.id limit $2", db_text(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_merchants = arena_array(tx_arena(tx), struct merchant, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_merchants)[row] = merchant_read(rows, row);
    return OK;
}

struct status merchant_list_bound(struct tx *tx, const char *const **ret_ids, size_t *ret_count)
{
    struct rows *rows;
    const char **ids;

    TRY(db_query(tx, &rows, "select distinct merchant_id from merchant_bindings order by merchant_id"));
    *ret_count = (size_t)rows_count(rows);
    ids = arena_array(tx_arena(tx), const char *, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        ids[row] = rows_text(rows, row, 0);
    *ret_ids = ids;
    return OK;
}

/* ---- bindings ---- */

#define BIND(column)                                                                                                   \
    "insert into merchant_bindings as b (merchant_id, community_id, supplier_id, bound_by) values ($1, $2, $3, $4)"    \
    " on conflict (" column ") do update set merchant_id = excluded.merchant_id, bound_by = excluded.bound_by,"        \
    " bound_at = now() returning bound_at, (select o.merchant_id from merchant_bindings o where o." column " = b." column ")"

/* What it was bound to is seen in the statement's snapshot: as it was before. */
struct status merchant_bind(struct tx *tx, struct merchant_binding *binding, const char *bound_by,
                            const char **ret_before)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, *binding->community_id ? BIND("community_id") : BIND("supplier_id"),
                 db_text(binding->merchant_id), db_id(binding->community_id), db_id(binding->supplier_id),
                 db_id(bound_by)));
    binding->bound_us = rows_time_us(rows, 0, 0);
    *ret_before = rows_text(rows, 0, 1);
    return OK;
}

struct status merchant_unbind(struct tx *tx, const struct merchant_binding *binding, bool *ret_found)
{
    int64_t gone;

    TRY(db_exec_count(tx, &gone,
                      "delete from merchant_bindings where merchant_id = $1 and (community_id = $2 or supplier_id = $3)",
                      db_text(binding->merchant_id), db_id(binding->community_id), db_id(binding->supplier_id)));
    *ret_found = gone > 0;
    return OK;
}

struct status merchant_bindings(struct tx *tx, const char *merchant_id, const char *after, int limit,
                                struct merchant_binding **ret_bindings, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select merchant_id, community_id, supplier_id, bound_at from merchant_bindings where merchant_id = $1"
                 " and ($2::uuid is null or coalesce(community_id, supplier_id) > $2)"
                 " order by coalesce(community_id, supplier_id) limit $3",
                 db_text(merchant_id), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_bindings = arena_array(tx_arena(tx), struct merchant_binding, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_bindings)[row] = (struct merchant_binding){ .merchant_id = rows_text(rows, row, 0),
                                                          .community_id = rows_id(rows, row, 1),
                                                          .supplier_id = rows_id(rows, row, 2),
                                                          .bound_us = rows_time_us(rows, row, 3) };
    return OK;
}
