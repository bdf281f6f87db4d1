#include "db/jobs.h"
#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/rounds.h"
#include "groupbuy/store/news_store.h"
#include "groupbuy/store/sheet_store.h"
#include "linli/groupbuy/v1/events.pb-c.h"

#define UNPAID_MAX 500 /* a run; more come with the next */

/* Orders that nobody paid are closed at WeChat first, each by its own job. *ret_count of them are left. */
static struct status close_unpaid(struct call *call, const struct round *round, size_t *ret_count)
{
    const char *const *ids;

    TRY(round_orders_in(call->tx, round->id, ORDER_PENDING_PAYMENT, UNPAID_MAX, &ids, ret_count));
    for (size_t i = 0; i < *ret_count; i++)
        TRY(job_add(call->tx, JOB_CLOSE_UNPAID, ids[i], 0, NULL, 0));
    return OK;
}

static struct status tell_closed(struct call *call, const struct round *round)
{
    Gb__RoundClosed event = GB__ROUND_CLOSED__INIT;

    event.round_id = round->id;
    event.leader_id = round->leader_id;
    event.title = round->title;
    event.orders = round->paid_orders;
    event.paid_fen = round->paid;
    return emit(call, round->id, &event.base);
}

/* What is to be bought is known: prices and sheets are frozen, units that nobody bought go back. */
static struct status close_round(struct call *call, struct round *round, const char *actor)
{
    TRY(round_freeze_prices(call->tx, round->id));
    TRY(round_return_unsold(call->tx, round->id));
    TRY(sheets_freeze(call->tx, round->id));
    TRY(news_forget(call->tx, round->id));
    TRY(round_move(call->tx, round, ROUND_CLOSED, actor, ""));
    TRY(job_add(call->tx, JOB_REFUND_PRICE_STEP, round->id, 0, NULL, 0));
    return tell_closed(call, round);
}

/* Nobody may pay any more. What was paid is read now: a payment may have come since the round was read, also while that
 * waited for its row. */
static struct status settle(struct call *call, struct round *round, const char *actor)
{
    TRY(round_get(call->tx, round->id, round));
    if (round->paid < round->minimum)
        return round_call_off(call, round, actor, "未达到起团金额");
    return close_round(call, round, actor);
}

/* The grace is over. Comes again while an order may still turn out to be paid. */
struct status groupbuy_settle_round(struct call *call, const struct job *job)
{
    struct round round;
    size_t unpaid = 0;

    TRY(call_begin(call));
    TRY(round_lock(call->tx, job->key, &round));
    if (round.status != ROUND_CLOSING)
        return OK;
    TRY(close_unpaid(call, &round, &unpaid));
    if (unpaid == 0)
        TRY(settle(call, &round, job->kind));
    TRY(call_commit(call));
    return unpaid ? fail(NOT_AVAILABLE, "round %s waits for %zu orders", job->key, unpaid) : OK;
}
