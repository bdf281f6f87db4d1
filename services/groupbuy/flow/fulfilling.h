/* From ready to completed: carriers, receipt, what is handed out, the end of the after-sale window. */
#ifndef GROUPBUY_FLOW_FULFILLING_H
#define GROUPBUY_FLOW_FULFILLING_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/order_store.h"

/* All of these in a transaction, with the order locked; *order follows. */

/* → READY: the goods are where they are to be; WeChat is told so of what needs no carrier. */
struct status order_become_ready(struct call *call, struct order *order, const char *actor, const char *why);
/* READY → SHIPPED. Left out of it is what was refunded; WeChat is told. ORDER_NOT_SHIPPABLE. */
struct status order_ship(struct call *call, struct order *order, const char *carrier, const char *tracking_number,
                         const char *actor);
/* SHIPPED → FULFILLED: all that was not refunded is handed out. ORDER_NOT_SHIPPED. */
struct status order_receive(struct call *call, struct order *order, const char *actor);
/* Units of its lines were handed out or taken back (line_fulfil): the order is READY, PARTLY_FULFILLED or FULFILLED, as
 * the lines say. When all that was not refunded is handed out the after-sale window begins. */
struct status order_follow_lines(struct call *call, struct order *order, const char *actor, const char *why);
/* What was to be done is done, or was forfeited: the order ends. One that is off or paid back is let be. */
struct status order_end(struct call *call, struct order *order, const char *actor, const char *why);
/* Nobody collected it, and what was to go back of it is promised: nothing is owed any more, and what is left of the
 * money is kept. FULFILLED, but for an order of which all money goes back: that one becomes REFUNDED when it is. */
struct status order_close_uncollected(struct call *call, struct order *order, const char *actor);
/* FULFILLED → COMPLETED: deposits are income, shares are vested, and a frozen payment is shared out. */
struct status order_complete(struct call *call, struct order *order, const char *actor);

#endif
