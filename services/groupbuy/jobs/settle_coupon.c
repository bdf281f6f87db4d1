#include <string.h>

#include "base/crash_point.h"
#include "groupbuy/jobs/jobs.h"
#include "linli/coupons/v1/internal.pb-c.h"

#define RELEASE "linli.coupons.v1.Internal.ReleaseCoupon"

/* Keys are <order>:<action>; the payload is the request, whichever of the three it is. */
static const char *method_of(const char *key)
{
    const char *colon = strchr(key, ':');

    if (colon && strcmp(colon + 1, COUPON_CONSUME) == 0)
        return "linli.coupons.v1.Internal.ConsumeCoupon";
    if (colon && strcmp(colon + 1, COUPON_RELEASE) == 0)
        return RELEASE;
    if (colon && strcmp(colon + 1, COUPON_RETURN) == 0)
        return "linli.coupons.v1.Internal.ReturnCoupon";
    return NULL;
}

/* Who names a coupon that is not there, or not his, has nothing to be let go of. */
static bool is_nobodys(const char *method, struct status told)
{
    return told.code == CODE_NOT_FOUND && strcmp(method, RELEASE) == 0;
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
    struct status told = call_rpc(call, method, request, &cp__coupon_lock__descriptor, &lock);
    if (!is_nobodys(method, told))
        TRY(told);
    CRASH_POINT(coupon, told_not_noted);
    return OK;
}
