/* Refunds at WeChat Pay. An answer means accepted, not paid out: the notice or a later query says how it ended. Repeat a
 * refund under the same out_refund_no: a new number pays a second time. */
#ifndef LINLI_WECHAT_PAY_REFUNDS_H
#define LINLI_WECHAT_PAY_REFUNDS_H

#include "base/money.h"
#include "wechat/pay.h"

struct wxpay_refund_request {
    const char *out_trade_no;  /* of the payment */
    const char *out_refund_no; /* 1..64 of 0-9 A-Z a-z _ - | * @ */
    const char *reason;        /* for the user, at most 80 characters; NULL: none */
    const char *notify_url;    /* NULL: the merchant's own */
    fen refund;
    fen total; /* of the payment */
};

enum wxpay_refund_state {
    WXPAY_REFUND_PROCESSING,
    WXPAY_REFUND_SUCCESS,
    WXPAY_REFUND_CLOSED,   /* did not happen */
    WXPAY_REFUND_ABNORMAL, /* the user's account cannot take it: by hand */
};

struct wxpay_refund {
    const char *refund_id, *out_refund_no, *transaction_id, *out_trade_no;
    const char *received_account; /* where it went, in WeChat's words */
    enum wxpay_refund_state state;
    int64_t succeeded_us; /* 0: not yet */
    fen refund, total;
    fen payer_refund; /* what the user gets, less WeChat's own coupons */
};

/* WXPAY_NOT_ENOUGH: our balance is too low; the same number again when it is not. */
struct status wxpay_refund(struct wxpay *pay, struct arena *arena, const struct wxpay_refund_request *request,
                           struct wxpay_refund *ret_refund, struct wechat_failure *failure);
/* WXPAY_NOT_FOUND when it never reached WeChat. */
struct status wxpay_refund_query(struct wxpay *pay, struct arena *arena, const char *out_refund_no,
                                 struct wxpay_refund *ret_refund, struct wechat_failure *failure);

/* Where an ABNORMAL refund goes instead: the user's bank card, or the merchant's own (to be handed on by hand). */
struct wxpay_abnormal_refund {
    const char *refund_id;     /* WeChat's */
    const char *out_refund_no; /* the same as before */
    /* the user's card; all NULL: the merchant's. Names and numbers in clear, sealed here. */
    const char *bank_type; /* ICBC_DEBIT */
    const char *bank_account, *real_name;
};

/* The refund is PROCESSING again; how it ends is told as before. WECHAT_REFUSED unless it is ABNORMAL. («发起异常退款») */
struct status wxpay_refund_abnormal(struct wxpay *pay, struct arena *arena, const struct wxpay_abnormal_refund *request,
                                    struct wxpay_refund *ret_refund, struct wechat_failure *failure);

#endif
