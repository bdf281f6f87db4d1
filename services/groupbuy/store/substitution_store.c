#include "groupbuy/store/substitution_store.h"

#include "base/id.h"

struct status substitution_insert(struct tx *tx, const struct substitution *substitution, const char *asked_by,
                                  bool *ret_new)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into round_substitutions (id, round_id, place_id, item_id, sku_id, product_title,"
                      " sku_title, price_fen, units, until, asked_by, hall_goods_id, supplier_id, cost_fen)"
                      " select $1, $2, $3, $4, k.id, $6, $7, $8, $9, $10, $11, $12, k.supplier_id,"
                      " case when k.supplier_id is not null then k.cost_price_fen end from skus k where k.id = $5"
                      " on conflict (round_id, place_id, item_id) do nothing",
                      db_id(substitution->id), db_id(substitution->round_id), db_id(substitution->place_id),
                      db_id(substitution->item_id), db_id(substitution->sku_id), db_text(substitution->product_title),
                      db_text(substitution->sku_title), db_int(substitution->price), db_int(substitution->units),
                      db_time(substitution->until_us), db_id(asked_by), db_id(substitution->hall_goods_id)));
    *ret_new = inserted == 1;
    return OK;
}

struct status substitution_ask(struct tx *tx, const char *substitution_id, const struct pick *pick)
{
    return db_ask(
        tx, NULL, "insert into substitution_asks (order_id, position, substitution_id, units) values ($1, $2, $3, $4)",
        db_id(pick->order_id), db_int(pick->position), db_id(substitution_id), db_int(pick->wanted - pick->served));
}

/* ---- questions ---- */

#define SUBSTITUTION_COLUMNS                                                                                           \
    " s.id, s.round_id, s.place_id, s.item_id, s.sku_id, s.product_title, s.sku_title, s.price_fen, s.units, s.until"
#define SUBSTITUTION_COLUMNS_COUNT 10
#define COUNTED                                                                                                        \
    ", a.asked, a.yes, a.no, a.given from round_substitutions s, lateral (select count(*) as asked,"                   \
    " count(*) filter (where takes) as yes, count(*) filter (where not takes) as no,"                                  \
    " coalesce(sum(given), 0)::bigint as given from substitution_asks where substitution_id = s.id) a where "

static struct substitution substitution_read(const struct rows *rows, int row)
{
    return (struct substitution){
        .id = rows_id(rows, row, 0),
        .round_id = rows_id(rows, row, 1),
        .place_id = rows_id(rows, row, 2),
        .item_id = rows_id(rows, row, 3),
        .sku_id = rows_id(rows, row, 4),
        .product_title = rows_text(rows, row, 5),
        .sku_title = rows_text(rows, row, 6),
        .price = rows_int(rows, row, 7),
        .units = rows_int(rows, row, 8),
        .until_us = rows_time_us(rows, row, 9),
    };
}

static struct substitution counted_read(const struct rows *rows, int row)
{
    struct substitution substitution = substitution_read(rows, row);

    substitution.asked = rows_int(rows, row, SUBSTITUTION_COLUMNS_COUNT);
    substitution.yes = rows_int(rows, row, SUBSTITUTION_COLUMNS_COUNT + 1);
    substitution.no = rows_int(rows, row, SUBSTITUTION_COLUMNS_COUNT + 2);
    substitution.given = rows_int(rows, row, SUBSTITUTION_COLUMNS_COUNT + 3);
    return substitution;
}

struct status substitution_get(struct tx *tx, const char *id, struct substitution *ret_substitution)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" SUBSTITUTION_COLUMNS COUNTED "s.id = $1", db_id(id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "substitution %s", id);
    *ret_substitution = counted_read(rows, 0);
    return OK;
}

struct status substitution_list(struct tx *tx, const char *round_id, const char *place_id,
                                struct substitution **ret_list, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" SUBSTITUTION_COLUMNS COUNTED "s.round_id = $1 and s.place_id = $2 order by s.id",
                 db_id(round_id), db_id(place_id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_list = arena_array(tx_arena(tx), struct substitution, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_list)[row] = counted_read(rows, row);
    return OK;
}

/* ---- answers ---- */

#define PART_COLUMNS                                                                                                   \
    "select" SUBSTITUTION_COLUMNS ", a.order_id, a.position, a.units, coalesce(a.given, 0),"                           \
    " case when a.takes is null then 0 when a.takes then 1 else 2 end, l.product_title || ' ' || l.sku_title"          \
    " from substitution_asks a join round_substitutions s on s.id = a.substitution_id"                                 \
    " join order_lines l on l.order_id = a.order_id and l.position = a.position "

static void parts_read(struct tx *tx, const struct rows *rows, struct substitution_part **ret_parts, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_parts = arena_array(tx_arena(tx), struct substitution_part, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_parts)[row] = (struct substitution_part){
            .substitution_id = rows_id(rows, row, 0),
            .substitution = substitution_read(rows, row),
            .order_id = rows_id(rows, row, SUBSTITUTION_COLUMNS_COUNT),
            .position = (int)rows_int(rows, row, SUBSTITUTION_COLUMNS_COUNT + 1),
            .units = rows_int(rows, row, SUBSTITUTION_COLUMNS_COUNT + 2),
            .given = rows_int(rows, row, SUBSTITUTION_COLUMNS_COUNT + 3),
            .answer = (enum substitution_answer)rows_int(rows, row, SUBSTITUTION_COLUMNS_COUNT + 4),
            .instead_of = rows_text(rows, row, SUBSTITUTION_COLUMNS_COUNT + 5),
        };
}

struct status substitution_of_order(struct tx *tx, const char *order_id, struct substitution_part **ret_parts,
                                    size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, PART_COLUMNS "where a.order_id = $1 order by a.position", db_id(order_id)));
    parts_read(tx, rows, ret_parts, ret_count);
    return OK;
}

struct status substitution_answer(struct tx *tx, const char *order_id, const char *substitution_id, bool takes)
{
    return db_exec(tx,
                   "update substitution_asks set takes = $3, answered_at = now()"
                   " where order_id = $1 and substitution_id = $2",
                   db_id(order_id), db_id(substitution_id), db_bool(takes));
}

struct status substitution_open(struct tx *tx, const char *round_id, const char *place_id, int64_t *ret_open)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select count(*) from substitution_asks a join round_substitutions s on s.id = a.substitution_id"
                 " join orders o on o.id = a.order_id and o.status = 'WAITING_CUTOFF'"
                 " where s.round_id = $1 and s.place_id = $2 and a.takes is null and s.until > now()",
                 db_id(round_id), db_id(place_id)));
    *ret_open = rows_int(rows, 0, 0);
    return OK;
}

struct status substitution_accepted(struct tx *tx, const char *round_id, const char *place_id,
                                    struct substitution_part **ret_parts, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 PART_COLUMNS
                 "join round_parcels p on p.order_id = a.order_id"
                 " where s.round_id = $1 and s.place_id = $2 and a.takes order by s.id, p.number, a.position",
                 db_id(round_id), db_id(place_id)));
    parts_read(tx, rows, ret_parts, ret_count);
    return OK;
}

struct status substitution_give(struct tx *tx, const struct substitution_part *part)
{
    return db_ask(tx, NULL,
                  "with was as (select substitution_id, given from substitution_asks"
                  "  where order_id = $1 and position = $2 for update),"
                  " given as (update substitution_asks set given = $3 where order_id = $1 and position = $2),"
                  " rest as (update round_substitutions s set returned = s.returned + w.given - $3 from was w"
                  "  where s.id = w.substitution_id and s.returned is not null and w.given > $3"
                  "  returning s.sku_id, w.given - $3 as units)"
                  " update skus k set stock = k.stock + r.units from rest r where k.id = r.sku_id",
                  db_id(part->order_id), db_int(part->position), db_int(part->given));
}

/* SKUs, then lines of the hall, each in the order of their ids. */
static struct status hold_stock(struct tx *tx, const char *round_id, const char *place_id)
{
    TRY(db_ask(tx, NULL,
               "select from skus where id in (select sku_id from round_substitutions"
               " where round_id = $1 and place_id = $2 and returned is null) order by id for no key update",
               db_id(round_id), db_id(place_id)));
    return db_ask(tx, NULL,
                  "select from hall_goods where id in (select hall_goods_id from round_substitutions"
                  " where round_id = $1 and place_id = $2 and returned is null) order by id for no key update",
                  db_id(round_id), db_id(place_id));
}

struct status substitution_return_rest(struct tx *tx, const char *round_id, const char *place_id)
{
    TRY(hold_stock(tx, round_id, place_id));
    return db_exec(tx,
                   "with rest as (update round_substitutions s set returned = s.units - (select"
                   "  coalesce(sum(a.given), 0) from substitution_asks a where a.substitution_id = s.id)"
                   "  where s.round_id = $1 and s.place_id = $2 and s.returned is null returning s.sku_id, s.returned)"
                   " update skus k set stock = k.stock + r.units from (select sku_id, sum(returned)::bigint as units"
                   "  from rest group by sku_id) r where k.id = r.sku_id and r.units > 0",
                   db_id(round_id), db_id(place_id));
}
