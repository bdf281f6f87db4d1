#include <string.h>

#include "base/crash_point.h"
#include "groupbuy/jobs/jobs.h"
#include "linli/coupons/v1/internal.pb-c.h"

/* Keys are <order>:<action>; the payload is the request, whichever of the three it is. */
static const char *method_of(const char *key)
{
    const char *colon = strchr(key, ':');

    if (colon && strcmp(colon + 1, COUPON_CONSUME) == 0)
        return "linli.coupons.v1.Internal.ConsumeCoupon";
    if (colon && strcmp(colon + 1, COUPON_RELEASE) == 0)
        return "linli.coupons.v1.Internal.ReleaseCoupon";
    if (colon && strcmp(colon + 1, COUPON_RETURN) == 0)
        return "linli.coupons.v1.Internal.ReturnCoupon";
    return NULL;
}

/* Told until it is heard. */
struct status groupbuy_settle_coupon(struct call *call, const struct job *job)
{
    const char *method = method_of(job->key);
    const ProtobufCMessage *request =
        message_unpack(call->arena, &cp__release_coupon_request__descriptor, job->payload, job->payload_bytes);
    Cp__CouponLock *lock;

    if (!method || !request)
        return fail(INTERNAL, "job %s has the key %s", job->kind, job->key);
    TRY(call_rpc(call, method, request, &cp__coupon_lock__descriptor, &lock));
    CRASH_POINT(coupon, told_not_noted);
    return OK;
}
