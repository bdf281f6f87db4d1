#include "groupbuy/store/price_store.h"

#define CHINA "at time zone 'Asia/Shanghai')::date"

struct status price_note(struct tx *tx, const char *order_id, int64_t paid_us)
{
    return db_exec(tx,
                   "insert into sku_day_prices as d (sku_id, day, lowest_fen) select n.sku_id, n.day, n.lowest from ("
                   "  select l.sku_id, ($2::timestamptz " CHINA " as day,"
                   "  min((l.payable_fen - l.delivery_fen) / l.quantity) as lowest"
                   "  from order_lines l where l.order_id = $1 group by l.sku_id) n"
                   " where not exists (select from sku_day_prices p"
                   "  where p.sku_id = n.sku_id and p.day = n.day and p.lowest_fen <= n.lowest)"
                   " order by n.sku_id"
                   " on conflict (sku_id, day) do update set lowest_fen = least(d.lowest_fen, excluded.lowest_fen)",
                   db_id(order_id), db_time(paid_us));
}

struct status price_to_strike(struct tx *tx, const char *sku_id, fen price, fen *ret_price)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select min(lowest_fen) from sku_day_prices where sku_id = $1 and day > (now() " CHINA " - 7",
                 db_id(sku_id)));
    *ret_price = rows_int(rows, 0, 0) > price ? rows_int(rows, 0, 0) : 0;
    return OK;
}

struct status price_strike_for_round(struct tx *tx, const char *round_id)
{
    return db_exec(
        tx,
        "update round_items i set strike_price_fen = d.lowest from (select p.sku_id, min(p.lowest_fen) as lowest"
        "  from sku_day_prices p join round_items n on n.sku_id = p.sku_id"
        "  where n.round_id = $1 and p.day > (now() " CHINA " - 7 group by p.sku_id) d"
        " where i.round_id = $1 and i.sku_id = d.sku_id and d.lowest > i.price_fen",
        db_id(round_id));
}
