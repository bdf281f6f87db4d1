#include "groupbuy/events/neighbours.h"
#include "groupbuy/store/neighbour_store.h"

/* From now on an order knows who shared the link it came by. */
struct status groupbuy_on_link_created(struct call *call, const Au__LinkCreated *event)
{
    return link_save(call->tx, &(struct link){ .key = event->link_key,
                                               .sharer_id = event->sharer_id,
                                               .channel = event->channel,
                                               .circle_id = event->circle_id });
}
