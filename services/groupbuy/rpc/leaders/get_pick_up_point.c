#include <string.h>

#include "groupbuy/flow/leading.h"

/* One that is not approved is not there for strangers; a closed one still is: goods may lie there. */
static bool shown(struct call *call, const struct point *point)
{
    return point->status == REVIEW_STATUS_APPROVED || point->status == REVIEW_STATUS_CLOSED ||
           strcmp(point->leader_id, call->caller->user_id) == 0 || ok(overseeing(call, point->community_id));
}

struct status groupbuy_get_pick_up_point(struct call *call, const Gb__GetPickUpPointRequest *in, Gb__PickUpPoint *out)
{
    struct point point;

    TRY(point_get(call->tx, in->point_id, &point));
    if (!shown(call, &point))
        return fail(NOT_HERE, "point %s", in->point_id);
    point_view(call, &point, out);
    return OK;
}
