#include "content/content.h"
#include "content/store/circle_store.h"

struct status content_check_membership(struct call *call, const Ct__CheckMembershipRequest *in, Ct__CheckMembershipResponse *out)
{
    struct circle circle;

    TRY(circle_get(call->tx, in->circle_id, in->user_id, &circle));
    out->member = circle.caller_role != NOT_IN;
    out->community_id = circle.community_id;
    return members_among(call->tx, in->circle_id, (const char *const *)in->user_ids, in->n_user_ids, &out->member_ids, &out->n_member_ids);
}
