#include <string.h>

#include "groupbuy/flow/leading.h"

struct status groupbuy_close_pick_up_point(struct call *call, const Gb__ClosePickUpPointRequest *in,
                                           Gb__PickUpPoint *out)
{
    struct point point;

    TRY(point_lock(call->tx, in->point_id, &point));
    if (strcmp(point.leader_id, call->caller->user_id) != 0 && !ok(overseeing(call, point.community_id)))
        return fail(NOT_HERE, "point %s", in->point_id);
    point.status = REVIEW_STATUS_CLOSED;
    TRY(point_update(call->tx, &point));
    point_view(call, &point, out);
    return OK;
}
