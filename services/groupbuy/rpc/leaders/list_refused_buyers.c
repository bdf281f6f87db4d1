#include <string.h>

#include "groupbuy/flow/leading.h"
#include "rpc/page.h"

struct status groupbuy_list_refused_buyers(struct call *call, const Gb__ListRefusedBuyersRequest *in,
                                           Gb__ListRefusedBuyersResponse *out)
{
    const char *leader_id = *in->leader_id ? in->leader_id : call->caller->user_id;
    struct refused_buyer *buyers;
    struct page page;

    if (strcmp(leader_id, call->caller->user_id) != 0)
        TRY(overseeing(call, ""));
    TRY(page_open(call, in, PAGE_BY_ID, leader_id, &page));
    TRY(buyer_list_refused(call->tx, leader_id, page.after, page.rows_max, &buyers, &page.count));

    out->next_page_token = page_next(call, &page, buyers[page.count - 1].user_id);
    out->n_buyers = page.count;
    out->buyers = MESSAGES(call, Gb__RefusedBuyer, gb__refused_buyer, page.count);
    for (size_t i = 0; i < page.count; i++)
        refused_buyer_view(call, &buyers[i], out->buyers[i]);
    return OK;
}
