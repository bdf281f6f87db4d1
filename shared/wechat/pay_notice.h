/* Notices of WeChat Pay to us: a payment succeeded, a refund or a transfer ended,
 * a share came in, a user complained.
 *
 * Verify and open here (nothing goes out to the network), then compare app id, number and amount with our own row and
 * change it once, in one transaction, and only then answer 200; any failure is answered 500 and comes again (15 times in
 * 24 hours). At WXPAY_KEY_UNKNOWN call wxpay_keys_refresh() first, outside any transaction. Notices come twice, late and
 * out of order, or not at all: payments in doubt are queried. */
#ifndef LINLI_WECHAT_PAY_NOTICE_H
#define LINLI_WECHAT_PAY_NOTICE_H

#include "wechat/pay_complaints.h"
#include "wechat/pay_orders.h"
#include "wechat/pay_refunds.h"
#include "wechat/pay_sharing.h"
#include "wechat/pay_transfers.h"

#define WXPAY_NOTICE_BYTES_MAX ((size_t)64 << 10)
#define WXPAY_NOTICE_YES       "{\"code\":\"SUCCESS\",\"message\":\"成功\"}"
#define WXPAY_NOTICE_NO        "{\"code\":\"FAIL\",\"message\":\"失败\"}"

#define WXPAY_NOTICE_INVALID CODE_INVALID_ARGUMENT, "WXPAY_NOTICE_INVALID" /* signed, and yet it cannot be read */

enum wxpay_notice_kind {
    WXPAY_NOTICE_TRANSACTION,
    WXPAY_NOTICE_REFUND,
    WXPAY_NOTICE_TRANSFER,
    WXPAY_NOTICE_SHARE,
    WXPAY_NOTICE_COMPLAINT,
    WXPAY_NOTICE_OTHER,
};

struct wxpay_notice {
    const char *id; /* the same when it comes again */
    const char *event_type;
    int64_t created_us;
    enum wxpay_notice_kind kind;
    struct wxpay_transaction transaction; /* TRANSACTION */
    struct wxpay_refund refund;           /* REFUND */
    struct wxpay_transfer transfer;       /* TRANSFER */
    struct wxpay_received_share share;    /* SHARE */
    struct wxpay_complaint_change complaint; /* COMPLAINT */
    const json_t *resource;               /* what was sealed, of whatever kind; lives as long as the arena */
    const char *text;                     /* the same as text */
};

struct status wxpay_notice_open(struct wxpay *pay, struct arena *arena, const struct wxpay_signature *signature,
                                const char *body, size_t bytes, int64_t now_s, struct wxpay_notice *ret_notice);

/* The second half, for what is verified already. */
struct status wxpay_notice_read(const struct wxpay *pay, struct arena *arena, const char *body, size_t bytes,
                                struct wxpay_notice *ret_notice);

#endif
