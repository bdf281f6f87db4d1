#include "content/events/people.h"
#include "content/store/people_store.h"

struct status content_on_user_updated(struct call *call, const Au__UserUpdated *event)
{
    return person_save(call->tx, &(struct person){ .user_id = event->user_id,
                                                   .nickname = event->nickname,
                                                   .avatar_url = event->avatar_url,
                                                   .phone_verified = event->phone_verified,
                                                   .version = call->event->version });
}
