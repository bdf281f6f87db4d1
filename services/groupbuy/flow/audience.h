/* May these people buy in this campaign? What we have heard of memberships answers for nearly everybody; of the others
 * the circle's or community's owner is asked, all at once, so that who has just joined may buy at once. */
#ifndef GROUPBUY_FLOW_AUDIENCE_H
#define GROUPBUY_FLOW_AUDIENCE_H

#include "groupbuy/domain/audience.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/campaign_store.h"

/* It is not for just anybody. */
bool audience_must_be_looked_at(const struct campaign *campaign);

/* ret_standings[i] is user i's, all different, at most BATCH_ITEMS_MAX. No transaction may be open. Costs nothing in a
 * campaign for everybody. Fails only when the database does. */
struct status audience_look(struct call *call, const struct campaign *campaign, const char *const *user_ids,
                            size_t count, enum standing *ret_standings);

/* For the caller alone: MEMBERS_ONLY, NEW_MEMBERS_ONLY, LEVEL_TOO_LOW, NOT_AVAILABLE. */
struct status audience_admit_caller(struct call *call, const struct campaign *campaign);
/* By his level alone, which he cannot change by a tap: nobody is shown what he would pay where he cannot buy.
 * In call->tx. LEVEL_TOO_LOW. */
struct status audience_admit_level(struct call *call, const struct campaign *campaign);

#endif
