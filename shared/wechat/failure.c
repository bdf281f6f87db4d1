#include "wechat/failure.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "wechat/failure_internal.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

void wechat_failure_set(struct wechat_failure *failure, enum wechat_failure_kind kind, int http_status)
{
    if (failure)
        *failure = (struct wechat_failure){ .kind = kind, .http_status = http_status };
}

struct status wechat_permanent(struct wechat_failure *failure, struct status status)
{
    wechat_failure_set(failure, WECHAT_PERMANENT, 0);
    return status;
}

/* ---- the mini-program API ------------------------------------------------------------------------------------------
 */

static const struct {
    int64_t errcode;
    enum wechat_failure_kind kind;
    enum code code;
    const char *reason;
} errcodes[] = {
    { -1, WECHAT_RETRY, NOT_AVAILABLE },
    { 40001, WECHAT_REFRESH_TOKEN, NOT_AVAILABLE },
    { 40014, WECHAT_REFRESH_TOKEN, NOT_AVAILABLE },
    { 42001, WECHAT_REFRESH_TOKEN, NOT_AVAILABLE },
    { 43108, WECHAT_RETRY, NOT_AVAILABLE }, /* two messages to one user at a time */
    { 44990, WECHAT_RETRY, NOT_AVAILABLE },
    { 44991, WECHAT_RETRY, NOT_AVAILABLE },
    { 45011, WECHAT_RETRY, NOT_AVAILABLE },
    { 45009, WECHAT_TOMORROW, WECHAT_QUOTA_USED_UP },
    { 40029, WECHAT_PERMANENT, WECHAT_CODE_INVALID },
    { 40163, WECHAT_PERMANENT, WECHAT_CODE_INVALID },
    { 40226, WECHAT_PERMANENT, WECHAT_USER_BLOCKED },
    { 40003, WECHAT_PERMANENT, WECHAT_OPENID_UNKNOWN },
    { 43104, WECHAT_PERMANENT, WECHAT_OPENID_UNKNOWN },
    { 43101, WECHAT_PERMANENT, WECHAT_NOT_SUBSCRIBED },
    { 61010, WECHAT_PERMANENT, WECHAT_USER_NOT_ACTIVE },
    { 40129, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 40169, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 45168, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 47003, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    /* shipping management */
    { 10060001, WECHAT_RETRY, WECHAT_PAYMENT_UNKNOWN },
    { 10060002, WECHAT_PERMANENT, WECHAT_SHIPPED_ALREADY },
    { 10060003, WECHAT_PERMANENT, WECHAT_SHIPPED_ALREADY },
    { 10060004, WECHAT_PERMANENT, WECHAT_NOT_SHIPPABLE },
    { 10060028, WECHAT_PERMANENT, WECHAT_NOT_SHIPPABLE },
    { 10060012, WECHAT_RETRY, NOT_AVAILABLE },
    { 10060019, WECHAT_RETRY, NOT_AVAILABLE },
    { 10060031, WECHAT_PERMANENT, WECHAT_OPENID_UNKNOWN },
    { 10060005, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 10060006, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 10060007, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 10060008, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 10060009, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 10060014, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 10060020, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 10060024, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 10060025, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 10060026, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 10060029, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 268546000, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 268546001, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
    { 268546002, WECHAT_PERMANENT, WECHAT_NOT_SHIPPABLE },
    { 40002, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { 40013, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { 40037, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { 40125, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { 40164, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { 40243, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { 41030, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { 43107, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { 48001, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { 89503, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { 89506, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { 89507, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
};

static void read_rid(const char *errmsg, struct wechat_failure *failure)
{
    const char *rid = errmsg ? strstr(errmsg, "rid: ") : NULL;

    if (failure && rid)
        snprintf(failure->request_id, sizeof(failure->request_id), "%.*s", (int)strcspn(rid + 5, " ,"), rid + 5);
}

struct status wechat_errcode_status(int http_status, int64_t errcode, const char *errmsg,
                                    struct wechat_failure *ret_failure)
{
    enum wechat_failure_kind kind = http_status >= 500 ? WECHAT_RETRY : WECHAT_PERMANENT;
    struct status status;
    size_t i = 0;

    while (i < COUNT(errcodes) && errcodes[i].errcode != errcode)
        i++;
    if (i < COUNT(errcodes))
        kind = errcodes[i].kind;
    wechat_failure_set(ret_failure, kind, http_status);
    if (ret_failure)
        ret_failure->errcode = errcode;
    read_rid(errmsg, ret_failure);
    if (i < COUNT(errcodes))
        status =
            fail(errcodes[i].code, errcodes[i].reason, "WeChat: %lld %s", (long long)errcode, errmsg ? errmsg : "");
    else if (kind == WECHAT_RETRY)
        status = fail(NOT_AVAILABLE, "WeChat: HTTP %d", http_status);
    else
        status =
            fail(WECHAT_REFUSED, "WeChat: HTTP %d, %lld %s", http_status, (long long)errcode, errmsg ? errmsg : "");
    return status;
}

/* ---- Pay -----------------------------------------------------------------------------------------------------------
 */

/* Spelt without underscores: WeChat has both ORDER_NOT_EXIST and ORDERNOTEXIST. */
static const struct {
    const char *name;
    enum wechat_failure_kind kind;
    enum code code;
    const char *reason;
} pay_codes[] = {
    { "SYSTEMERROR", WECHAT_UNCERTAIN, WECHAT_UNCLEAR },
    { "BANKERROR", WECHAT_UNCERTAIN, WECHAT_UNCLEAR },
    { "FREQUENCYLIMITED", WECHAT_RETRY, NOT_AVAILABLE },
    { "RATELIMITEXCEED", WECHAT_RETRY, NOT_AVAILABLE },
    { "RATELIMITEXCEEDED", WECHAT_RETRY, NOT_AVAILABLE },
    { "USERPAYING", WECHAT_UNCERTAIN, WXPAY_USER_PAYING },
    { "ORDERNOTEXIST", WECHAT_PERMANENT, WXPAY_NOT_FOUND },
    { "RESOURCENOTEXISTS", WECHAT_PERMANENT, WXPAY_NOT_FOUND },
    { "NOTFOUND", WECHAT_PERMANENT, WXPAY_NOT_FOUND }, /* transfers */
    { "NOSTATEMENTEXIST", WECHAT_PERMANENT, WXPAY_NO_BILL },
    { "STATEMENTCREATING", WECHAT_RETRY, NOT_AVAILABLE },
    { "ORDERPAID", WECHAT_PERMANENT, WXPAY_ALREADY_PAID },
    { "ORDERCLOSED", WECHAT_PERMANENT, WXPAY_ORDER_CLOSED },
    { "OUTTRADENOUSED", WECHAT_PERMANENT, WXPAY_NUMBER_USED },
    { "ALREADYEXISTS", WECHAT_PERMANENT, WXPAY_NUMBER_USED }, /* transfers */
    { "NOTENOUGH", WECHAT_PERMANENT, WXPAY_NOT_ENOUGH },
    { "OPENIDMISMATCH", WECHAT_PERMANENT, WECHAT_OPENID_UNKNOWN },
    { "INVALIDTRANSACTIONID", WECHAT_PERMANENT, WECHAT_REFUSED },
    { "SIGNERROR", WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { "NOAUTH", WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { "APPIDMCHIDNOTMATCH", WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { "MCHNOTEXISTS", WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    /* numbers that come instead */
    { "268512771", WECHAT_PERMANENT, WXPAY_NOT_FOUND },
    { "268447840", WECHAT_RETRY, NOT_AVAILABLE },
    { "268449538", WECHAT_PERMANENT, WXPAY_ALREADY_PAID },
    { "268498689", WECHAT_PERMANENT, WXPAY_ALREADY_PAID },
    { "268447914", WECHAT_PERMANENT, WXPAY_ORDER_CLOSED },
    { "268498688", WECHAT_PERMANENT, WXPAY_NUMBER_USED },
    { "268501013", WECHAT_PERMANENT, WECHAT_OPENID_UNKNOWN },
    { "268443699", WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
    { "268445527", WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
};

static bool same_code(const char *code, const char *name)
{
    for (; *code || *name; code++) {
        if (*code == '_')
            continue;
        if (*code != *name)
            return false;
        name++;
    }
    return true;
}

/* Without a code that we know: 429 and 5xx pass, and what became of the request is sure only for 429 and 503. */
static struct status status_of_http(int http_status, const char *code, const char *message,
                                    struct wechat_failure *failure)
{
    if (http_status == 429 || http_status == 503) {
        wechat_failure_set(failure, WECHAT_RETRY, http_status);
        return fail(NOT_AVAILABLE, "WeChat Pay: HTTP %d %s", http_status, code);
    }
    if (http_status >= 500) {
        wechat_failure_set(failure, WECHAT_UNCERTAIN, http_status);
        return fail(WECHAT_UNCLEAR, "WeChat Pay: HTTP %d %s", http_status, code);
    }
    wechat_failure_set(failure, WECHAT_PERMANENT, http_status);
    return fail(WECHAT_REFUSED, "WeChat Pay: HTTP %d %s: %s", http_status, code, message);
}

static struct status status_of_code(int http_status, const char *code, const char *message,
                                    struct wechat_failure *failure)
{
    for (size_t i = 0; i < COUNT(pay_codes); i++) {
        if (!same_code(code, pay_codes[i].name))
            continue;
        wechat_failure_set(failure, pay_codes[i].kind, http_status);
        return fail(pay_codes[i].code, pay_codes[i].reason, "WeChat Pay: HTTP %d %s: %s", http_status, code, message);
    }
    return status_of_http(http_status, code, message, failure);
}

struct status wxpay_code_status(int http_status, const char *code, const char *message, const char *request_id,
                                struct wechat_failure *ret_failure)
{
    struct status status = status_of_code(http_status, code ? code : "", message ? message : "", ret_failure);

    if (ret_failure) {
        snprintf(ret_failure->code, sizeof(ret_failure->code), "%s", code ? code : "");
        snprintf(ret_failure->request_id, sizeof(ret_failure->request_id), "%s", request_id ? request_id : "");
    }
    return status;
}
