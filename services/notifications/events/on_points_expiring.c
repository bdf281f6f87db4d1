#include <inttypes.h>

#include "notifications/rpc/telling.h"

struct status notifications_on_points_expiring(struct call *call, const Cp__PointsExpiring *event)
{
    return tell(call, event->user_id, POINTS_EXPIRING, "",
                TELL_ARGS(arena_printf(call->arena, "%" PRId64, event->points), text_time(call->arena, event->expires_at_us)));
}
