#include "coupons/flow/points_locking.h"

struct status coupons_release_points(struct call *call, const Cp__ReleasePointsRequest *in, Cp__PointsLock *out)
{
    struct points_lock lock;

    TRY(points_lock_move(call, in->user_id, in->order_id, ORDER_RELEASES, &lock));
    points_lock_view(in->order_id, &lock, out);
    return OK;
}
