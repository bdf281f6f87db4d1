#include "coupons/flow/earning.h"

struct status coupons_on_post_removed(struct call *call, const Ct__PostRemoved *event)
{
    return points_unearn(call, event->author_id, event->post_id, 0, true);
}
