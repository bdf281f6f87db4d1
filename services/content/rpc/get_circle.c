#include "content/rpc/views.h"
#include "content/store/circle_store.h"

struct status content_get_circle(struct call *call, const Ct__GetCircleRequest *in, Ct__Circle *out)
{
    struct circle circle;

    TRY(circle_get(call->tx, in->circle_id, call->caller->user_id, &circle));
    circle_view(call, &circle, out);
    return OK;
}
