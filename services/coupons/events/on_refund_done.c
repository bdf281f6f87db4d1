#include <string.h>

#include "coupons/flow/earning.h"
#include "coupons/store/invitation_store.h"

/* The order that earned both a reward went back: so does the reward. Accounts in order. */
static struct status unreward(struct call *call, const struct invitation *invitation)
{
    bool inviter_first = strcmp(invitation->inviter_id, invitation->user_id) < 0;

    for (int i = 0; i < 2; i++) {
        bool inviter = (i == 0) == inviter_first;
        TRY(points_unearn(call, inviter ? invitation->inviter_id : invitation->user_id,
                          inviter ? invitation->id : invitation->user_id, 0, true));
    }
    return OK;
}

/* Also noted when the payment has not been heard of yet. */
struct status coupons_on_refund_done(struct call *call, const Gb__RefundDone *event)
{
    struct invitation invitation;
    bool whole, found;
    fen refunded;

    if (event->in_cash)
        return OK;
    TRY(invitation_lock(call->tx, event->user_id, &invitation, &found));
    TRY(order_refund_add(call->tx, event->order_id, event->amount_fen, event->whole, &refunded, &whole));
    if (whole && found && invitation.state == INVITATION_REWARDED && strcmp(invitation.order_id, event->order_id) == 0)
        TRY(unreward(call, &invitation));
    return points_unearn(call, event->user_id, event->order_id, refunded, whole);
}
