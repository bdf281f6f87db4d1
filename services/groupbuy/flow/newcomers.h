/* Campaigns for new people (老带新): looked at when somebody wants in, judged when he pays. */
#ifndef GROUPBUY_FLOW_NEWCOMERS_H
#define GROUPBUY_FLOW_NEWCOMERS_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/campaign_store.h"
#include "groupbuy/store/order_store.h"

/* The caller wants in; `founds`: by a team of his own. In a transaction. NEW_MEMBERS_ONLY. */
struct status newcomer_admit_caller(struct call *call, const struct campaign *campaign, bool founds);

/* He pays. In the payment's transaction; from here on nobody else judges him until it ends. */
struct status newcomer_judge(struct call *call, const struct order *order, bool founds, bool *ret_welcome);

#endif
