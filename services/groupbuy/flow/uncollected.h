/* What nobody collects. In a transaction, with the order locked; both may be asked any number of times. */
#ifndef GROUPBUY_FLOW_UNCOLLECTED_H
#define GROUPBUY_FLOW_UNCOLLECTED_H

#include "groupbuy/pickup.h"
#include "groupbuy/store/order_store.h"
#include "rpc/call.h"

/* Its buyer is reminded, once, when it is time. */
struct status uncollected_remind(struct call *call, const struct order *order);
/* When its days are over, once: KEEP: it is kept and can still be collected, buyer and leader are told. REFUND_PART: of
 * what still lies there the stated part goes back to the buyer, to the fen and rounded down, and nothing is owed any
 * more. */
struct status uncollected_settle(struct call *call, struct order *order);

#endif
