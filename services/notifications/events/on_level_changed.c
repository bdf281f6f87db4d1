#include "notifications/rpc/telling.h"

/* Of a level that was lost nobody wants to hear; it is seen where levels are. */
struct status notifications_on_level_changed(struct call *call, const Cp__LevelChanged *event)
{
    return event->level > event->before ? tell(call, event->user_id, LEVEL_REACHED, "", TELL_ARGS(event->name)) : OK;
}
