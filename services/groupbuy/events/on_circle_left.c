#include "groupbuy/events/neighbours.h"
#include "groupbuy/store/member_store.h"

struct status groupbuy_on_circle_left(struct call *call, const Ct__CircleLeft *event)
{
    return member_save(call->tx, event->circle_id, event->user_id, false, call->event->version);
}
