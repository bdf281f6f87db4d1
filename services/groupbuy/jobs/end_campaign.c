#include "groupbuy/jobs/jobs.h"
#include "groupbuy/store/stock_store.h"

/* Off the lists; what nobody bought goes back to the SKU, once. Comes again while orders are open: their units may
 * still come back. */
struct status groupbuy_end_campaign(struct call *call, const struct job *job)
{
    struct campaign campaign;
    int64_t waiting;

    TRY(call_begin(call));
    TRY(campaign_get(call->tx, job->key, &campaign));
    if (call->now_us < campaign.ends_at_us)
        return fail(NOT_AVAILABLE, "campaign %s has not ended", campaign.id);
    TRY(stock_return_unsold(call->tx, campaign.id, &waiting));
    TRY(campaign_set_ended(call->tx, campaign.id));
    TRY(call_commit(call));
    return waiting ? fail(NOT_AVAILABLE, "campaign %s has %ld open orders", campaign.id, (long)waiting) : OK;
}
