/* Transfers from the merchant's operation account to a user's balance (商家转账, the user confirms): a leader's payout.
 *
 * An answer means accepted: the mini-program hands `package_info` to wx.requestMerchantTransfer, the user confirms within
 * 24 hours, and a notice (MCHTRANSFER.BILL.FINISHED, see pay_notice.h) or a query says how it ended. Repeat a transfer
 * under the same out_bill_no: a new number pays a second time; the repeat gives package_info again, a query does not.
 * What WeChat would refuse fails with WECHAT_CONTENT_INVALID before anything is sent.
 *
 * Sources: WeChat's documents «发起转账», «商户单号查询转账单», «撤销转账», «商家转账回调通知» (user-confirmation mode).
 */
#ifndef LINLI_WECHAT_PAY_TRANSFERS_H
#define LINLI_WECHAT_PAY_TRANSFERS_H

#include "base/money.h"
#include "wechat/pay.h"

#define WXPAY_TRANSFER_INFOS_MAX  10
#define WXPAY_TRANSFER_NAME_FROM  INT64_C(200000) /* fen: from here on the user's name is needed */
#define WXPAY_TRANSFER_NAME_BELOW INT64_C(30)     /* fen: and below this it must not be given */

#define WXPAY_SCENE_COMMISSION "1005" /* 佣金报酬: infos 岗位类型, 报酬说明 */

/* What the money is for, as the scene wants it (transfer_scene_report_infos). */
struct wxpay_transfer_info {
    const char *type, *content;
};

struct wxpay_transfer_request {
    const char *app_id;
    const char *out_bill_no; /* 1..32 digits and letters */
    const char *scene_id;    /* approved in WeChat's console */
    const char *openid;
    const char *user_name;  /* in clear, sealed here; NULL: not compared */
    fen amount;
    const char *remark;     /* for the user: 1..32 characters */
    const char *notify_url; /* NULL: none, and then only a query tells */
    const char *perception; /* what the user sees it as: 劳务报酬; NULL: WeChat's choice */
    struct wxpay_transfer_info infos[WXPAY_TRANSFER_INFOS_MAX];
    size_t infos_count; /* at least 1 */
};

enum wxpay_transfer_state {
    WXPAY_TRANSFER_ACCEPTED,
    WXPAY_TRANSFER_PROCESSING, /* for long: look at the account's balance */
    WXPAY_TRANSFER_WAITING,    /* WAIT_USER_CONFIRM */
    WXPAY_TRANSFER_MOVING,     /* TRANSFERING: confirmed, not yet there */
    WXPAY_TRANSFER_SUCCESS,
    WXPAY_TRANSFER_FAILED,
    WXPAY_TRANSFER_CANCELING,
    WXPAY_TRANSFER_CANCELLED,
};

/* True for SUCCESS, FAILED and CANCELLED: nothing will follow. */
bool wxpay_transfer_ended(enum wxpay_transfer_state state);

struct wxpay_transfer {
    const char *out_bill_no, *transfer_bill_no;
    enum wxpay_transfer_state state;
    const char *fail_reason;  /* NAME_NOT_CORRECT …; "": none */
    const char *package_info; /* "": not told */
    const char *openid;       /* "": not told */
    fen amount;               /* 0: not told (the answer to a transfer) */
    int64_t created_us, updated_us; /* 0: not told */
};

/* WXPAY_NOT_ENOUGH: the operation account's balance is too low, nothing was done; the same number again when it is not.
 * WXPAY_NUMBER_USED: the number was used for another transfer. */
struct status wxpay_transfer(struct wxpay *pay, struct arena *arena, const struct wxpay_transfer_request *request,
                             struct wxpay_transfer *ret_transfer, struct wechat_failure *failure);
/* WXPAY_NOT_FOUND when it never reached WeChat. */
struct status wxpay_transfer_query(struct wxpay *pay, struct arena *arena, const char *out_bill_no,
                                   struct wxpay_transfer *ret_transfer, struct wechat_failure *failure);
/* Takes it back while the user has not confirmed; WECHAT_REFUSED after that. The answer is CANCELING or CANCELLED. */
struct status wxpay_transfer_cancel(struct wxpay *pay, struct arena *arena, const char *out_bill_no,
                                    struct wxpay_transfer *ret_transfer, struct wechat_failure *failure);

#endif
