#include "groupbuy/store/weight_store.h"

struct status weight_insert(struct tx *tx, const struct weight *weight, const char *recorded_by, bool *ret_new)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into round_weights (order_id, position, grams, upper_g, refund_fen, recorded_by)"
                      " values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
                      db_id(weight->order_id), db_int(weight->position), db_int(weight->grams), db_int(weight->upper_g),
                      db_int(weight->refund), db_id(recorded_by)));
    *ret_new = inserted == 1;
    return OK;
}

struct status weight_belongs(struct tx *tx, const char *round_id, const char *place_id, const char *order_id,
                             const char *item_id, bool *ret_belongs, bool *ret_weighed)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select i.weighed from round_parcels p join round_picks k on k.order_id = p.order_id"
                 " join round_items i on i.id = k.item_id where p.round_id = $1 and p.place_id = $2"
                 " and p.order_id = $3 and k.item_id = $4",
                 db_id(round_id), db_id(place_id), db_id(order_id), db_id(item_id)));
    *ret_belongs = rows_count(rows) == 1;
    *ret_weighed = *ret_belongs && rows_bool(rows, 0, 0);
    return OK;
}
