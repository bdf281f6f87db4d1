#include <string.h>

#include "groupbuy/jobs/jobs.h"
#include "linli/coupons/v1/internal.pb-c.h"

struct call_of {
    const char *action;
    const char *method;
    const ProtobufCMessageDescriptor *request;
};

static const struct call_of calls[] = {
    { POINTS_CONSUME, "linli.coupons.v1.Internal.ConsumePoints", &cp__consume_points_request__descriptor },
    { POINTS_RELEASE, "linli.coupons.v1.Internal.ReleasePoints", &cp__release_points_request__descriptor },
    { POINTS_RETURN, "linli.coupons.v1.Internal.ReturnPoints", &cp__return_points_request__descriptor },
};

static const struct call_of *call_of(const char *key)
{
    const char *colon = strchr(key, ':');

    for (size_t i = 0; colon && i < sizeof calls / sizeof *calls; i++)
        if (strcmp(colon + 1, calls[i].action) == 0)
            return &calls[i];
    return NULL;
}

/* Keys are <order or refund>:<action>; the payload is the request. Told until it is heard. */
struct status groupbuy_settle_points(struct call *call, const struct job *job)
{
    const struct call_of *what = call_of(job->key);
    const ProtobufCMessage *request =
        what ? message_unpack(call->arena, what->request, job->payload, job->payload_bytes) : NULL;
    Cp__PointsLock *lock;

    if (!request)
        return fail(INTERNAL, "job %s has the key %s", job->kind, job->key);
    return call_rpc(call, what->method, request, &cp__points_lock__descriptor, &lock);
}
