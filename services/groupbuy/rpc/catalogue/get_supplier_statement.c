#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/suppliers.h"
#include "groupbuy/store/statement_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void line_view(struct call *call, const struct statement_line *line, Gb__SuppliedLine *out)
{
    out->round_id = line->round_id;
    out->round_title = line->round_title;
    out->closed_at = timestamp_new(call->arena, line->closed_us);
    out->item_id = line->item_id;
    out->product_title = line->product_title;
    out->sku_title = line->sku_title;
    out->cost_price_fen = line->cost;
    out->ordered = line->ordered;
    out->received = line->received;
    out->damaged = line->damaged;
    out->lacking = line->lacking;
    out->owed_fen = line->owed;
    out->substitute = line->substitute;
}

struct status groupbuy_get_supplier_statement(struct call *call, const Gb__GetSupplierStatementRequest *in,
                                              Gb__SupplierStatement *out)
{
    const char *filter = arena_printf(call->arena, "%s %s", in->supplier_id, in->month);
    struct statement_line *lines;
    struct supplier supplier;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, filter, &page));
    TRY(supplier_get(call->tx, in->supplier_id, &supplier));
    TRY(statement_owed(call->tx, supplier.id, in->month, &out->owed_fen));
    TRY(statement_lines(call->tx, supplier.id, in->month, page.after, page.rows_max, &lines, &page.count));

    out->next_page_token = page_next(call, &page, lines[page.count - 1].item_id);
    out->n_lines = page.count;
    out->lines = MESSAGES(call, Gb__SuppliedLine, gb__supplied_line, page.count);
    for (size_t i = 0; i < page.count; i++)
        line_view(call, &lines[i], out->lines[i]);
    return OK;
}
