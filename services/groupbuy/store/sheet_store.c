#include "groupbuy/store/sheet_store.h"

#include "base/id.h"

/* A parcel's place on the shelves: 20 a shelf, A01 … A20, B01 …, after Z with a number: A01-1. */
#define SHELF                                                                                                          \
    " chr(65 + ((n - 1) / 20 % 26)::int) || to_char((n - 1) % 20 + 1, 'FM00')"                                         \
    " || case when n > 520 then '-' || (n - 1) / 520 else '' end "

/* Orders that took something out of the round's items and did not give all of it back. */
#define PLACED                                                                                                         \
    " select o.id, coalesce(e.point_id, e.round_id) as place_id, e.number from orders o"                               \
    " join round_entries e on e.order_id = o.id where o.round_id = $1 and exists (select from order_lines l"           \
    "  where l.order_id = o.id and l.pool = 'ROUND' and l.quantity > l.returned) "

static struct status freeze_places(struct tx *tx, const char *round_id)
{
    return db_exec(tx,
                   "insert into round_places (round_id, place_id, name, address, hours)"
                   " select distinct $1::uuid, p.place_id, coalesce(k.name, '送货上门'), coalesce(k.address, ''),"
                   " coalesce(k.hours, '') from (" PLACED ") p left join pick_up_points k on k.id = p.place_id",
                   db_id(round_id));
}

/* What was taken off an order and is back in the round's stock was never to be bought: only what was refunded beyond it is
 * left out. */
static struct status freeze_parcels(struct tx *tx, const char *round_id)
{
    TRY(db_exec(tx,
                "insert into round_parcels (order_id, round_id, place_id, number, shelf)"
                " select id, $1, place_id, number," SHELF "from (select p.*,"
                "  row_number() over (partition by place_id order by number) as n from (" PLACED ") p) r",
                db_id(round_id)));
    return db_exec(tx,
                   "insert into round_picks (order_id, position, item_id, units, refunded)"
                   " select l.order_id, l.position, l.pool_id, l.quantity - l.returned,"
                   " greatest(l.refunded_units - l.returned, 0) from round_parcels p"
                   " join order_lines l on l.order_id = p.order_id and l.pool = 'ROUND' and l.quantity > l.returned"
                   " where p.round_id = $1",
                   db_id(round_id));
}

static struct status freeze_lists(struct tx *tx, const char *round_id)
{
    return db_exec(tx,
                   "insert into round_lists (round_id, place_id, item_id, units, refunded)"
                   " select p.round_id, p.place_id, k.item_id, sum(k.units), sum(k.refunded) from round_parcels p"
                   " join round_picks k on k.order_id = p.order_id where p.round_id = $1"
                   " group by p.round_id, p.place_id, k.item_id",
                   db_id(round_id));
}

static struct status freeze_sheet(struct tx *tx, const char *round_id)
{
    return db_exec(tx,
                   "insert into round_sheet (round_id, item_id, supplier, units, refunded, supplier_id, cost_fen)"
                   " select i.round_id, i.id, coalesce(v.name, p.seller_name), i.stock - i.unsold - i.returned,"
                   " least(i.stock - i.unsold - i.returned, (select coalesce(sum(k.refunded), 0) from round_picks k"
                   "  where k.item_id = i.id)), s.supplier_id, case when s.supplier_id is not null then"
                   "  s.cost_price_fen end from round_items i join products p on p.id = i.product_id"
                   " join skus s on s.id = i.sku_id left join suppliers v on v.id = s.supplier_id"
                   " where i.round_id = $1",
                   db_id(round_id));
}

struct status sheets_freeze(struct tx *tx, const char *round_id)
{
    TRY(freeze_places(tx, round_id));
    TRY(freeze_parcels(tx, round_id));
    TRY(freeze_lists(tx, round_id));
    return freeze_sheet(tx, round_id);
}

/* ---- reading ---- */

static struct status lines_read(struct tx *tx, const struct rows *rows, struct sheet_line **ret_lines,
                                size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_lines = arena_array(tx_arena(tx), struct sheet_line, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_lines)[row] = (struct sheet_line){
            .supplier = rows_text(rows, row, 0),
            .item_id = rows_id(rows, row, 1),
            .sku_id = rows_id(rows, row, 2),
            .product_title = rows_text(rows, row, 3),
            .sku_title = rows_text(rows, row, 4),
            .units = rows_int(rows, row, 5),
            .refunded = rows_int(rows, row, 6),
            .adjusted = rows_int(rows, row, 7),
        };
    return OK;
}

struct status sheet_purchase(struct tx *tx, const char *round_id, struct sheet_line **ret_lines, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select s.supplier, i.id, i.sku_id, i.product_title, i.sku_title, s.units, s.refunded,"
        " (select coalesce(sum(a.units), 0)::bigint from round_adjustments a where a.round_id = s.round_id and"
        "  a.item_id = s.item_id) from round_sheet s join round_items i on i.id = s.item_id where s.round_id = $1"
        " order by s.supplier, i.position",
        db_id(round_id)));
    return lines_read(tx, rows, ret_lines, ret_count);
}

struct status sheet_delivery(struct tx *tx, const char *round_id, const char *place_id, struct sheet_line **ret_lines,
                             size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select '', i.id, i.sku_id, i.product_title, i.sku_title, s.units, s.refunded,"
                 " (select coalesce(sum(a.units), 0)::bigint from round_adjustments a where a.round_id = s.round_id and"
                 "  a.place_id = s.place_id and a.item_id = s.item_id) from round_lists s join round_items i on i.id = "
                 "s.item_id where s.round_id = $1 and s.place_id = $2"
                 " order by i.position",
                 db_id(round_id), db_id(place_id)));
    return lines_read(tx, rows, ret_lines, ret_count);
}

/* What comes for units that are short is a line of its own. */
#define SUBSTITUTES                                                                                                    \
    " (select a.order_id, a.position, a.given, s.product_title, s.sku_title from substitution_asks a"                  \
    " join round_substitutions s on s.id = a.substitution_id where a.given > 0) "
#define TO_PICK " least(l.quantity - l.refunded_units, coalesce(k.served, l.quantity)) "

struct status sheet_picks(struct tx *tx, const char *round_id, const char *place_id, int64_t number, int orders_max,
                          struct sheet_pick **ret_picks, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select p.order_id, p.number, coalesce(nullif(e.neighbour_name, ''), u.nickname, ''), p.shelf,"
        " e.remark, k.item_id, g.product_title, g.sku_title, g.units"
        " from (select * from round_parcels n where n.round_id = $1 and n.place_id = $2 and n.number > $3"
        "  and (exists (select from round_picks k join order_lines l on l.order_id = k.order_id"
        "   and l.position = k.position where k.order_id = n.order_id and" TO_PICK "> 0)"
        "   or exists (select from" SUBSTITUTES "a where a.order_id = n.order_id))"
        "  order by n.number limit $4) p"
        " join round_entries e on e.order_id = p.order_id left join people u on u.user_id = e.user_id"
        " join round_picks k on k.order_id = p.order_id"
        " join order_lines l on l.order_id = k.order_id and l.position = k.position, lateral ("
        "  select 0 as substitute, l.product_title, l.sku_title," TO_PICK "as units union all"
        "  select 1, a.product_title, a.sku_title, least(a.given, l.quantity - l.refunded_units) from" SUBSTITUTES
        "  a where a.order_id = k.order_id and a.position = k.position) g"
        " where g.units > 0 order by p.number, k.position, g.substitute",
        db_id(round_id), db_id(place_id), db_int(number), db_int(orders_max)));
    *ret_count = (size_t)rows_count(rows);
    *ret_picks = arena_array(tx_arena(tx), struct sheet_pick, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_picks)[row] = (struct sheet_pick){
            .order_id = rows_id(rows, row, 0),
            .number = rows_int(rows, row, 1),
            .name = rows_text(rows, row, 2),
            .shelf = rows_text(rows, row, 3),
            .remark = rows_text(rows, row, 4),
            .item_id = rows_id(rows, row, 5),
            .product_title = rows_text(rows, row, 6),
            .sku_title = rows_text(rows, row, 7),
            .units = rows_int(rows, row, 8),
        };
    return OK;
}

struct status sheet_adjust(struct tx *tx, const char *round_id, const char *place_id, const char *item_id,
                           int64_t units, const char *reason, const char *adjusted_by)
{
    return db_exec(tx,
                   "insert into round_adjustments (id, round_id, place_id, item_id, units, reason, adjusted_by)"
                   " values ($1, $2, $3, $4, $5, $6, $7)",
                   db_id(id_make(tx_arena(tx))), db_id(round_id), db_id(place_id), db_id(item_id), db_int(units),
                   db_text(reason), db_id(adjusted_by));
}
