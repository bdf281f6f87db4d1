/* Shipping management (发货信息管理): a trade-managed mini-program gets the money of a payment only after WeChat was
 * told how the goods go out and they were received: by the user's word, or by itself 2 days after a pick-up was ready,
 * 10 days after an express went out.
 *
 * Tell once, when the goods are ready; change what was told once more at most. Right after the payment WeChat may not
 * know it (WECHAT_PAYMENT_UNKNOWN): again in some minutes. What breaks WeChat's rules fails with WECHAT_CONTENT_INVALID
 * before anything is sent. Events about settlement are read by push_events.h.
 *
 * What is delivered later than WECHAT_PRESALE_AFTER_S after its payment is declared a presale; WeChat tells its buyer
 * when it may be expected.
 *
 * Sources: WeChat's documents uploadShippingInfo, getOrder, notifyConfirmReceive, isTradeManaged, setMsgJumpPath,
 * opspecialorder.
 */
#ifndef LINLI_WECHAT_SHIPPING_H
#define LINLI_WECHAT_SHIPPING_H

#include "base/money.h"
#include "wechat/client.h"

#define WECHAT_PARCELS_MAX    15
#define WECHAT_ITEM_CHARS_MAX 120

/* From the payment to the goods of a presale. */
#define WECHAT_PRESALE_AFTER_S (15 * 86400)
#define WECHAT_PRESALE_S_MAX   (330 * 86400)

enum wechat_logistics { WECHAT_EXPRESS = 1, WECHAT_SAME_CITY = 2, WECHAT_VIRTUAL = 3, WECHAT_PICK_UP = 4 };

struct wechat_parcel {
    const char *item; /* what is in it: 1..120 characters */
    /* express only; NULL: none */
    const char *tracking_no, *express_company; /* SF, YTO, ZTO … */
    const char *receiver_phone;                /* needed for SF; goes out as 189****1234 */
};

/* Which payment: by WeChat's number, or when that is NULL by ours. */
struct wechat_payment_key {
    const char *transaction_id;
    const char *merchant_id, *out_trade_no;
};

struct wechat_shipment {
    struct wechat_payment_key payment;
    const char *openid; /* of the payer */
    enum wechat_logistics logistics;
    bool in_parts;      /* express in several parcels; else exactly one */
    bool all_delivered; /* with in_parts: no more parcels will follow */
    struct wechat_parcel parcels[WECHAT_PARCELS_MAX];
    size_t parcels_count;
    int64_t at_us; /* later than that of what was told before */
};

/* Done also when WeChat knows all of this already. WECHAT_PAYMENT_UNKNOWN, WECHAT_SHIPPED_ALREADY (changed once
 * before), WECHAT_NOT_SHIPPABLE, WECHAT_OPENID_UNKNOWN (not the payer). */
struct status wechat_ship(struct wechat *wechat, struct arena *arena, const struct wechat_shipment *shipment,
                          struct wechat_failure *failure);

/* The goods of a payment (WeChat's number of it, or ours) will go out at `ready_s` (unix seconds).
 * WECHAT_NOT_SHIPPABLE: no such payment waits for goods: it is too new for shipping management, was shipped, or went
 * back. WECHAT_CONTENT_INVALID: also a date outside of WECHAT_PRESALE_AFTER_S … WECHAT_PRESALE_S_MAX, which only WeChat
 * can tell. */
struct status wechat_declare_presale(struct wechat *wechat, struct arena *arena, const char *number, int64_t ready_s,
                                     struct wechat_failure *failure);

enum wechat_order_state {
    WECHAT_TO_SHIP = 1,
    WECHAT_SHIPPED = 2,
    WECHAT_RECEIVED = 3,
    WECHAT_ORDER_DONE = 4,
    WECHAT_ORDER_REFUNDED = 5,
    WECHAT_TO_SETTLE = 6,
};

struct wechat_order {
    const char *transaction_id, *out_trade_no, *openid;
    enum wechat_order_state state;
    fen paid;
    int64_t paid_s; /* unix seconds */
    bool in_complaint;
    bool shipped_whole; /* no more parcels to follow */
};

/* WECHAT_PAYMENT_UNKNOWN. */
struct status wechat_order(struct wechat *wechat, struct arena *arena, const struct wechat_payment_key *payment,
                           struct wechat_order *ret_order, struct wechat_failure *failure);

/* WeChat asks the user to confirm that an express has arrived; once an order. WECHAT_NOT_SHIPPABLE. */
struct status wechat_ask_for_receipt(struct wechat *wechat, struct arena *arena,
                                     const struct wechat_payment_key *payment, int64_t received_s,
                                     struct wechat_failure *failure);

/* Whether WeChat holds this mini-program's money until goods are received. */
struct status wechat_trade_managed(struct wechat *wechat, struct arena *arena, bool *ret_managed,
                                   struct wechat_failure *failure);

/* Where WeChat's messages about shipping lead: a page, to which WeChat adds transaction_id, merchant_id and
 * merchant_trade_no. */
struct status wechat_shipping_page(struct wechat *wechat, struct arena *arena, const char *page,
                                   struct wechat_failure *failure);

#endif
