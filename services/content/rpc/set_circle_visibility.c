#include <string.h>

#include "content/rpc/posting.h"
#include "content/rpc/views.h"
#include "content/store/circle_store.h"
#include "db/jobs.h"

/* Takes effect at once: whoever reads asks the circle. The posts' copies, which feeds are found by, follow in batches. */
struct status content_set_circle_visibility(struct call *call, const Ct__SetCircleVisibilityRequest *in, Ct__Circle *out)
{
    struct circle circle;
    bool changed;

    TRY(circle_get(call->tx, in->circle_id, call->caller->user_id, &circle));
    if (circle.caller_role != ROLE_OWNER)
        return fail(FORBIDDEN, "circle %s is another's", in->circle_id);
    circle.visibility = (enum circle_visibility)in->visibility;
    TRY(circle_set_visibility(call->tx, circle.id, circle.visibility, &changed));
    if (changed)
        TRY(job_add(call->tx, COPY_VISIBILITY, id_make(call->arena), 0, circle.id, strlen(circle.id)));

    circle_view(call, &circle, out);
    return OK;
}
