#include "notifications/rpc/telling.h"

struct status notifications_on_complaint_answered(struct call *call, const Gb__ComplaintAnswered *event)
{
    if (!*event->user_id)
        return OK; /* of nobody we know */
    return tell(call, event->user_id, COMPLAINT_ANSWERED, event->complaint_id, TELL_ARGS(event->product_title));
}
