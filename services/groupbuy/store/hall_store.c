#include "groupbuy/store/hall_store.h"

#include "groupbuy/domain/reasons.h"

struct status hall_insert(struct tx *tx, const struct hall_goods *goods, const char *created_by, bool *ret_new)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into hall_goods (id, sku_id, community_id, commission_bp, lowest_price_fen, supply_limit,"
                      " created_by) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
                      db_id(goods->id), db_id(goods->sku_id), db_id(goods->community_id), db_int(goods->commission_bp),
                      db_int(goods->lowest_price), db_int(goods->supply_limit), db_id(created_by)));
    *ret_new = inserted > 0;
    return OK;
}

/* ---- reading ---- */

#define HALL_COLUMNS                                                                                                   \
    " h.id, h.community_id, h.sku_id, s.product_id, p.title, s.title,"                                                 \
    " coalesce(nullif(s.image_url, ''), p.image_urls[1], ''), s.list_price_fen, s.stock, h.commission_bp,"             \
    " h.lowest_price_fen, h.supply_limit, h.taken, h.withdrawn, h.version, h.created_at "
#define HALL " hall_goods h join skus s on s.id = h.sku_id join products p on p.id = s.product_id "

static struct hall_goods goods_read(const struct rows *rows, int row)
{
    return (struct hall_goods){
        .id = rows_id(rows, row, 0),
        .community_id = rows_id(rows, row, 1),
        .sku_id = rows_id(rows, row, 2),
        .product_id = rows_id(rows, row, 3),
        .product_title = rows_text(rows, row, 4),
        .sku_title = rows_text(rows, row, 5),
        .image_url = rows_text(rows, row, 6),
        .list_price = rows_int(rows, row, 7),
        .stock = rows_int(rows, row, 8),
        .commission_bp = (int32_t)rows_int(rows, row, 9),
        .lowest_price = rows_int(rows, row, 10),
        .supply_limit = rows_int(rows, row, 11),
        .taken = rows_int(rows, row, 12),
        .withdrawn = rows_bool(rows, row, 13),
        .version = rows_int(rows, row, 14),
        .created_us = rows_time_us(rows, row, 15),
    };
}

static struct status goods_all(struct tx *tx, const struct rows *rows, struct hall_goods **ret_goods, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_goods = arena_array(tx_arena(tx), struct hall_goods, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_goods)[row] = goods_read(rows, row);
    return OK;
}

struct status hall_lock(struct tx *tx, const char *id, struct hall_goods *ret_goods)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" HALL_COLUMNS "from" HALL "where h.id = $1 for no key update of h", db_id(id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "line %s of the hall", id);
    *ret_goods = goods_read(rows, 0);
    return OK;
}

struct status hall_save(struct tx *tx, const struct hall_goods *goods)
{
    return db_exec(tx,
                   "update hall_goods set commission_bp = $2, lowest_price_fen = $3, supply_limit = $4, withdrawn = $5,"
                   " version = version + 1 where id = $1",
                   db_id(goods->id), db_int(goods->commission_bp), db_int(goods->lowest_price),
                   db_int(goods->supply_limit), db_bool(goods->withdrawn));
}

struct status hall_list_all(struct tx *tx, const char *after, int limit, struct hall_goods **ret_goods,
                            size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" HALL_COLUMNS "from" HALL "where h.id < " DB_BEFORE("$1") " order by h.id desc limit $2",
                 db_id(after), db_int(limit)));
    return goods_all(tx, rows, ret_goods, ret_count);
}

struct status hall_list(struct tx *tx, const char *community_id, const char *after, int limit,
                        struct hall_goods **ret_goods, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" HALL_COLUMNS "from" HALL
                 "where" HALL_OFFERED_IN("$1") "and p.status = 'ON_SHELF'"
                                          " and h.id < " DB_BEFORE("$2") " order by h.id desc limit $3",
                 db_id(community_id), db_id(after), db_int(limit)));
    return goods_all(tx, rows, ret_goods, ret_count);
}

struct status hall_find(struct tx *tx, const char *community_id, const char *const *sku_ids, size_t count,
                        struct hall_goods **ret_goods, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" HALL_COLUMNS "from" HALL "where h.sku_id = any ($2::uuid[]) and" HALL_OFFERED_IN("$1"),
                 db_id(community_id), db_texts(sku_ids, count)));
    return goods_all(tx, rows, ret_goods, ret_count);
}

/* ---- taking ---- */

struct status hall_hold(struct tx *tx, const char *community_id, const char *sku_id, const char **ret_id)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select h.id from hall_goods h where h.sku_id = $2 and" HALL_OFFERED_IN("$1") "for no key update of h",
                 db_id(community_id), db_id(sku_id)));
    *ret_id = rows_count(rows) ? rows_id(rows, 0, 0) : "";
    return OK;
}

/* Where nothing else may be sold, every item has its line. */
static struct status check_all_taken(struct tx *tx, const char *round_id)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select i.sku_id from round_items i join rounds r on r.id = i.round_id"
                 " join hall_rules u on u.community_id = r.community_id and u.hall_only"
                 " where i.round_id = $1 and i.hall_goods_id is null order by i.position limit 1",
                 db_id(round_id)));
    if (rows_count(rows))
        return fail(HALL_SHORT, "SKU %s is in the hall no more", rows_id(rows, 0, 0));
    return OK;
}

struct status hall_take_for_round(struct tx *tx, const char *round_id)
{
    const char **items, **lines;
    int64_t *commissions;
    struct rows *rows;
    size_t count;

    TRY(db_query(tx, &rows,
                 "select i.id, h.id, i.sku_id, i.stock, h.supply_limit - h.taken, h.commission_bp from round_items i"
                 " join rounds r on r.id = i.round_id join hall_goods h on h.sku_id = i.sku_id"
                 " where i.round_id = $1 and" HALL_OFFERED_IN("r.community_id") "order by h.id for no key update of h",
                 db_id(round_id)));
    count = (size_t)rows_count(rows);
    items = arena_array(tx_arena(tx), const char *, count);
    lines = arena_array(tx_arena(tx), const char *, count);
    commissions = arena_array(tx_arena(tx), int64_t, count);
    for (int row = 0; row < rows_count(rows); row++) {
        if (rows_int(rows, row, 3) > rows_int(rows, row, 4))
            return fail(HALL_SHORT, "the hall has %ld units of SKU %s left", (long)rows_int(rows, row, 4),
                        rows_id(rows, row, 2));
        items[row] = rows_id(rows, row, 0);
        lines[row] = rows_id(rows, row, 1);
        commissions[row] = rows_int(rows, row, 5);
    }
    TRY(db_exec(tx,
                "update round_items i set hall_goods_id = g.line, hall_commission_bp = g.bp"
                " from unnest($1::uuid[], $2::uuid[], $3::integer[]) as g (item, line, bp) where i.id = g.item",
                db_texts(items, count), db_texts(lines, count), db_ints(commissions, count)));
    return check_all_taken(tx, round_id);
}

struct status hall_has_for_item(struct tx *tx, const char *item_id, int64_t units)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select h.supply_limit - h.taken from hall_goods h"
                 " where h.id = (select hall_goods_id from round_items where id = $1) for no key update",
                 db_id(item_id)));
    if (rows_count(rows) && rows_int(rows, 0, 0) < units)
        return fail(HALL_SHORT, "the hall has %ld units left for item %s", (long)rows_int(rows, 0, 0), item_id);
    return OK;
}

struct status hall_hold_of_round(struct tx *tx, const char *round_id)
{
    return db_exec(tx,
                   "select from hall_goods where id in (select hall_goods_id from round_items where round_id = $1)"
                   " order by id for no key update",
                   db_id(round_id));
}

struct status hall_hold_of_items(struct tx *tx, const char *const *item_ids, size_t count)
{
    return db_ask(tx, NULL,
                  "select from hall_goods where id in (select hall_goods_id from round_items"
                  " where id = any ($1::uuid[]) and over) order by id for no key update",
                  db_texts(item_ids, count));
}

struct status hall_parts_of(struct tx *tx, const char *order_id, struct hall_part **ret_parts, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select h.hall_goods_id, h.commission_bp, sum(l.payable_fen - l.delivery_fen)::bigint from orders o"
                 " join order_lines l on l.order_id = o.id, hall_of_line(l.pool, l.pool_id, o.campaign_id) h"
                 " where o.id = $1 group by 1, 2 order by 1",
                 db_id(order_id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_parts = arena_array(tx_arena(tx), struct hall_part, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_parts)[row] = (struct hall_part){
            .hall_goods_id = rows_id(rows, row, 0),
            .commission_bp = (int32_t)rows_int(rows, row, 1),
            .base = rows_int(rows, row, 2),
        };
    return OK;
}

struct status hall_commission_max(struct tx *tx, int32_t *ret_bp)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select coalesce(max(commission_bp), 0) from hall_goods where not withdrawn"));
    *ret_bp = (int32_t)rows_int(rows, 0, 0);
    return OK;
}

/* ---- rules ---- */

struct status hall_rule_get(struct tx *tx, const char *community_id, bool *ret_hall_only)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select from hall_rules where community_id = $1 and hall_only", db_id(community_id)));
    *ret_hall_only = rows_count(rows) > 0;
    return OK;
}

struct status hall_rule_set(struct tx *tx, const char *community_id, bool hall_only, const char *set_by,
                            bool *ret_before)
{
    TRY(hall_rule_get(tx, community_id, ret_before));
    return db_exec(tx,
                   "insert into hall_rules (community_id, hall_only, set_by) values ($1, $2, $3)"
                   " on conflict (community_id) do update set hall_only = excluded.hall_only, set_by = excluded.set_by,"
                   " set_at = now()",
                   db_id(community_id), db_bool(hall_only), db_id(set_by));
}
