#include "db/jobs.h"
#include "groupbuy/flow/campaign_jobs.h"
#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/stopping.h"
#include "groupbuy/flow/teams.h"

#define BATCH_MAX 50 /* a look */

struct left {
    const char *const *teams;
    size_t teams_count;
    const char *const *orders;
    size_t orders_count;
    bool unpaid;
};

static struct status look(struct call *call, const char *campaign_id, struct left *ret_left)
{
    TRY(call_begin(call));
    TRY(campaign_close_unpaid(call, campaign_id, CANCEL_WITHDRAWN, &ret_left->unpaid));
    TRY(team_list_open_ids(call->tx, campaign_id, false, BATCH_MAX, &ret_left->teams, &ret_left->teams_count));
    TRY(order_list_paid_of_campaign(call->tx, campaign_id, BATCH_MAX, &ret_left->orders, &ret_left->orders_count));
    return call_commit(call);
}

static struct status withdraw_team(struct call *call, const char *team_id)
{
    struct team team;

    TRY(call_begin(call));
    TRY(team_lock(call->tx, team_id, &team));
    if (team.status == TEAM_OPEN)
        TRY(team_withdraw(call, &team));
    return call_commit(call);
}

/* What is still in the house is cancelled and its units are free again; what has left it is refunded where it is. A
 * completed team stays complete. */
static struct status withdraw_order(struct call *call, const char *order_id)
{
    const struct refund_ask all = {
        .reason = REFUND_FOR_WITHDRAWN, .actor = JOB_CLEAR_WITHDRAWN, .key = "withdrawn", .merchant_fault = true
    };
    struct order order;
    struct team team;

    TRY(call_begin(call));
    TRY(order_lock_with_team(call, order_id, NULL, &order, &team));
    if (order.status == ORDER_READY)
        TRY(order_cancel(call, &order, NULL, CANCEL_WITHDRAWN, JOB_CLEAR_WITHDRAWN));
    else if (order_is_live(order.status) && order.status != ORDER_WAITING_TEAM)
        TRY(refund_start(call, &order, &all, NULL));
    return call_commit(call);
}

/* What is left of a team's orders may be of a payment that has just come: it has moved on, or is there the next time.
 */
static struct status withdraw_all(struct call *call, const struct left *left)
{
    for (size_t i = 0; i < left->teams_count; i++)
        TRY(withdraw_team(call, left->teams[i]));
    for (size_t i = 0; left->teams_count == 0 && i < left->orders_count; i++)
        TRY(withdraw_order(call, left->orders[i]));
    return OK;
}

/* Teams first, then what they do not hold, a transaction each: it may stop anywhere and goes on with what is left.
 * Comes again while there are orders that may be paid. */
struct status groupbuy_clear_withdrawn(struct call *call, const struct job *job)
{
    const char *campaign_id = campaign_of_job(call, job);
    struct left left;

    TRY(look(call, campaign_id, &left));
    TRY(withdraw_all(call, &left));
    if (left.teams_count + left.orders_count > 0)
        return campaign_job_on(call, job);
    return left.unpaid ? fail(NOT_AVAILABLE, "campaign %s waits for unpaid orders", campaign_id) : OK;
}
