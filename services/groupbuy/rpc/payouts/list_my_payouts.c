#include "groupbuy/flow/payouts.h"
#include "rpc/page.h"

struct status groupbuy_list_my_payouts(struct call *call, const Gb__ListMyPayoutsRequest *in,
                                       Gb__ListPayoutsResponse *out)
{
    const char *earner_id = call->caller->user_id;
    struct payout *payouts;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, earner_id, &page));
    TRY(payout_list(call->tx, earner_id, PAYOUT_NONE, page.after, page.rows_max, &payouts, &page.count));

    out->next_page_token = page_next(call, &page, payouts[page.count - 1].id);
    out->n_payouts = page.count;
    out->payouts = MESSAGES(call, Gb__Payout, gb__payout, page.count);
    for (size_t i = 0; i < page.count; i++)
        payout_view(call, &payouts[i], out->payouts[i]);
    return OK;
}
