/* A refund on its way: what WeChat's answers make of it, and when to look again. Pure.
 *
 *     REQUESTED → PROCESSING → SUCCESS | ABNORMAL
 *     REQUESTED ⇄ WAITING_FUNDS (the merchant's balance is too low: same number again)
 *     ABNORMAL → SUCCESS (paid out by hand at WeChat)
 *
 * WeChat answering CLOSED means that nothing was paid out: somebody has to act, so it is ABNORMAL to us. */
#ifndef GROUPBUY_DOMAIN_REFUND_H
#define GROUPBUY_DOMAIN_REFUND_H

#include <stdbool.h>
#include <stdint.h>

/* The numbers of linli.groupbuy.v1.RefundState. */
enum refund_state {
    REFUND_NONE = 0,
    REFUND_REQUESTED = 1,
    REFUND_PROCESSING = 2,
    REFUND_SUCCESS = 3,
    REFUND_WAITING_FUNDS = 4,
    REFUND_ABNORMAL = 5,
};

/* The numbers of linli.groupbuy.v1.RefundReason. */
enum refund_reason {
    REFUND_REASON_NONE = 0,
    REFUND_FOR_TEAM_EXPIRED = 1,
    REFUND_FOR_LEFT_TEAM = 2,
    REFUND_FOR_LATE_PAYMENT = 3,
};

bool refund_may_move(enum refund_state from, enum refund_state to);
/* Of WeChat's status: PROCESSING, SUCCESS, CLOSED, ABNORMAL. REFUND_NONE for anything else. */
enum refund_state refund_state_of_wechat(const char *status);
/* Nothing will change by itself any more. */
bool refund_is_settled(enum refund_state state);

const char *refund_state_name(enum refund_state state);
enum refund_state refund_state_of(const char *name);
const char *refund_reason_name(enum refund_reason reason);
enum refund_reason refund_reason_of(const char *name);
/* For WeChat's bill and the buyer, at most 80 bytes. */
const char *refund_reason_text(enum refund_reason reason);

#endif
