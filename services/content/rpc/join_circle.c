#include "content/rpc/membership.h"
#include "content/rpc/views.h"
#include "content/store/circle_store.h"

/* Who is in already stays as he is. */
struct status content_join_circle(struct call *call, const Ct__JoinCircleRequest *in, Ct__Circle *out)
{
    struct circle circle;

    TRY(circle_lock(call->tx, in->circle_id, call->caller->user_id, &circle));
    if (circle.caller_role == NOT_IN) {
        TRY(circle_admit(&circle));
        TRY(circle_enter(call, &circle, ROLE_MEMBER));
    }

    circle_view(call, &circle, out);
    return OK;
}
