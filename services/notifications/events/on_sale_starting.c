#include "notifications/rpc/telling.h"

struct status notifications_on_sale_starting(struct call *call, const Gb__SaleStarting *event)
{
    return tell_operators(call, event->community_id, SALE_STARTING, event->campaign_id,
                          TELL_ARGS(event->title, text_time(call->arena, event->starts_at_us)));
}
