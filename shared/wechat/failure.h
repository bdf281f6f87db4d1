/* How WeChat says no, in both of its APIs, and what to do about it.
 *
 * A failed call gives a status (code, reason, text: no secret in it) and, for who asks, a struct wechat_failure with
 * WeChat's own words and the one question that matters to a retry engine: its kind. Functions take a pointer to one that
 * may be NULL; it is written on failure only, and its texts are in the struct itself.
 */
#ifndef LINLI_WECHAT_FAILURE_H
#define LINLI_WECHAT_FAILURE_H

#include <stdint.h>

#include "base/status.h"

enum wechat_failure_kind {
    WECHAT_RETRY,         /* nothing was done: the same call again, later */
    WECHAT_UNCERTAIN,     /* it may have been done: ask before doing it again, or repeat it under the same number */
    WECHAT_REFRESH_TOKEN, /* the access token is dead (the client has refetched it once already) */
    WECHAT_TOMORROW,      /* the day's quota is used up */
    WECHAT_PERMANENT,     /* the same call will fail again */
};

struct wechat_failure {
    enum wechat_failure_kind kind;
    int http_status;     /* 0: no answer */
    int64_t errcode;     /* mini-program API; 0: none */
    char code[64];       /* Pay's code: ORDER_NOT_EXIST; "": none */
    char request_id[80]; /* rid or Request-ID, for asking WeChat; "": none */
};

/* Reasons. What is only worth another try is NOT_AVAILABLE. */
#define WECHAT_UNCLEAR         CODE_UNAVAILABLE, "WECHAT_UNCLEAR"             /* kind WECHAT_UNCERTAIN */
#define WECHAT_REFUSED         CODE_FAILED_PRECONDITION, "WECHAT_REFUSED"     /* permanent, and none of those below */
#define WECHAT_MISCONFIGURED   CODE_INTERNAL, "WECHAT_MISCONFIGURED"          /* keys, ids, permissions: raise the alarm */
#define WECHAT_CODE_INVALID    CODE_INVALID_ARGUMENT, "WECHAT_CODE_INVALID"   /* a login or phone code: used, old, forged */
#define WECHAT_USER_BLOCKED    CODE_PERMISSION_DENIED, "WECHAT_USER_BLOCKED"  /* WeChat thinks ill of this user */
#define WECHAT_OPENID_UNKNOWN  CODE_FAILED_PRECONDITION, "WECHAT_OPENID_UNKNOWN"
#define WECHAT_NOT_SUBSCRIBED  CODE_FAILED_PRECONDITION, "WECHAT_NOT_SUBSCRIBED" /* never send again without a new yes */
#define WECHAT_USER_NOT_ACTIVE CODE_FAILED_PRECONDITION, "WECHAT_USER_NOT_ACTIVE" /* not seen for 2 hours: check by hand */
#define WECHAT_CONTENT_INVALID CODE_INVALID_ARGUMENT, "WECHAT_CONTENT_INVALID" /* a value of ours breaks WeChat's rules */
#define WECHAT_QUOTA_USED_UP   CODE_RESOURCE_EXHAUSTED, "WECHAT_QUOTA_USED_UP"
#define WECHAT_PAYMENT_UNKNOWN CODE_NOT_FOUND, "WECHAT_PAYMENT_UNKNOWN" /* also right after it was made: later again */
#define WECHAT_SHIPPED_ALREADY CODE_FAILED_PRECONDITION, "WECHAT_SHIPPED_ALREADY" /* and changed, too */
#define WECHAT_NOT_SHIPPABLE   CODE_FAILED_PRECONDITION, "WECHAT_NOT_SHIPPABLE" /* refunded, received, or not yet shipped */
#define WXPAY_NOT_FOUND        CODE_NOT_FOUND, "WXPAY_NOT_FOUND"              /* the order or refund never reached WeChat */
#define WXPAY_ALREADY_PAID     CODE_FAILED_PRECONDITION, "WXPAY_ALREADY_PAID"
#define WXPAY_ORDER_CLOSED     CODE_FAILED_PRECONDITION, "WXPAY_ORDER_CLOSED" /* another out_trade_no is needed */
#define WXPAY_NUMBER_USED      CODE_FAILED_PRECONDITION, "WXPAY_NUMBER_USED"  /* with other parameters: query first */
#define WXPAY_NOT_ENOUGH       CODE_FAILED_PRECONDITION, "WXPAY_NOT_ENOUGH"   /* our balance: same number, later */
#define WXPAY_NO_BILL          CODE_NOT_FOUND, "WXPAY_NO_BILL"                /* nothing moved that day; or too early */
#define WXPAY_USER_PAYING      CODE_FAILED_PRECONDITION, "WXPAY_USER_PAYING"  /* wait, query */
#define WXPAY_UNTRUSTED        CODE_UNAVAILABLE, "WXPAY_UNTRUSTED"            /* the signature does not hold */
#define WXPAY_KEY_UNKNOWN      CODE_UNAVAILABLE, "WXPAY_KEY_UNKNOWN"          /* wxpay_keys_refresh(), then again */

/* What an errcode of the mini-program API means. `rid` is read out of errmsg. */
struct status wechat_errcode_status(int http_status, int64_t errcode, const char *errmsg,
                                    struct wechat_failure *ret_failure);
/* What Pay's HTTP status and code mean. Old spellings (ORDERNOTEXIST) are known. */
struct status wxpay_code_status(int http_status, const char *code, const char *message, const char *request_id,
                                struct wechat_failure *ret_failure);

#endif
