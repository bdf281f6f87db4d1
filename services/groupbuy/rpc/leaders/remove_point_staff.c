#include "events/audit.h"
#include "groupbuy/flow/leading.h"

struct status groupbuy_remove_point_staff(struct call *call, const Gb__RemovePointStaffRequest *in,
                                          Gb__RemovePointStaffResponse *out)
{
    struct point point;

    (void)out;
    TRY(owning_or_overseeing(call, in->point_id, &point));
    TRY(staff_remove(call->tx, in->point_id, in->user_id));
    return audit(call, &(struct audit_line){ .scope_id = point.community_id,
                                             .action = "remove_point_staff",
                                             .object_type = "pick_up_point",
                                             .object_id = point.id,
                                             .before = arena_printf(call->arena, "staff %s", in->user_id) });
}
