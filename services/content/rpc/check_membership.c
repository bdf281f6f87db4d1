#include "content/content.h"
#include "content/store/circle_store.h"

struct status content_check_membership(struct call *call, const Ct__CheckMembershipRequest *in, Ct__CheckMembershipResponse *out)
{
    struct circle circle;

    TRY(circle_get(call->tx, in->circle_id, in->user_id, &circle));
    out->member = circle.caller_role != NOT_IN;
    return OK;
}
