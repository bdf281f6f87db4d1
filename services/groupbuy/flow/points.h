/* The points of an order: set aside while it is placed, then they follow it by jobs, which ask until they are heard. */
#ifndef GROUPBUY_FLOW_POINTS_H
#define GROUPBUY_FLOW_POINTS_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/refund_store.h"

#define JOB_SETTLE_POINTS "settle_points"

#define POINTS_CONSUME "CONSUME"
#define POINTS_RELEASE "RELEASE"
#define POINTS_RETURN  "RETURN"

struct points_offer {
    int64_t points;    /* that are spent */
    fen discount;      /* that they stand for */
    int64_t available; /* that the buyer could spend altogether */
};

/* What at most `points` (0: as many as he may) of the caller's take off goods of `amount`. No transaction may be open.
 */
struct status points_quote(struct call *call, fen amount, int64_t points, struct points_offer *ret_offer);
/* Exactly so many are the order's until they are consumed or released. Asking again gives the same.
 * POINTS_NOT_USABLE. */
struct status points_lock(struct call *call, const char *order_id, fen amount, int64_t points,
                          struct points_offer *ret_offer);

/* In a transaction: what the order's points shall do. Nothing without points. */
struct status points_follow(struct call *call, const char *order_id, const char *user_id, int64_t points,
                            const char *action);
/* In a transaction: the refund's part of them goes back. Nothing without points. */
struct status points_return(struct call *call, const struct order *order, const struct refund *refund);

#endif
