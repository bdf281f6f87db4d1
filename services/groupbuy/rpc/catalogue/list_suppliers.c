#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/suppliers.h"
#include "rpc/page.h"

struct status groupbuy_list_suppliers(struct call *call, const Gb__ListSuppliersRequest *in,
                                      Gb__ListSuppliersResponse *out)
{
    struct supplier *suppliers;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, "", &page));
    TRY(supplier_list(call->tx, page.after, page.rows_max, &suppliers, &page.count));

    out->next_page_token = page_next(call, &page, suppliers[page.count - 1].id);
    out->n_suppliers = page.count;
    out->suppliers = MESSAGES(call, Gb__Supplier, gb__supplier, page.count);
    for (size_t i = 0; i < page.count; i++)
        supplier_view(call, &suppliers[i], out->suppliers[i]);
    return OK;
}
