#include "notifications/rpc/telling.h"

/* In the inbox alone: whoever has signed in as somebody else may have asked for messages over WeChat, too. */
struct status notifications_on_device_added(struct call *call, const Au__DeviceAdded *event)
{
    return tell(call, event->user_id, DEVICE_ADDED, "",
                TELL_ARGS(event->device, text_time(call->arena, event->signed_in_at_us)));
}
