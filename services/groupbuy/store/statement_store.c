#include "groupbuy/store/statement_store.h"

#define FIRST_OF "(($2 || '-01')::timestamp at time zone 'Asia/Shanghai')"
#define IN_MONTH                                                                                                       \
    " r.closed_at >= " FIRST_OF                                                                                        \
    " and r.closed_at < (($2 || '-01')::timestamp + interval '1 month') at time zone 'Asia/Shanghai' "

/* $1: the supplier, $2: the month */
#define OF_SHEETS                                                                                                      \
    "select i.id, false as substitute, r.id as round_id, r.title, i.product_title, i.sku_title, r.closed_at,"          \
    " s.cost_fen, o.ordered, a.received, a.damaged, least(a.received - a.damaged, o.ordered) * s.cost_fen as owed"     \
    " from round_sheet s join rounds r on r.id = s.round_id join round_items i on i.id = s.item_id,"                   \
    " lateral (select coalesce(sum(n.arrived), 0)::bigint as received, coalesce(sum(n.damaged), 0)::bigint as damaged" \
    "  from round_arrivals n where n.round_id = s.round_id and n.item_id = s.item_id) a,"                              \
    " lateral (select greatest(s.units - s.refunded + coalesce(sum(x.units), 0), 0)::bigint as ordered"                \
    "  from round_adjustments x where x.round_id = s.round_id and x.item_id = s.item_id) o"                            \
    " where s.supplier_id = $1 and" IN_MONTH

/* Once they are shared out: nothing is owed for what went back to the shelf. */
#define OF_SUBSTITUTES                                                                                                 \
    "select s.id, true, r.id, r.title, s.product_title, s.sku_title, r.closed_at, s.cost_fen, s.units - s.returned,"   \
    " s.units - s.returned, 0, (s.units - s.returned) * s.cost_fen"                                                    \
    " from round_substitutions s join rounds r on r.id = s.round_id"                                                   \
    " where s.supplier_id = $1 and s.returned < s.units and" IN_MONTH

#define LINES " from (" OF_SHEETS "union all " OF_SUBSTITUTES ") l "

struct status statement_lines(struct tx *tx, const char *supplier_id, const char *month, const char *after, int limit,
                              struct statement_line **ret_lines, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select l.id, l.round_id, l.title, l.product_title, l.sku_title, l.closed_at, l.cost_fen, l.ordered,"
                 " l.received, l.damaged, greatest(l.ordered - l.received, 0), l.owed, l.substitute" LINES
                 "where l.id < " DB_BEFORE("$3") " order by l.id desc limit $4",
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
            .substitute = rows_bool(rows, row, 12),
        };
    return OK;
}

struct status statement_owed(struct tx *tx, const char *supplier_id, const char *month, fen *ret_owed)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select coalesce(sum(l.owed), 0)::bigint" LINES, db_id(supplier_id), db_text(month)));
    *ret_owed = rows_int(rows, 0, 0);
    return OK;
}
