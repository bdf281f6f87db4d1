#include "groupbuy/store/statement_store.h"

#define FIRST_OF "(($2 || '-01')::timestamp at time zone 'Asia/Shanghai')"
#define OWED     " (least(a.received - a.damaged, o.ordered) * s.cost_fen) "

/* $1: the supplier, $2: the month */
#define LINES                                                                                                          \
    " from round_sheet s join rounds r on r.id = s.round_id join round_items i on i.id = s.item_id,"                   \
    " lateral (select coalesce(sum(n.arrived), 0)::bigint as received, coalesce(sum(n.damaged), 0)::bigint as damaged" \
    "  from round_arrivals n where n.round_id = s.round_id and n.item_id = s.item_id) a,"                              \
    " lateral (select greatest(s.units - s.refunded + coalesce(sum(x.units), 0), 0)::bigint as ordered"                \
    "  from round_adjustments x where x.round_id = s.round_id and x.item_id = s.item_id) o"                            \
    " where s.supplier_id = $1 and r.closed_at >= " FIRST_OF                                                           \
    " and r.closed_at < (($2 || '-01')::timestamp + interval '1 month') at time zone 'Asia/Shanghai' "

struct status statement_lines(struct tx *tx, const char *supplier_id, const char *month, const char *after, int limit,
                              struct statement_line **ret_lines, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select i.id, r.id, r.title, i.product_title, i.sku_title, r.closed_at, s.cost_fen, o.ordered,"
                 " a.received, a.damaged, greatest(o.ordered - a.received, 0)," OWED LINES
                 "and i.id < " DB_BEFORE("$3") " order by i.id desc limit $4",
                 db_id(supplier_id), db_text(month), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_lines = arena_array(tx_arena(tx), struct statement_line, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_lines)[row] = (struct statement_line){
            .item_id = rows_id(rows, row, 0),
            .round_id = rows_id(rows, row, 1),
            .round_title = rows_text(rows, row, 2),
            .product_title = rows_text(rows, row, 3),
            .sku_title = rows_text(rows, row, 4),
            .closed_us = rows_time_us(rows, row, 5),
            .cost = rows_int(rows, row, 6),
            .ordered = rows_int(rows, row, 7),
            .received = rows_int(rows, row, 8),
            .damaged = rows_int(rows, row, 9),
            .lacking = rows_int(rows, row, 10),
            .owed = rows_int(rows, row, 11),
        };
    return OK;
}

struct status statement_owed(struct tx *tx, const char *supplier_id, const char *month, fen *ret_owed)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select coalesce(sum" OWED ", 0)::bigint" LINES, db_id(supplier_id), db_text(month)));
    *ret_owed = rows_int(rows, 0, 0);
    return OK;
}
