#include "groupbuy/flow/receivers.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

struct status groupbuy_list_receivers(struct call *call, const Gb__ListReceiversRequest *in,
                                      Gb__ListReceiversResponse *out)
{
    struct receiver *receivers;
    struct page page;

    TRY(platform_act(call, "finance", "operator", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, "", &page));
    TRY(receiver_list(call->tx, page.after, page.rows_max, &receivers, &page.count));
    out->next_page_token = page_next(call, &page, receivers[page.count - 1].id);
    out->n_receivers = page.count;
    out->receivers = MESSAGES(call, Gb__Receiver, gb__receiver, page.count);
    for (size_t i = 0; i < page.count; i++)
        receiver_view(call, &receivers[i], out->receivers[i]);
    return OK;
}
