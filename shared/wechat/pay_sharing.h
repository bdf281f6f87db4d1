/* Profit sharing (分账): parts of a payment that was prepaid with profit_sharing go to receivers named before, what is
 * left is unfrozen.
 *
 * WeChat's rules: not in the first minute after a payment, in a trade-managed mini-program only after the goods were
 * received; within 30 days, then all of it unfreezes by itself; of a payment at most 30 % (or what WeChat agreed to), in
 * at most 50 calls. An answer means accepted; FINISHED does not mean that anybody got anything: each share has a result
 * of its own. What a merchant got can be asked back, what a person got cannot. Every call of these is repeated under the
 * same number; unfreezing takes a number of its own, never one of a sharing.
 *
 * WXPAY_NOT_ENOUGH: more than is still frozen. What breaks a rule is WECHAT_REFUSED (failure.code: RULE_LIMIT,
 * INVALID_REQUEST). What WeChat would refuse by form fails with WECHAT_CONTENT_INVALID before anything is sent.
 *
 * Sources: WeChat's documents «添加分账接收方», «删除分账接收方», «请求分账», «查询分账结果», «解冻剩余资金», «查询剩余待分金额»,
 * «请求分账回退», «查询分账回退结果».
 */
#ifndef LINLI_WECHAT_PAY_SHARING_H
#define LINLI_WECHAT_PAY_SHARING_H

#include "base/money.h"
#include "wechat/pay.h"

#define WXPAY_SHARES_MAX        50 /* of one call */
#define WXPAY_SHARING_CALLS_MAX 50 /* of one payment */
#define WXPAY_SHARING_DAYS_MAX  30

/* ---- receivers ------------------------------------------------------------------------------------------------------ */

enum wxpay_receiver_type { WXPAY_RECEIVER_MERCHANT, WXPAY_RECEIVER_PERSON };

struct wxpay_receiver {
    enum wxpay_receiver_type type;
    const char *account;  /* a merchant's id, or a person's openid under the mini-program */
    const char *name;     /* in clear, sealed here; needed for a merchant, NULL for a person: not compared */
    const char *relation; /* SUPPLIER, PARTNER, DISTRIBUTOR, STAFF … or CUSTOM */
    const char *custom_relation; /* at most 10 characters, with CUSTOM; else NULL */
};

/* Done also when he was added before, or removed. */
struct status wxpay_receiver_add(struct wxpay *pay, struct arena *arena, const char *app_id,
                                 const struct wxpay_receiver *receiver, struct wechat_failure *failure);
struct status wxpay_receiver_delete(struct wxpay *pay, struct arena *arena, const char *app_id,
                                    enum wxpay_receiver_type type, const char *account, struct wechat_failure *failure);

/* ---- sharing out ---------------------------------------------------------------------------------------------------- */

struct wxpay_share {
    enum wxpay_receiver_type type;
    const char *account;
    const char *description; /* 1..80 characters */
    fen amount;
};

struct wxpay_sharing_request {
    const char *app_id;
    const char *transaction_id; /* of the payment */
    const char *out_order_no;   /* 1..64 of 0-9 A-Z a-z _ - | * @ */
    const struct wxpay_share *shares; /* each receiver once */
    size_t shares_count;
    bool unfreeze_rest; /* the last call for this payment */
};

enum wxpay_share_result { WXPAY_SHARE_PENDING, WXPAY_SHARE_SUCCESS, WXPAY_SHARE_CLOSED /* did not happen */ };

struct wxpay_share_outcome {
    enum wxpay_receiver_type type;
    const char *account;
    fen amount;
    enum wxpay_share_result result;
    const char *fail_reason; /* NO_RELATION, RECEIVER_RECEIPT_LIMIT …; "": none */
    const char *detail_id;
    int64_t finished_us; /* 0: not yet */
};

struct wxpay_sharing {
    const char *transaction_id, *out_order_no, *order_id;
    bool finished; /* look at each outcome */
    struct wxpay_share_outcome *outcomes;
    size_t outcomes_count;
};

struct status wxpay_share_out(struct wxpay *pay, struct arena *arena, const struct wxpay_sharing_request *request,
                              struct wxpay_sharing *ret_sharing, struct wechat_failure *failure);
/* WXPAY_NOT_FOUND when it never reached WeChat. */
struct status wxpay_sharing_query(struct wxpay *pay, struct arena *arena, const char *transaction_id,
                                  const char *out_order_no, struct wxpay_sharing *ret_sharing,
                                  struct wechat_failure *failure);
/* Frees what is left for the merchant; nothing can be shared afterwards. `out_order_no` is a new number. */
struct status wxpay_unfreeze(struct wxpay *pay, struct arena *arena, const char *transaction_id,
                             const char *out_order_no, const char *description, struct wxpay_sharing *ret_sharing,
                             struct wechat_failure *failure);
/* What of a payment is still frozen. */
struct status wxpay_unsplit(struct wxpay *pay, struct arena *arena, const char *transaction_id, fen *ret_amount,
                            struct wechat_failure *failure);

/* ---- back from a merchant (within 180 days) ------------------------------------------------------------------------- */

struct wxpay_share_return_request {
    const char *out_order_no;  /* of the sharing */
    const char *out_return_no; /* as out_order_no, its own */
    const char *merchant_id;   /* who gives back */
    const char *description;   /* 1..80 characters */
    fen amount;
};

enum wxpay_return_state { WXPAY_RETURN_PROCESSING, WXPAY_RETURN_SUCCESS, WXPAY_RETURN_FAILED };

struct wxpay_share_return {
    const char *out_order_no, *out_return_no, *return_id;
    enum wxpay_return_state state;
    const char *fail_reason; /* "": none */
    fen amount;
    int64_t finished_us; /* 0: not yet */
};

struct status wxpay_share_return(struct wxpay *pay, struct arena *arena,
                                 const struct wxpay_share_return_request *request,
                                 struct wxpay_share_return *ret_return, struct wechat_failure *failure);
struct status wxpay_share_return_query(struct wxpay *pay, struct arena *arena, const char *out_order_no,
                                       const char *out_return_no, struct wxpay_share_return *ret_return,
                                       struct wechat_failure *failure);

/* ---- what we are told ------------------------------------------------------------------------------------------------ */

/* The notice «分账动账通知», which goes to a merchant who received: another one's payment, a share of it ours. */
struct wxpay_received_share {
    const char *payer_merchant_id, *transaction_id, *out_order_no, *order_id;
    const char *description;
    fen amount;
    int64_t at_us;
};

#endif
