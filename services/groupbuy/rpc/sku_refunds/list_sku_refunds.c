#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/sku_refunds.h"
#include "rpc/page.h"

struct status groupbuy_list_sku_refunds(struct call *call, const Gb__ListSkuRefundsRequest *in,
                                        Gb__ListSkuRefundsResponse *out)
{
    struct sku_refund *refunds;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, "", &page));
    TRY(sku_refund_list(call->tx, page.after, page.rows_max, &refunds, &page.count));

    out->next_page_token = page_next(call, &page, refunds[page.count - 1].id);
    out->n_sku_refunds = page.count;
    out->sku_refunds = MESSAGES(call, Gb__SkuRefund, gb__sku_refund, page.count);
    for (size_t i = 0; i < page.count; i++)
        sku_refund_view(call, &refunds[i], out->sku_refunds[i]);
    return OK;
}
