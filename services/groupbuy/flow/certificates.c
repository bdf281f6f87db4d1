#include "groupbuy/flow/certificates.h"

#include "events/events.h"
#include "groupbuy/domain/certificate.h"
#include "groupbuy/store/certificate_store.h"
#include "linli/groupbuy/v1/events.pb-c.h"

static struct status tell_one(struct call *call, const struct wxpay_certificate *certificate)
{
    Gb__CertificateExpiring event = GB__CERTIFICATE_EXPIRING__INIT;
    int32_t days = certificate_stage_days(certificate->until_us, call->now_us);
    const char *notice;

    if (days == 0)
        return OK;
    TRY(certificate_notice_insert(call->tx, certificate->serial, days, &notice));
    if (!*notice)
        return OK;
    event.notice_id = notice;
    event.serial = certificate->serial;
    event.merchants = certificate->merchants;
    event.days = days;
    event.ends_at_us = certificate->until_us;
    return emit(call, notice, &event.base);
}

struct status certificates_tell(struct call *call, const struct wxpay_certificate *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(tell_one(call, &list[i]));
    return OK;
}
