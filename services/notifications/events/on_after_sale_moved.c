#include "notifications/rpc/telling.h"

/* Whose turn it is: the leader's, then operators'. */
static struct status tell_who_decides(struct call *call, const Gb__AfterSaleMoved *event)
{
    const char *until = text_time(call->arena, event->deadline_us);

    if (event->status == GB__AFTER_SALE_STATUS__AFTER_SALE_WITH_LEADER)
        return tell(call, event->leader_id, AFTER_SALE_TO_DECIDE, event->after_sale_id,
                    TELL_ARGS(event->product_title, until));
    if (event->status == GB__AFTER_SALE_STATUS__AFTER_SALE_ESCALATED)
        return tell_operators(call, event->community_id, AFTER_SALE_TO_DECIDE, event->after_sale_id,
                              TELL_ARGS(event->product_title, until));
    return OK;
}

static struct status tell_buyer(struct call *call, const Gb__AfterSaleMoved *event)
{
    const char *title = event->product_title, *id = event->after_sale_id;

    switch (event->status) {
    case GB__AFTER_SALE_STATUS__AFTER_SALE_APPROVED:
        return tell(call, event->user_id, AFTER_SALE_APPROVED, id, TELL_ARGS(title));
    case GB__AFTER_SALE_STATUS__AFTER_SALE_AWAITING_RETURN:
        return tell(call, event->user_id, AFTER_SALE_RETURN, id,
                    TELL_ARGS(title, text_time(call->arena, event->deadline_us)));
    case GB__AFTER_SALE_STATUS__AFTER_SALE_DECLINED:
        return tell(call, event->user_id, AFTER_SALE_DECLINED, id, TELL_ARGS(title, event->reason));
    case GB__AFTER_SALE_STATUS__AFTER_SALE_DONE:
        return tell(call, event->user_id, AFTER_SALE_DONE, id, TELL_ARGS(title));
    default:
        return OK;
    }
}

struct status notifications_on_after_sale_moved(struct call *call, const Gb__AfterSaleMoved *event)
{
    TRY(tell_buyer(call, event));
    return tell_who_decides(call, event);
}
