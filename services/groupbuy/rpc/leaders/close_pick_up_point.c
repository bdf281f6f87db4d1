#include "events/audit.h"
#include "groupbuy/flow/leading.h"

struct status groupbuy_close_pick_up_point(struct call *call, const Gb__ClosePickUpPointRequest *in,
                                           Gb__PickUpPoint *out)
{
    struct point point;

    TRY(owning_or_overseeing(call, in->point_id, &point));
    point.status = REVIEW_STATUS_CLOSED;
    TRY(point_update(call->tx, &point));
    TRY(audit(call, &(struct audit_line){ .scope_id = point.community_id,
                                          .action = "close_pick_up_point",
                                          .object_type = "pick_up_point",
                                          .object_id = point.id,
                                          .after = "closed" }));
    point_view(call, &point, out);
    return OK;
}
