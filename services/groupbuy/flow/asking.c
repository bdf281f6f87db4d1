#include "groupbuy/flow/asking.h"

#include "groupbuy/accounts.h"
#include "groupbuy/service.h"

struct wxpay *pay_of(const struct call *call, const char *merchant_id)
{
    return accounts_find(groupbuy_of(call)->accounts, merchant_id);
}

struct status ask_pay(const struct call *call, const char *merchant_id, struct wxpay **ret_pay)
{
    TRY(outside(call));
    *ret_pay = pay_of(call, merchant_id);
    return *ret_pay ? OK : fail(PAYMENT_UNAVAILABLE, "there are no keys of merchant account %s here", merchant_id);
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
