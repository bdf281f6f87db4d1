#include "groupbuy/flow/asking.h"

#include "groupbuy/service.h"

struct wxpay *pay_of(const struct call *call)
{
    return groupbuy_of(call)->wxpay;
}

struct status outside(const struct call *call)
{
    return call->tx ? fail(INTERNAL, "WeChat is asked while a transaction is open") : OK;
}

struct status as_ours(struct status status)
{
    if (ok(status) || status.code == CODE_INTERNAL)
        return status;
    return fail(PAYMENT_UNAVAILABLE, "%s: %s", status.reason, status.text ? status.text : "");
}

bool is_no(struct status status, const struct wechat_failure *failure)
{
    return !ok(status) && status.code != CODE_INTERNAL && failure->kind == WECHAT_PERMANENT;
}
