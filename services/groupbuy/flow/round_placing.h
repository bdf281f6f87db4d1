/* An order on its way into a round: read, priced, placed. The buyer's own, or a neighbour's by the leader's hand. */
#ifndef GROUPBUY_FLOW_ROUND_PLACING_H
#define GROUPBUY_FLOW_ROUND_PLACING_H

#include "groupbuy/flow/limits.h"
#include "groupbuy/flow/pricing.h"
#include "groupbuy/flow/rounds.h"
#include "groupbuy/store/delivery_store.h"
#include "groupbuy/store/entry_store.h"

#define LINK_UNPAID_S_MAX                                                                                              \
    86400 /* so long a relative has who is to pay by link; at most until the round's grace is over */

struct round_placing {
    /* asked for */
    const char *round_id;
    Gb__OrderItem *const *wanted;
    size_t wanted_count;
    const char *address_id; /* of what is brought to the door; "": it is fetched */
    const char *coupon_id;  /* "": none */
    int64_t points;         /* a quote: at most; an order: exactly so many. 0: none */
    struct source source;
    struct entry entry; /* its point, remark, who pays …; number and order follow */
    /* found */
    struct round round;
    struct order_line lines[ROUND_ITEMS_MAX];
    size_t lines_count;
    struct pricing pricing;
    struct order_price price;
    struct address address;
    bool shares_limit;            /* some of it has a limit that several accounts share */
    struct limit_keys limit_keys; /* the caller's; of a neighbour: to be put in before it is placed */
    int64_t points_available;     /* that the buyer could spend, as of a quote */
};

/* The round as it is, and every item that is wanted; in a transaction of its own. NOT_HERE, NOT_STARTED, ENDED,
 * POINT_NOT_OFFERED, FIELDS_INVALID. */
struct status round_placing_read(struct call *call, struct round_placing *placing);
/* `lock`: coupon and points become the order's; no transaction may be open. COUPON_NOT_USABLE, POINTS_NOT_USABLE,
 * BELOW_DOOR_MINIMUM. */
struct status round_placing_price(struct call *call, struct round_placing *placing, bool lock);
/* What its buyer shares a limit with others for: as of now, for a quote. In a transaction of its own.
 * SHARED_LIMIT_REACHED. */
struct status round_placing_check_limits(struct call *call, struct round_placing *placing);
/* Units, order, and its place in the list: all or nothing; begins a transaction and leaves it open. An order in cash is
 * paid with that. LIMIT_REACHED, SHARED_LIMIT_REACHED, SOLD_OUT, STOCK_SHORT, ENDED. */
struct status round_placing_place(struct call *call, struct round_placing *placing, struct order *ret_order);

#endif
