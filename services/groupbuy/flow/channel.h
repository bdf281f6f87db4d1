/* WeChat Pay as groupbuy uses it: one order is one payment under the order's id, one refund is one under the refund's
 * id, at the account of its order.
 *
 * Never inside a transaction. Texts live in the call's arena. Failures are PAYMENT_UNAVAILABLE when it is worth another
 * try, else as named. */
#ifndef GROUPBUY_FLOW_CHANNEL_H
#define GROUPBUY_FLOW_CHANNEL_H

#include "groupbuy/domain/refund.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/payment_store.h"
#include "groupbuy/store/refund_store.h"

/* A payment that was made, as WeChat tells it: by notice or by query. */
struct payment_fact {
    const char *order_id;
    const char *merchant_id; /* the account that was told of it; "": the installation's */
    const char *transaction_id;
    fen amount;
    int64_t paid_us;
    bool ours; /* app and merchant are those of the account, the currency is CNY */
};

enum channel_state {
    CHANNEL_UNKNOWN, /* it never reached WeChat */
    CHANNEL_NOT_PAID,
    CHANNEL_CLOSED,
    CHANNEL_PAID,
};

/* MERCHANT_NOT_READY when nothing can be asked by this account here. No call to the outside. */
struct status channel_ready(const struct call *call, const char *merchant_id);
/* ORDER_EXPIRED when WeChat has closed it, ORDER_NOT_PAYABLE when it is paid. */
struct status channel_prepay(struct call *call, const struct payment *payment, const char **ret_prepay_id);
/* What wx.requestPayment wants. No call to the outside. */
struct status channel_sign(struct call *call, const char *merchant_id, const char *prepay_id, Gb__WechatPayment *out);
/* *ret_fact only when paid. `merchant_id`: the order's. */
struct status channel_query(struct call *call, const char *merchant_id, const char *order_id,
                            enum channel_state *ret_state, struct payment_fact *ret_fact);
/* *ret_state: CHANNEL_CLOSED (also when it never was there), or CHANNEL_PAID: it has been paid meanwhile. */
struct status channel_close(struct call *call, const char *merchant_id, const char *order_id,
                            enum channel_state *ret_state);

/* What has become of a refund. */
struct refund_fact {
    const char *refund_id;
    const char *order_id;
    const char *merchant_id; /* as of a payment */
    const char *wechat_refund_id;
    fen amount;
    enum refund_state state; /* PROCESSING, SUCCESS, ABNORMAL, WAITING_FUNDS */
    int64_t done_us;         /* 0: not done */
    bool ours;
};

/* Asks for it, under its number, as often as need be. `total` is what was paid. */
struct status channel_refund(struct call *call, const struct refund *refund, fen total, struct refund_fact *ret_fact);
/* NOT_HERE when WeChat has never heard of it. */
struct status channel_refund_query(struct call *call, const struct refund *refund, struct refund_fact *ret_fact);

/* A notice, verified and decrypted. */
struct channel_notice {
    const char *id;
    const char *merchant_id; /* the account it was sent to */
    const char *resource;    /* decrypted JSON */
    bool paid;            /* a payment that succeeded; `payment` is set */
    struct payment_fact payment;
    struct refund_fact refund;
    const char *complaint_id; /* WeChat's */
};

struct wxpay_notice;

/* Where WeChat tells of what is asked for by this account: `path` below the address of the callbacks, as the contract has it, and
 * the account's number behind it. */
const char *channel_notice_url(struct call *call, const char *path, const char *merchant_id);

/* FORBIDDEN when the signature does not hold, BAD_REQUEST when it is not what it should be. */
struct status channel_payment_notice(struct call *call, const Api__RawRequest *raw, struct channel_notice *ret_notice);
struct status channel_refund_notice(struct call *call, const Api__RawRequest *raw, struct channel_notice *ret_notice);
/* Any notice, for the files of other topics: verified and opened by the account that its address names (raw->part). */
struct status channel_open_notice(struct call *call, const Api__RawRequest *raw, struct wxpay_notice *ret_notice);
struct status channel_complaint_notice(struct call *call, const Api__RawRequest *raw,
                                       struct channel_notice *ret_notice);

#endif
