#include "notifications/rpc/telling.h"

/* To operators, who answer, and to the leader, who may know what happened. */
struct status notifications_on_complaint_received(struct call *call, const Gb__ComplaintReceived *event)
{
    const char *wanted = event->refund_wanted_fen ? text_money(call->arena, event->refund_wanted_fen) : "-";

    if (*event->leader_id)
        TRY(tell(call, event->leader_id, COMPLAINT_RECEIVED, event->complaint_id,
                 TELL_ARGS(event->product_title, wanted)));
    return tell_operators(call, event->community_id, COMPLAINT_RECEIVED, event->complaint_id,
                          TELL_ARGS(event->product_title, wanted));
}
