#include "groupbuy/flow/leading.h"

struct status groupbuy_list_my_points(struct call *call, const Gb__ListMyPointsRequest *in,
                                      Gb__ListMyPointsResponse *out)
{
    struct point *points;

    (void)in;
    TRY(point_list_of(call->tx, call->caller->user_id, POINTS_MAX, &points, &out->n_points));
    out->points = MESSAGES(call, Gb__PickUpPoint, gb__pick_up_point, out->n_points);
    for (size_t i = 0; i < out->n_points; i++)
        point_view(call, &points[i], out->points[i]);
    return OK;
}
