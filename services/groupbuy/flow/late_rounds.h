/* A payment that lands after the grace of its round: what the buyer chose for it at checkout. */
#ifndef GROUPBUY_FLOW_LATE_ROUNDS_H
#define GROUPBUY_FLOW_LATE_ROUNDS_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/order_store.h"

enum late_fate {
    LATE_IN_TIME,  /* it was paid before the grace was over: it counts where it is */
    LATE_MOVED,    /* into the leader's next round; *order follows */
    LATE_TOO_LATE, /* nothing was chosen, or no round has all of it: the money goes back */
};

/* The order waits to be paid and is locked. The next round is the first to end of those of the same leader for the same
 * people that run, have every line in stock at no higher price, and its point, or are brought to its door for the same
 * fee. What it costs less goes back at that round's cut-off, like a price step. Units go back to where they were.
 *
 * The next round is locked behind the order: nobody who holds a round that runs waits for an order of one that is over.
 */
struct status late_round(struct call *call, struct order *order, int64_t paid_us, enum late_fate *ret_fate);

#endif
