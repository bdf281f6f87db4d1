/* What a merchant was given of an order that is refunded afterwards comes back from him (分账回退), before the refund
 * goes out where that is soon. A person is never asked: his debt is netted. */
#ifndef GROUPBUY_FLOW_RETURNING_H
#define GROUPBUY_FLOW_RETURNING_H

#include "groupbuy/flow/return_channel.h"
#include "groupbuy/receivers.h"

/* Asks merchants for what they have of the order beyond what is theirs by now. The order is locked, its shares are
 * reversed. refund_id: waits for it; NULL: none. */
struct status returns_begin(struct call *call, const char *order_id, const char *refund_id);

/* What WeChat says of it, in any order and any number; in a transaction, the return locked. INTERNAL when the amount is
 * not what was asked for. */
struct status return_apply(struct call *call, struct share_return *back, const struct return_fact *fact);

/* PAYMENT_UNAVAILABLE while the refund, begun at `since_us`, has something to wait for: ten minutes at most. */
struct status returns_first(struct call *call, const char *refund_id, int64_t since_us);

#endif
