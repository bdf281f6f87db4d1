/* From a basket to its price: what a quote and an order have in common. */
#ifndef GROUPBUY_FLOW_CHECKOUT_H
#define GROUPBUY_FLOW_CHECKOUT_H

#include "groupbuy/flow/limits.h"
#include "groupbuy/flow/pricing.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/shop.h"
#include "groupbuy/store/delivery_store.h"
#include "groupbuy/store/product_store.h"

struct checkout {
    /* given */
    enum product_kind kind;        /* of all that is wanted */
    const char *pool_id;           /* of a service: its slot */
    Gb__BasketLine *const *wanted; /* the same SKU may stand there several times */
    size_t wanted_count;
    const char *address_id;  /* "": none; of goods, and of a service that is done at home */
    const char *point_id;    /* "": none; of goods alone */
    const char *coupon_id;   /* "": none */
    int64_t points;          /* a quote: at most; an order: exactly so many, as quoted. 0: none */
    bool no_return_accepted; /* the buyer knows that some of it can't be sent back within seven days */
    /* found and computed */
    bool no_return; /* of goods: some of it can't */
    enum delivery_kind delivery;
    const char *community_id; /* where it is sold: its pick-up point's; NULL: nowhere in particular */
    struct address address;
    bool shares_limit;                        /* some of it has a limit that several accounts share */
    struct limit_keys limit_keys;             /* whose they are */
    struct order_line lines[ORDER_LINES_MAX]; /* a SKU each */
    size_t lines_count;
    struct pricing pricing;
    struct order_price price; /* what it was priced with */
    int64_t points_available; /* that the buyer could spend, as of a quote */
};

/* One unit of what is not sent: a card, an article or column. `line` is the caller's and lives as long as the checkout.
 */
struct checkout checkout_of_one(enum product_kind kind, const char *sku_id, const char *coupon_id, int64_t points,
                                Gb__BasketLine **line);
/* Reads the shelf, where it goes and the fee; prices it. `lock`: the coupon becomes that of the order that this
 * operation is to place. FIELDS_INVALID, NOT_HERE, NO_RETURN_UNSAID, PRODUCT_OFF_SHELF, STOCK_SHORT, LIMIT_REACHED,
 * SHARED_LIMIT_REACHED, NOT_DELIVERED_THERE, COUPON_NOT_USABLE, POINTS_NOT_USABLE, AMOUNT_OVERFLOW, MIXED_MERCHANTS. No
 * transaction may be open. */
struct status checkout_price(struct call *call, struct checkout *checkout, bool lock);
/* In the transaction: the shelf is locked and still has it at this price (PRICE_CHANGED); units of goods are the
 * order's. A slot is the caller's to take. A shared limit that came since it was priced is checked, and not held. */
struct status checkout_take(struct call *call, const struct checkout *checkout);
/* The order of what was taken: all but what its kind adds. An order is paid for soon, or lapses. */
struct order checkout_order(struct call *call, const struct checkout *checkout, enum campaign_kind kind,
                            const Gb__SourceClaim *source);
/* The order is there, with its lines: it counts where it goes. */
struct status checkout_count(struct call *call, const struct checkout *checkout, const char *order_id);

#endif
