#include "groupbuy/accounts.h"
#include "groupbuy/flow/certificates.h"
#include "groupbuy/jobs/jobs.h"
#include "groupbuy/service.h"
#include "wechat/pay.h"

/* Platform certificates rotate; a new one is known before WeChat signs with it. With a public key there is nothing to
 * do, and WeChat says so without harm. What ends soon is told also when no new one could be fetched: then above all. */
static struct status refresh(struct call *call, struct wxpay *pay)
{
    struct status refreshed = wxpay_keys_refresh(pay, call->arena, NULL);
    struct wxpay_certificate list[WXPAY_CERTIFICATES_MAX];

    TRY(call_begin(call));
    TRY(certificates_tell(call, list, wxpay_certificates(pay, list)));
    TRY(call_commit(call));
    return refreshed;
}

/* Of every account; one that fails keeps none of the others waiting. */
struct status groupbuy_refresh_wxpay_keys(struct call *call, const struct job *job)
{
    const struct accounts *accounts = groupbuy_of(call)->accounts;
    struct status failed = OK;
    const char *id;

    (void)job;
    for (size_t i = 0; (id = accounts_id(accounts, i)); i++) {
        struct status refreshed = refresh(call, accounts_find(accounts, id));

        call_rollback(call);
        failed = ok(refreshed) ? failed : refreshed;
    }
    return failed;
}
