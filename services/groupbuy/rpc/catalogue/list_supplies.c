#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/suppliers.h"
#include "rpc/page.h"

struct status groupbuy_list_supplies(struct call *call, const Gb__ListSuppliesRequest *in,
                                     Gb__ListSuppliesResponse *out)
{
    struct supplier supplier;
    struct supply *supplies;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, in->supplier_id, &page));
    TRY(supplier_get(call->tx, in->supplier_id, &supplier));
    TRY(supply_list(call->tx, in->supplier_id, page.after, page.rows_max, &supplies, &page.count));

    out->next_page_token = page_next(call, &page, supplies[page.count - 1].sku_id);
    out->n_supplies = page.count;
    out->supplies = MESSAGES(call, Gb__Supply, gb__supply, page.count);
    for (size_t i = 0; i < page.count; i++)
        supply_view(&supplies[i], out->supplies[i]);
    return OK;
}
