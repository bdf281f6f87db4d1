#include "groupbuy/campaigns.h"
#include "groupbuy/flow/tell.h"

/* A flash sale starts soon: operators may look whether all is well. Not when it was stopped meanwhile. */
struct status groupbuy_sale_starting(struct call *call, const struct job *job)
{
    struct campaign campaign;

    TRY(call_begin(call));
    TRY(campaign_get(call->tx, job->key, &campaign));
    if (!*campaign.stop_reason && call->now_us < campaign.starts_at_us)
        TRY(tell_sale_starting(call, &campaign));
    return call_commit(call);
}
