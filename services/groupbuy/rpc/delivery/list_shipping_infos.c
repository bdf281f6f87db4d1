#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/shipping.h"
#include "rpc/page.h"

struct status groupbuy_list_shipping_infos(struct call *call, const Gb__ListShippingInfosRequest *in,
                                           Gb__ListShippingInfosResponse *out)
{
    const char *filter = arena_printf(call->arena, "%d", (int)in->state);
    struct shipping_info *infos;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, filter, &page));
    TRY(shipping_list(call->tx, (enum shipping_state)in->state, page.after, page.rows_max, &infos, &page.count));

    out->next_page_token = page_next(call, &page, infos[page.count - 1].order_id);
    out->n_infos = page.count;
    out->infos = MESSAGES(call, Gb__ShippingInfo, gb__shipping_info, page.count);
    for (size_t i = 0; i < page.count; i++)
        shipping_view(call, &infos[i], out->infos[i]);
    return OK;
}
