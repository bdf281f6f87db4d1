#include "coupons/rpc/level_views.h"

struct status coupons_get_my_level(struct call *call, const Cp__GetMyLevelRequest *in, Cp__MemberLevel *out)
{
    (void)in;
    return member_level_show(call, call->caller->user_id, out);
}
