/* Money on its way back. A refund is a row from the first moment; a job drives it until WeChat has paid it out. */
#ifndef GROUPBUY_FLOW_REFUNDING_H
#define GROUPBUY_FLOW_REFUNDING_H

#include "groupbuy/domain/refund.h"
#include "groupbuy/flow/channel.h"
#include "groupbuy/store/order_store.h"

#define JOB_DRIVE_REFUND "drive_refund"

/* All that was paid for the (cancelled) order is to go back, and `coupon` with it. In the transaction that cancels; the
 * order is locked. Nothing paid is nothing to wait for: such a refund is done at once. */
struct status refund_start(struct call *call, struct order *order, fen coupon, enum refund_reason reason);

/* What WeChat says has become of it, by answer, query or notice, in any order and any number. In a transaction.
 * NOT_HERE for a refund that is not ours, BAD_REQUEST when order or amount do not fit. */
struct status refund_apply(struct call *call, const struct refund_fact *fact);

#endif
