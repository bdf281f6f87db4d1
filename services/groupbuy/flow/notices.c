#include "groupbuy/flow/notices.h"

#include "base/log.h"
#include "rpc/raw.h"
#include "wechat/pay_notice.h"

struct status notice_open(struct call *call, const char *what, struct status read, Api__RawResponse *out,
                          bool *ret_open)
{
    *ret_open = false;
    if (failed_with(read, FORBIDDEN) || failed_with(read, BAD_REQUEST)) {
        log_status(LOG_WARN, arena_printf(call->arena, "%s notice refused", what), read);
        raw_answer(out, 401, "application/json", WXPAY_NOTICE_NO);
        return OK;
    }
    TRY(read);
    TRY(call_begin(call));
    raw_answer(out, 200, "application/json", WXPAY_NOTICE_YES);
    *ret_open = true;
    return OK;
}
