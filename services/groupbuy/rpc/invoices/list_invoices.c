#include "groupbuy/flow/invoices.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

struct status groupbuy_list_invoices(struct call *call, const Gb__ListInvoicesRequest *in,
                                     Gb__ListInvoicesResponse *out)
{
    enum invoice_state state = (enum invoice_state)in->state;
    struct invoice *invoices;
    struct page page;

    TRY(platform_act(call, "finance", "operator", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, invoice_state_name(state), &page));
    TRY(invoice_list(call->tx, NULL, state, page.after, page.rows_max, &invoices, &page.count));

    out->next_page_token = page_next(call, &page, invoices[page.count - 1].id);
    out->n_invoices = page.count;
    out->invoices = MESSAGES(call, Gb__Invoice, gb__invoice, page.count);
    for (size_t i = 0; i < page.count; i++)
        invoice_view(call, &invoices[i], out->invoices[i]);
    return OK;
}
