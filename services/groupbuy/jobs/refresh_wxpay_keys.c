#include "db/jobs.h"
#include "groupbuy/accounts.h"
#include "groupbuy/flow/asking.h"
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

/* Each other account has a job of its own: one that fails keeps nobody else waiting. */
static struct status add_others(struct call *call)
{
    const char *id;

    TRY(call_begin(call));
    for (size_t i = 1; (id = accounts_id(groupbuy_of(call)->accounts, i)); i++)
        TRY(job_add(call->tx, JOB_REFRESH_MERCHANT_KEYS, id, 0, NULL, 0));
    return call_commit(call);
}

struct status groupbuy_refresh_wxpay_keys(struct call *call, const struct job *job)
{
    (void)job;
    TRY(add_others(call));
    return refresh(call, pay_of(call, ""));
}

struct status groupbuy_refresh_merchant_keys(struct call *call, const struct job *job)
{
    struct wxpay *pay = pay_of(call, job->key);

    return pay ? job_added_again(job, refresh(call, pay)) : OK; /* its keys are gone: check_merchants says so */
}
