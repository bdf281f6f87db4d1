#include <string.h>

#include "events/audit.h"
#include "groupbuy/flow/leading.h"

struct status groupbuy_remove_point_staff(struct call *call, const Gb__RemovePointStaffRequest *in,
                                          Gb__RemovePointStaffResponse *out)
{
    struct point point;

    (void)out;
    TRY(point_lock(call->tx, in->point_id, &point));
    if (strcmp(point.leader_id, call->caller->user_id) != 0 && !ok(overseeing(call, point.community_id)))
        return fail(NOT_HERE, "point %s", in->point_id);
    TRY(staff_remove(call->tx, in->point_id, in->user_id));
    return audit(call, &(struct audit_line){ .scope_id = point.community_id,
                                             .action = "remove_point_staff",
                                             .object_type = "pick_up_point",
                                             .object_id = point.id,
                                             .before = arena_printf(call->arena, "staff %s", in->user_id) });
}
