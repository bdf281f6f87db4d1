#include "coupons/flow/earning.h"
#include "coupons/store/invitation_store.h"
#include "coupons/store/plan_store.h"
#include "db/jobs.h"

/* Whether inviter and invited are two people, a job asks auth. */
static struct status look_for_inviter(struct call *call, const Gb__OrderPaid *event)
{
    struct invitation invitation;
    bool found;

    TRY(invitation_lock(call->tx, event->user_id, &invitation, &found));
    if (!found || invitation.state != INVITATION_WAITING || event->amount_fen == 0)
        return OK;
    return job_add(call->tx, REWARD_INVITE, arena_printf(call->arena, "%s:%s", event->user_id, event->order_id), 0,
                   NULL, 0);
}

struct status coupons_on_order_paid(struct call *call, const Gb__OrderPaid *event)
{
    const struct earn earn = {
        .trigger = EARN_ORDER_PAID,
        .user_id = event->user_id,
        .source_id = event->order_id,
        .order_id = event->order_id,
        .amount = event->amount_fen,
    };
    int64_t points;

    if (event->in_cash)
        return OK;
    TRY(look_for_inviter(call, event));
    TRY(person_paid(call->tx, event->user_id, event->paid_at_us ? event->paid_at_us : call->now_us));
    return points_earn(call, &earn, &points);
}
