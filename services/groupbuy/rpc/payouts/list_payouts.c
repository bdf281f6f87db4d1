#include "groupbuy/flow/payouts.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

struct status groupbuy_list_payouts(struct call *call, const Gb__ListPayoutsRequest *in, Gb__ListPayoutsResponse *out)
{
    enum payout_state state = (enum payout_state)in->state;
    struct payout *payouts;
    struct page page;

    TRY(platform_act(call, "finance", "operator", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, payout_state_name(state), &page));
    TRY(payout_list(call->tx, NULL, state, page.after, page.rows_max, &payouts, &page.count));

    out->next_page_token = page_next(call, &page, payouts[page.count - 1].id);
    out->n_payouts = page.count;
    out->payouts = MESSAGES(call, Gb__Payout, gb__payout, page.count);
    for (size_t i = 0; i < page.count; i++) {
        payout_view(call, &payouts[i], out->payouts[i]);
        out->payouts[i]->earner_id = payouts[i].earner_id;
    }
    return OK;
}
