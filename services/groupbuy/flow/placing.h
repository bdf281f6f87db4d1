/* Placing a team order: what starting and joining have in common. */
#ifndef GROUPBUY_FLOW_PLACING_H
#define GROUPBUY_FLOW_PLACING_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/campaign_store.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/team_store.h"

struct placing {
    int32_t quantity;
    const char *coupon_id; /* "": none */
    const Gb__SourceClaim *source;
    bool starter;
    enum late_payment late_payment;
    struct campaign campaign;
    struct order_line line;
};

/* Prices it, and locks the coupon for the order that this operation is to place; when it fails for good the coupon is
 * let go again. No transaction may be open. */
struct status placing_price(struct call *call, struct placing *placing);

/* In the transaction: units, order and event. The team is locked (or new), its seat taken. The order's id is the
 * operation's. */
struct status placing_order(struct call *call, const struct placing *placing, const struct team *team,
                            struct order *ret_order);

/* Joins this team by the order that this operation is to place, in a transaction that stays open for the answer.
 * TEAM_CLOSED, TEAM_FULL, ALREADY_IN_TEAM, and what units can refuse with. */
struct status placing_join(struct call *call, const char *team_id, const struct placing *placing, Gb__TeamOrder *out);

#endif
