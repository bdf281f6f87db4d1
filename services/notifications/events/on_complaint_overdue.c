#include "notifications/rpc/telling.h"

/* WeChat counts the hours, too. */
struct status notifications_on_complaint_overdue(struct call *call, const Gb__ComplaintOverdue *event)
{
    return tell_operators(call, event->community_id, COMPLAINT_OVERDUE, event->complaint_id,
                          TELL_ARGS(event->product_title, text_time(call->arena, event->waits_since_us)));
}
