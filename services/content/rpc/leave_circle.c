#include "content/rpc/membership.h"
#include "content/rpc/views.h"
#include "content/store/circle_store.h"

/* Who is out already stays out. */
struct status content_leave_circle(struct call *call, const Ct__LeaveCircleRequest *in, Ct__Circle *out)
{
    struct circle circle;

    TRY(circle_lock(call->tx, in->circle_id, call->caller->user_id, &circle));
    if (circle.caller_role != NOT_IN) {
        TRY(circle_release(&circle));
        TRY(circle_quit(call, &circle));
    }

    circle_view(call, &circle, out);
    return OK;
}
