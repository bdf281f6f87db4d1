#include "groupbuy/jobs/jobs.h"
#include "groupbuy/service.h"
#include "wechat/pay.h"

/* Platform certificates rotate; a new one is known before WeChat signs with it. With a public key there is nothing to
 * do, and WeChat says so without harm. */
struct status groupbuy_refresh_wxpay_keys(struct call *call, const struct job *job)
{
    (void)job;
    return wxpay_keys_refresh(groupbuy_of(call)->wxpay, call->arena, NULL);
}
