/* After-sales on their way: who may touch one, its moves with what follows, the money that goes back by it.
 *
 * Everything in the caller's transaction. Locks: the order, then the after-sale. */
#ifndef GROUPBUY_FLOW_AFTER_SALES_H
#define GROUPBUY_FLOW_AFTER_SALES_H

#include "groupbuy/after_sales.h"
#include "groupbuy/store/after_sale_store.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/refund_store.h"

/* What the caller is to an after-sale. */
enum after_sale_side { AFTER_SALE_BUYER = 1, AFTER_SALE_LEADER = 2, AFTER_SALE_OPERATOR = 4 };

/* The after-sale and its order, both held, for a caller who is one of `sides` (a leader only of what he is no party
 * to). *ret_side is the strongest of them. NOT_HERE to everybody else; LEADER_DISABLED. */
struct status after_sale_reach(struct call *call, const char *id, int sides, struct order *ret_order,
                               struct after_sale *ret_sale, enum after_sale_side *ret_side);
/* The same without holding anything. */
struct status after_sale_look(struct call *call, const char *id, int sides, struct after_sale *ret_sale,
                              enum after_sale_side *ret_side);

/* The next step: logged, its deadline set, the order's clock stopped or going on, everybody told. */
struct status after_sale_move(struct call *call, struct order *order, struct after_sale *sale,
                              enum after_sale_status to, const char *actor, const char *why);
/* Into REFUNDING, and the money with it: under the after-sale's id, so that nothing goes back twice.
 * AFTER_SALE_NOTHING_LEFT when the lines have less left by now. *sale is as it is then. */
struct status after_sale_refund(struct call *call, struct order *order, struct after_sale *sale, const char *actor,
                                const char *why);
/* A refund of the order is done: the after-sale that it was for is, too. Called by refunding. */
struct status after_sale_refunded(struct call *call, struct order *order, const struct refund *refund);

/* What one more request would give back, with what other open ones ask for taken away. AFTER_SALE_NOTHING_LEFT */
struct status after_sale_worth(struct call *call, struct order *order, enum after_sale_kind kind,
                               const struct after_sale_line *lines, size_t count, fen *ret_amount);

struct status after_sale_show(struct call *call, const struct after_sale *sale, Gb__AfterSale *out);
struct status after_sales_show(struct call *call, const struct after_sale *sales, size_t count, Gb__AfterSale **out);

#endif
