#include <string.h>

#include "groupbuy/flow/sheets.h"

static size_t end_of_supplier(const struct sheet_line *lines, size_t count, size_t from)
{
    size_t to = from + 1;

    while (to < count && strcmp(lines[to].supplier, lines[from].supplier) == 0)
        to++;
    return to;
}

static void supplier_view(struct call *call, const struct sheet_line *lines, size_t count, Gb__SupplierSheet *out)
{
    out->supplier = lines[0].supplier;
    out->n_lines = count;
    out->lines = MESSAGES(call, Gb__SheetLine, gb__sheet_line, count);
    for (size_t i = 0; i < count; i++) {
        sheet_line_view(&lines[i], out->lines[i]);
        out->needed += out->lines[i]->needed;
    }
}

struct status groupbuy_get_purchase_sheet(struct call *call, const Gb__GetPurchaseSheetRequest *in,
                                          Gb__PurchaseSheet *out)
{
    struct sheet_line *lines;
    struct round round;
    size_t count;

    TRY(receiving_see(call, in->round_id, &round));
    TRY(sheets_frozen(&round));
    TRY(sheet_purchase(call->tx, round.id, &lines, &count));
    out->round_id = round.id;
    out->title = round.title;
    out->suppliers = MESSAGES(call, Gb__SupplierSheet, gb__supplier_sheet, count);
    for (size_t from = 0, to; from < count; from = to) {
        to = end_of_supplier(lines, count, from);
        supplier_view(call, lines + from, to - from, out->suppliers[out->n_suppliers++]);
    }
    return OK;
}
