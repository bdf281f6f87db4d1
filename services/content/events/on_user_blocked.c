#include "content/events/people.h"
#include "content/store/people_store.h"

struct status content_on_user_blocked(struct call *call, const Au__UserBlocked *event)
{
    return block_save(call->tx, event->user_id, event->blocked_id, true, call->event->version);
}
