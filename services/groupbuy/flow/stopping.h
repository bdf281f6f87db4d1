/* A campaign is over before its time. */
#ifndef GROUPBUY_FLOW_STOPPING_H
#define GROUPBUY_FLOW_STOPPING_H

#include "groupbuy/campaigns.h"
#include "groupbuy/store/campaign_store.h"

/* Nobody buys any more; a job clears up what is left, in batches, and begins again where it was stopped. The campaign
 * is locked; *campaign follows. */
struct status campaign_off(struct call *call, struct campaign *campaign, bool withdrawn, const char *why);

/* Orders that may still be paid are closed, each by its own job. *ret_left: there are some, so look again: a payment
 * may win the race. In a transaction. */
struct status campaign_close_unpaid(struct call *call, const char *campaign_id, enum cancel_reason reason,
                                    bool *ret_left);

#endif
