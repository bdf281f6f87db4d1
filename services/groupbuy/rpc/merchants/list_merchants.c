#include "groupbuy/flow/merchants.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

struct status groupbuy_list_merchants(struct call *call, const Gb__ListMerchantsRequest *in,
                                      Gb__ListMerchantsResponse *out)
{
    struct merchant *merchants;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(page_open(call, in, PAGE_BY_TEXT, "", &page));
    TRY(merchant_list(call->tx, page.after, page.rows_max, &merchants, &page.count));

    out->next_page_token = page_next(call, &page, merchants[page.count - 1].id);
    out->n_merchants = page.count;
    out->merchants = MESSAGES(call, Gb__Merchant, gb__merchant, page.count);
    for (size_t i = 0; i < page.count; i++)
        merchant_view(call, &merchants[i], out->merchants[i]);
    return OK;
}
