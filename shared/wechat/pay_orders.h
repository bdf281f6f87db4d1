/* Orders at WeChat Pay (JSAPI): prepay, the client's signed parameters, query, close.
 *
 * Neither the client's success nor our own prepay is a payment: only a query or a notice that says SUCCESS, compared with
 * our own amount, is. */
#ifndef LINLI_WECHAT_PAY_ORDERS_H
#define LINLI_WECHAT_PAY_ORDERS_H

#include "base/money.h"
#include "wechat/pay.h"

struct wxpay_prepay {
    const char *app_id;       /* the mini-program's, bound to the merchant */
    const char *openid;       /* of the payer, under that app id */
    const char *out_trade_no; /* 6..32 of 0-9 A-Z a-z _ - | *; one payment, one number, for ever */
    const char *description;  /* 1..127 characters, for the user */
    const char *attach;       /* comes back in queries and notices, at most 128 characters; NULL: none */
    const char *notify_url;   /* https, no query, at most 255 characters */
    int64_t expires_us;       /* 0: 7 days */
    fen total;
    bool profit_sharing; /* the money stays frozen until it is shared out */
};

/* `*ret_prepay_id` is good for 2 hours; the same call again gives a good one. Fails with WXPAY_NUMBER_USED,
 * WXPAY_ORDER_CLOSED, WXPAY_ALREADY_PAID, WECHAT_CONTENT_INVALID before asking. */
struct status wxpay_prepay(struct wxpay *pay, struct arena *arena, const struct wxpay_prepay *prepay,
                           const char **ret_prepay_id, struct wechat_failure *failure);

/* What wx.requestPayment takes. */
struct wxpay_client_parameters {
    const char *time_stamp, *nonce_str, *package, *sign_type, *pay_sign;
};

struct wxpay_client_parameters wxpay_client_parameters(const struct wxpay *pay, struct arena *arena, const char *app_id,
                                                       const char *prepay_id, int64_t now_s);

enum wxpay_trade_state {
    WXPAY_TRADE_NOT_PAID, /* NOTPAY; also PAYERROR: the user may try again */
    WXPAY_TRADE_PAYING,   /* USERPAYING, ACCEPT */
    WXPAY_TRADE_SUCCESS,
    WXPAY_TRADE_REFUND, /* paid, and at least a part refunded or being so */
    WXPAY_TRADE_CLOSED, /* also REVOKED */
};

struct wxpay_transaction {
    const char *app_id, *merchant_id, *out_trade_no;
    const char *transaction_id; /* "": not paid */
    const char *openid, *attach, *bank_type;
    enum wxpay_trade_state state;
    int64_t paid_us; /* 0: not paid */
    fen total;       /* 0 when not paid and not said */
    fen payer_total; /* what the user paid, less WeChat's own coupons */
};

/* WXPAY_NOT_FOUND when it never reached WeChat. */
struct status wxpay_query(struct wxpay *pay, struct arena *arena, const char *out_trade_no,
                          struct wxpay_transaction *ret_transaction, struct wechat_failure *failure);

/* Done also when it was closed before. After WXPAY_ALREADY_PAID, and any other refusal, query. */
struct status wxpay_close(struct wxpay *pay, struct arena *arena, const char *out_trade_no,
                          struct wechat_failure *failure);

#endif
