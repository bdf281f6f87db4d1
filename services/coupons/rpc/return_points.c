#include "coupons/flow/points_locking.h"

struct status coupons_return_points(struct call *call, const Cp__ReturnPointsRequest *in, Cp__PointsLock *out)
{
    struct points_lock lock;

    TRY(points_lock_return(call, in->user_id, in->order_id, in->refund_id, in->points, &lock));
    points_lock_view(in->order_id, &lock, out);
    return OK;
}
