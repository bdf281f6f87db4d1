#include "groupbuy/flow/payer.h"

#include "groupbuy/service.h"
#include "linli/auth/v1/internal.pb-c.h"

struct status openid_of(struct call *call, const char *user_id, const char **ret_openid)
{
    Au__GetStandingRequest request = AU__GET_STANDING_REQUEST__INIT;
    Au__Standing *standing;

    request.user_id = user_id;
    request.app_id = groupbuy_of(call)->app_id;
    TRY(call_rpc(call, "linli.auth.v1.Internal.GetStanding", &request.base, &au__standing__descriptor, &standing));
    if (!*standing->openid)
        return fail(PAYER_UNKNOWN, "user %s has no openid in this mini-program", request.user_id);
    *ret_openid = standing->openid;
    return OK;
}

struct status payer_openid(struct call *call, const char **ret_openid)
{
    return openid_of(call, call->caller->user_id, ret_openid);
}
