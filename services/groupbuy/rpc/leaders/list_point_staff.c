#include "groupbuy/flow/leading.h"

/* For those who work there and those above them. */
struct status groupbuy_list_point_staff(struct call *call, const Gb__ListPointStaffRequest *in,
                                        Gb__ListPointStaffResponse *out)
{
    struct point_staff *staff;
    struct point point;

    TRY(point_get(call->tx, in->point_id, &point));
    if (!ok(overseeing(call, point.community_id)))
        TRY(serving(call, in->point_id, &point));
    TRY(staff_list(call->tx, in->point_id, POINT_STAFF_MAX, &staff, &out->n_staff));
    out->staff = MESSAGES(call, Gb__PointStaff, gb__point_staff, out->n_staff);
    for (size_t i = 0; i < out->n_staff; i++)
        staff_view(call, &staff[i], out->staff[i]);
    return OK;
}
