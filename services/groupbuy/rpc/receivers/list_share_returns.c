#include "groupbuy/flow/scope.h"
#include "groupbuy/receivers.h"
#include "groupbuy/store/receiver_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void view(struct call *call, const struct share_return *back, Gb__ShareReturn *out)
{
    out->share_return_id = back->id;
    out->payout_id = back->payout_id;
    out->order_id = back->order_id;
    out->earner_id = back->earner_id;
    out->merchant_id = back->account;
    out->paid_by = back->paid_by;
    out->amount_fen = back->amount;
    out->state = (Gb__ShareReturnState)back->state;
    out->reason = back->reason;
    out->asked_at = timestamp_new(call->arena, back->asked_us);
    out->done_at = timestamp_new(call->arena, back->done_us);
}

struct status groupbuy_list_share_returns(struct call *call, const Gb__ListShareReturnsRequest *in,
                                          Gb__ListShareReturnsResponse *out)
{
    enum share_return_state state = (enum share_return_state)in->state;
    struct share_return *backs;
    struct page page;

    TRY(platform_act(call, "finance", "operator", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, share_return_state_name(state), &page));
    TRY(share_return_list(call->tx, state, page.after, page.rows_max, &backs, &page.count));
    out->next_page_token = page_next(call, &page, backs[page.count - 1].id);
    out->n_returns = page.count;
    out->returns = MESSAGES(call, Gb__ShareReturn, gb__share_return, page.count);
    for (size_t i = 0; i < page.count; i++)
        view(call, &backs[i], out->returns[i]);
    return OK;
}
