#include "notifications/rpc/telling.h"

struct status notifications_on_review_decided(struct call *call, const Ct__ReviewDecided *event)
{
    return tell(call, event->author_id, event->shown ? REVIEW_SHOWN : REVIEW_HIDDEN, event->review_id,
                TELL_ARGS(event->product_title, event->why));
}
