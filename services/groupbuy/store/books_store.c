#include "groupbuy/store/books_store.h"

/* Each line of the round's orders, with what became of its units: of those that are not back in the round's stock. A unit
 * that came back after it was handed out was handed out: it does not count as refunded again. */
#define LINES                                                                                                          \
    " lines as (select l.pool_id as item_id, coalesce(e.point_id, e.round_id) as place_id,"                            \
    " l.quantity - l.returned as units, l.fulfilled, r.lacking,"                                                       \
    " least(greatest(r.other - l.returned, 0), l.quantity - l.returned - l.fulfilled - r.lacking) as refunded,"        \
    " case when o.status in ('FULFILLED', 'COMPLETED', 'REFUNDED', 'CANCELLED') then 0"                                \
    "  else greatest(l.quantity - greatest(l.refunded_units, l.returned) - l.fulfilled, 0) end as waiting"             \
    " from orders o join round_entries e on e.order_id = o.id join order_lines l on l.order_id = o.id and"             \
    "  l.pool = 'ROUND', lateral (select"                                                                              \
    "   coalesce(sum(x.quantity) filter (where f.reason = 'SHORTAGE'), 0) as lacking,"                                 \
    "   coalesce(sum(x.quantity) filter (where f.reason <> 'SHORTAGE'), 0) as other from refunds f"                    \
    "   join refund_lines x on x.refund_id = f.id where f.order_id = o.id and x.position = l.position) r"              \
    " where o.round_id = $1 and l.quantity > l.returned) "

#define BY_PLACE                                                                                                       \
    " by_line as (select item_id, place_id, sum(units) as ordered, sum(fulfilled) as picked_up, sum(lacking) as"       \
    "  lacking, sum(refunded) as refunded, sum(waiting) as waiting from lines group by item_id, place_id),"            \
    " came as (select item_id, place_id, sum(arrived - damaged) as usable from round_arrivals where round_id = $1"     \
    "  group by item_id, place_id),"                                                                                   \
    " shared as (select k.item_id, p.place_id, sum(k.served) as served from round_parcels p join round_picks k"        \
    "  on k.order_id = p.order_id where p.round_id = $1 group by k.item_id, p.place_id),"                              \
    " keys as (select item_id, place_id from by_line union select item_id, place_id from round_lists"                  \
    "  where round_id = $1 union select s.item_id, s.round_id from round_sheet s where s.round_id = $1 and s.units > " \
    "0"                                                                                                                \
    "  and not exists (select from round_lists d where d.item_id = s.item_id))"

struct status books_read(struct tx *tx, const char *round_id, struct books_row **ret_rows, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "with" LINES "," BY_PLACE
                 " select i.id, k.place_id, i.product_title, i.sku_title, coalesce(n.name, ''),"
                 " i.stock - i.unsold - i.returned, coalesce(s.units, 0), coalesce(b.ordered, 0)::bigint,"
                 " coalesce(d.units, 0), coalesce(b.picked_up, 0)::bigint, coalesce(b.lacking, 0)::bigint,"
                 " coalesce(b.refunded, 0)::bigint, coalesce(b.waiting, 0)::bigint, coalesce(c.usable, 0)::bigint,"
                 " coalesce(h.served, 0)::bigint from keys k"
                 " join round_items i on i.id = k.item_id"
                 " left join round_sheet s on s.round_id = $1 and s.item_id = k.item_id"
                 " left join round_lists d on d.round_id = $1 and d.item_id = k.item_id and d.place_id = k.place_id"
                 " left join round_places n on n.round_id = $1 and n.place_id = k.place_id"
                 " left join by_line b on b.item_id = k.item_id and b.place_id = k.place_id"
                 " left join came c on c.item_id = k.item_id and c.place_id = k.place_id"
                 " left join shared h on h.item_id = k.item_id and h.place_id = k.place_id"
                 " order by i.position, n.name, k.place_id",
                 db_id(round_id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_rows = arena_array(tx_arena(tx), struct books_row, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_rows)[row] = (struct books_row){
            .item_id = rows_id(rows, row, 0),
            .place_id = rows_id(rows, row, 1),
            .product_title = rows_text(rows, row, 2),
            .sku_title = rows_text(rows, row, 3),
            .place_name = rows_text(rows, row, 4),
            .units = {
                       .taken = rows_int(rows, row, 5),
                       .sheet = rows_int(rows, row, 6),
                       .ordered = rows_int(rows, row, 7),
                       .listed = rows_int(rows, row, 8),
                       .picked_up = rows_int(rows, row, 9),
                       .lacking = rows_int(rows, row, 10),
                       .refunded = rows_int(rows, row, 11),
                       .waiting = rows_int(rows, row, 12),
                       .usable = rows_int(rows, row, 13),
                       .served = rows_int(rows, row, 14),
            },
        };
    return OK;
}
