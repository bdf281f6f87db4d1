#include "base/crash_point.h"
#include "groupbuy/flow/payer.h"
#include "groupbuy/flow/settling.h"

/* What is known before WeChat is asked. */
struct view {
    struct sharing sharing;
    struct payout *payouts;
    size_t count;
    bool over;
};

static struct status look(struct call *call, const char *order_id, struct view *ret_view)
{
    TRY(call_begin(call));
    TRY(sharing_lock(call->tx, order_id, &ret_view->sharing));
    TRY(payout_list_of_order(call->tx, order_id, &ret_view->payouts, &ret_view->count));
    ret_view->over = settling_is_over(&ret_view->sharing, call->now_us);
    return call_commit(call);
}

/* ---- who gets what ---- */

static struct status find_earners(struct call *call, const char *order_id, struct sharing_earner **ret_earners,
                                  size_t *ret_count)
{
    TRY(call_begin_read(call));
    TRY(sharing_earners(call->tx, order_id, ret_earners, ret_count));
    call_rollback(call);
    for (size_t i = 0; i < *ret_count; i++) {
        struct sharing_earner *earner = &(*ret_earners)[i];
        struct status known = openid_of(call, earner->user_id, &earner->openid);

        if (failed_with(known, PAYER_UNKNOWN))
            earner->openid = NULL;
        else
            TRY(known);
    }
    return OK;
}

/* The order is locked before: a refund of it comes before the plan, or after. */
static struct status plan(struct call *call, const char *order_id)
{
    struct sharing_earner *earners;
    struct sharing sharing;
    struct order order;
    size_t count;

    TRY(find_earners(call, order_id, &earners, &count));
    TRY(call_begin(call));
    TRY(order_lock(call->tx, order_id, NULL, &order));
    TRY(sharing_lock(call->tx, order_id, &sharing));
    if (sharing.state == SHARING_DUE)
        TRY(settling_plan(call, &sharing, earners, count));
    return call_commit(call);
}

/* ---- the split ---- */

/* When its time is over WeChat is only asked what it has of it. */
static struct status ask(struct call *call, const struct view *view, struct split_fact *ret_fact)
{
    struct status known;

    if (!view->over)
        return channel_split(call, &view->sharing, view->payouts, view->count, ret_fact);
    known = channel_split_query(call, &view->sharing, view->payouts, view->count, ret_fact);
    if (!failed_with(known, NOT_HERE))
        return known;
    *ret_fact = (struct split_fact){ .state = SPLIT_REFUSED, .reason = "OVER" };
    return OK;
}

static struct status take(struct call *call, struct sharing *sharing, const struct split_fact *fact)
{
    switch (fact->state) {
    case SPLIT_REFUSED:
        return settling_give_up(call, sharing, fact->reason);
    case SPLIT_TOO_SOON:
        return settling_wait(call, sharing, fact->reason);
    default:
        return settling_apply(call, sharing, fact);
    }
}

/* *ret_wait: not now. Under way: a failure, which comes back with a growing delay. */
static struct status split(struct call *call, const struct view *view, bool *ret_wait)
{
    struct sharing sharing;
    struct split_fact fact;
    struct order order;

    TRY(ask(call, view, &fact));
    CRASH_POINT(sharing, split_not_noted);
    TRY(call_begin(call));
    TRY(order_lock(call->tx, view->sharing.order_id, NULL, &order)); /* a refund comes before, or after */
    TRY(sharing_lock(call->tx, view->sharing.order_id, &sharing));
    if (sharing.state == SHARING_SPLITTING)
        TRY(take(call, &sharing, &fact));
    TRY(call_commit(call));
    *ret_wait = fact.state == SPLIT_TOO_SOON;
    if (sharing.state == SHARING_SPLITTING && !*ret_wait)
        return fail(PAYMENT_UNAVAILABLE, "the split of order %s is under way", sharing.order_id);
    return OK;
}

/* ---- the rest ---- */

static struct status unfreeze(struct call *call, const struct view *view, bool *ret_wait)
{
    struct sharing sharing;
    const char *reason;
    bool done;

    TRY(channel_unfreeze(call, &view->sharing, &done, &reason));
    CRASH_POINT(sharing, freed_not_noted);
    if (!done && !*reason)
        return fail(PAYMENT_UNAVAILABLE, "the rest of order %s is being unfrozen", view->sharing.order_id);
    TRY(call_begin(call));
    TRY(sharing_lock(call->tx, view->sharing.order_id, &sharing));
    if (done)
        sharing.state = SHARING_DONE;
    TRY(done ? sharing_save(call->tx, &sharing) : settling_wait(call, &sharing, reason));
    *ret_wait = !done;
    return call_commit(call);
}

/* Step by step until nothing of the payment is frozen. What waits is found again when its time has come. */
struct status groupbuy_drive_sharing(struct call *call, const struct job *job)
{
    struct view view = { 0 };
    bool wait = false;

    while (!wait) {
        TRY(look(call, job->key, &view));
        switch (view.sharing.state) {
        case SHARING_DUE:
            TRY(plan(call, job->key));
            break;
        case SHARING_SPLITTING:
            TRY(split(call, &view, &wait));
            break;
        case SHARING_UNFREEZING:
            TRY(unfreeze(call, &view, &wait));
            break;
        default:
            return OK;
        }
    }
    return OK;
}
