/* How what was earned of an order reaches who earned it: by the house's rule out of the payment itself (分账), or into
 * his account, from which he asks for a transfer. The row of the sharing says how far it is;
 * jobs/payouts/drive_sharing.c drives it. */
#ifndef GROUPBUY_FLOW_SETTLING_H
#define GROUPBUY_FLOW_SETTLING_H

#include "groupbuy/flow/split_channel.h"
#include "groupbuy/payouts.h"
#include "groupbuy/store/order_store.h"

/* The order is completed, and its shares are vested; in that transaction. Nothing, unless its payment is frozen. */
struct status settling_begin(struct call *call, const struct order *order);

/* All below in a transaction, with the sharing locked; it follows, and is saved. */

/* DUE: who gets his part by sharing has a payout, out of his account; then SPLITTING, or UNFREEZING when nobody has.
 * What each has earned is read anew; the order is locked. */
struct status settling_plan(struct call *call, struct sharing *sharing, struct sharing_earner *earners, size_t count);
/* It cannot be split: every part is its earner's again, and the rest is unfrozen. */
struct status settling_give_up(struct call *call, struct sharing *sharing, const char *reason);
/* What WeChat says of the parts; when all of them are settled the rest is unfrozen. */
struct status settling_apply(struct call *call, struct sharing *sharing, const struct split_fact *fact);
/* WeChat says not now: looked at again in an hour. */
struct status settling_wait(struct call *call, struct sharing *sharing, const char *reason);

/* Nothing is split any more: its time is over, or all of it goes back. */
bool settling_is_over(const struct sharing *sharing, int64_t now_us);

#endif
