#include "groupbuy/events/neighbours.h"
#include "groupbuy/store/neighbour_store.h"

struct status groupbuy_on_user_registered(struct call *call, const Au__UserRegistered *event)
{
    return person_save(call->tx, &(struct person){ .user_id = event->user_id,
                                                   .nickname = event->nickname,
                                                   .avatar_url = event->avatar_url,
                                                   .version = call->event->version });
}
