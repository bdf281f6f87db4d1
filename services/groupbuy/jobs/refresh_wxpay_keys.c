#include "groupbuy/flow/certificates.h"
#include "groupbuy/jobs/jobs.h"
#include "groupbuy/service.h"
#include "wechat/pay.h"

/* Platform certificates rotate; a new one is known before WeChat signs with it. With a public key there is nothing to
 * do, and WeChat says so without harm. What ends soon is told also when no new one could be fetched: then above all. */
struct status groupbuy_refresh_wxpay_keys(struct call *call, const struct job *job)
{
    struct wxpay *pay = groupbuy_of(call)->wxpay;
    struct status refreshed = wxpay_keys_refresh(pay, call->arena, NULL);
    struct wxpay_certificate list[WXPAY_CERTIFICATES_MAX];

    (void)job;
    TRY(call_begin(call));
    TRY(certificates_tell(call, list, wxpay_certificates(pay, list)));
    TRY(call_commit(call));
    return refreshed;
}
