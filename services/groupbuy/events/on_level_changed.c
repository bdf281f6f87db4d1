#include "groupbuy/events/neighbours.h"
#include "groupbuy/store/member_store.h"

struct status groupbuy_on_level_changed(struct call *call, const Cp__LevelChanged *event)
{
    return member_level_save(call->tx, event->user_id, event->level, call->event->version);
}
