#include "groupbuy/flow/invoices.h"
#include "rpc/page.h"

struct status groupbuy_list_my_invoices(struct call *call, const Gb__ListMyInvoicesRequest *in,
                                        Gb__ListInvoicesResponse *out)
{
    const char *user_id = call->caller->user_id;
    struct invoice *invoices;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, user_id, &page));
    TRY(invoice_list(call->tx, user_id, INVOICE_NONE, page.after, page.rows_max, &invoices, &page.count));

    out->next_page_token = page_next(call, &page, invoices[page.count - 1].id);
    out->n_invoices = page.count;
    out->invoices = MESSAGES(call, Gb__Invoice, gb__invoice, page.count);
    for (size_t i = 0; i < page.count; i++)
        invoice_view(call, &invoices[i], out->invoices[i]);
    return OK;
}
