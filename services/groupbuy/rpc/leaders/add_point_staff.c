#include <string.h>

#include "events/audit.h"
#include "groupbuy/flow/leading.h"

struct status groupbuy_add_point_staff(struct call *call, const Gb__AddPointStaffRequest *in, Gb__PointStaff *out)
{
    struct point_staff *staff;
    struct point point;
    size_t count;

    TRY(owning(call, in->point_id, &point));
    if (point.status == REVIEW_STATUS_CLOSED)
        return fail(POINT_CLOSED, "point %s", point.id);
    TRY(staff_add(call->tx, in->point_id, in->user_id, call->caller->user_id));
    TRY(audit(call, &(struct audit_line){ .scope_id = point.community_id,
                                          .action = "add_point_staff",
                                          .object_type = "pick_up_point",
                                          .object_id = point.id,
                                          .after = arena_printf(call->arena, "staff %s", in->user_id) }));
    TRY(staff_list(call->tx, in->point_id, POINT_STAFF_MAX + 1, &staff, &count));
    if (count > POINT_STAFF_MAX)
        return fail(TOO_MANY_STAFF, "point %s", point.id);
    for (size_t i = 0; i < count; i++)
        if (strcmp(staff[i].user_id, in->user_id) == 0)
            staff_view(call, &staff[i], out);
    return OK;
}
