#include "groupbuy/flow/settling.h"

#include "db/jobs.h"
#include "groupbuy/flow/payouts.h"
#include "groupbuy/flow/returning.h"
#include "groupbuy/service.h"
#include "groupbuy/store/earner_store.h"
#include "groupbuy/store/reserve_store.h"

#define WAIT_US     INT64_C(3600000000)
#define PATIENCE_US (3 * 24 * WAIT_US) /* so long earners wait for a split; then they ask for a transfer */

struct status settling_begin(struct call *call, const struct order *order)
{
    int64_t next_us;
    bool frozen;

    TRY(sharing_begin(call->tx, order->id, &frozen, &next_us));
    return frozen ? job_add(call->tx, JOB_DRIVE_SHARING, order->id, next_us, NULL, 0) : OK;
}

bool settling_is_over(const struct sharing *sharing, int64_t now_us)
{
    return now_us >= sharing->give_up_us || sharing->refunding >= sharing->paid;
}

/* ---- the plan ---- */

struct plan {
    struct sharing *sharing;
    struct settlement_rule rule;
    fen given; /* gross: never less than what WeChat sees */
    int receivers;
    bool reserve_short;
};

/* His account is locked from here on: no transfer of his is decided meanwhile. */
static struct status look_at(struct call *call, const struct plan *plan, const struct sharing_earner *earner,
                             struct settlement_case *ret_case, struct receiver *ret_receiver)
{
    const struct payout_limits *limits = &groupbuy_of(call)->payout_limits;
    struct earner_balance has;
    struct payee payee;
    bool found, merchant;

    TRY(payee_lock(call->tx, earner->user_id, &payee, &found));
    TRY(receiver_merchant_of(call->tx, earner->user_id, plan->sharing->merchant_id, ret_receiver, &merchant));
    TRY(earner_balance_of(call->tx, earner->user_id, plan->sharing->merchant_id, &has));
    *ret_case =
        (struct settlement_case){ .earned = earner->earned,
                                  .balance = has.leaders + has.partners,
                                  .approve_from = limits->approve_from,
                                  .most = limits->most,
                                  .receivers = plan->receivers,
                                  .reserve_short = plan->reserve_short,
                                  .known = merchant ? ret_receiver->state == RECEIVER_NAMED : found && earner->openid,
                                  .merchant = merchant };
    TRY(sharing_of_month(call->tx, earner->user_id, &ret_case->shared_before));
    return settlement_room(&plan->rule, plan->sharing->paid - plan->sharing->refunding, plan->given, &ret_case->room);
}

/* A person is named with the split itself. */
static struct status share(struct call *call, struct plan *plan, const struct sharing_earner *earner,
                           const struct receiver *merchant, fen gross)
{
    struct payout payout = { .earner_id = earner->user_id,
                             .way = PAYOUT_BY_SHARING,
                             .order_id = plan->sharing->order_id,
                             .merchant_id = plan->sharing->merchant_id,
                             .to_merchant = merchant != NULL,
                             .openid = merchant ? merchant->account : earner->openid,
                             .state = PAYOUT_ASKED };

    if (!merchant)
        TRY(receiver_use_person(call->tx, earner->user_id, plan->sharing->merchant_id, earner->openid));
    TRY(payout_begin(call, &payout, gross));
    plan->sharing->split += payout_net(&payout);
    plan->given += gross;
    plan->receivers++;
    return OK;
}

static struct status settle_one(struct call *call, struct plan *plan, const struct sharing_earner *earner)
{
    struct settlement_case one;
    struct settlement settlement;
    struct receiver merchant;

    TRY(look_at(call, plan, earner, &one, &merchant));
    settlement = settle(&one);
    TRY(settlement_insert(call->tx, plan->sharing->order_id, earner, &settlement));
    if (settlement.way != SETTLED_BY_SHARING)
        return OK;
    return share(call, plan, earner, one.merchant ? &merchant : NULL, settlement.gross);
}

/* A refund may have come since it was asked who they are: what is theirs counts as it is under the lock. */
static struct status reckon(struct call *call, const char *order_id, struct sharing_earner *earners, size_t count)
{
    struct sharing_earner *now;
    size_t now_count;

    TRY(sharing_earners(call->tx, order_id, &now, &now_count));
    for (size_t i = 0; i < count; i++)
        earners[i].earned = sharing_earned(now, now_count, earners[i].user_id);
    return OK;
}

struct status settling_plan(struct call *call, struct sharing *sharing, struct sharing_earner *earners, size_t count)
{
    struct plan plan = { .sharing = sharing };
    bool over = settling_is_over(sharing, call->now_us);

    TRY(settlement_rule_now(call->tx, &plan.rule));
    TRY(reserve_is_short(call->tx, sharing->merchant_id, &plan.reserve_short));
    TRY(reckon(call, sharing->order_id, earners, count));
    for (size_t i = 0; i < count && plan.rule.sharing && !over; i++)
        TRY(settle_one(call, &plan, &earners[i]));
    sharing->rule_version = plan.rule.version;
    sharing->state = plan.receivers ? SHARING_SPLITTING : SHARING_UNFREEZING;
    if (sharing->give_up_us > call->now_us + PATIENCE_US)
        sharing->give_up_us = call->now_us + PATIENCE_US;
    return sharing_save(call->tx, sharing);
}

/* ---- what WeChat says ---- */

static struct payout_fact failed_part(const struct payout *payout, const char *reason)
{
    return (struct payout_fact){ .payout_id = payout->id,
                                 .merchant_id = payout->merchant_id,
                                 .wechat_number = "",
                                 .openid = "",
                                 .state = PAYOUT_FAILED,
                                 .package_info = "",
                                 .reason = reason };
}

static struct status apply_part(struct call *call, const struct payout_fact *part)
{
    enum payout_outcome outcome;

    TRY(payout_apply(call, part, &outcome));
    return outcome == PAYOUT_OUTCOME_UNKNOWN ? fail(INTERNAL, "payout %s is none of ours", part->payout_id) : OK;
}

/* The rest is only freed when every part is settled. */
static struct status follow_parts(struct call *call, struct sharing *sharing)
{
    struct payout *payouts;
    size_t count, settled = 0;

    TRY(payout_list_of_order(call->tx, sharing->order_id, &payouts, &count));
    for (size_t i = 0; i < count; i++)
        settled += payout_is_settled(payouts[i].state);
    if (settled == count) {
        sharing->state = SHARING_UNFREEZING;
        TRY(returns_begin(call, sharing->order_id, NULL)); /* a refund may have come meanwhile */
    }
    return sharing_save(call->tx, sharing);
}

struct status settling_give_up(struct call *call, struct sharing *sharing, const char *reason)
{
    struct payout *payouts;
    size_t count;

    TRY(payout_list_of_order(call->tx, sharing->order_id, &payouts, &count));
    for (size_t i = 0; i < count; i++) {
        const struct payout_fact part = failed_part(&payouts[i], reason);

        TRY(apply_part(call, &part));
    }
    sharing->reason = reason;
    return follow_parts(call, sharing);
}

struct status settling_apply(struct call *call, struct sharing *sharing, const struct split_fact *fact)
{
    struct payout *payouts;
    size_t count;

    TRY(payout_list_of_order(call->tx, sharing->order_id, &payouts, &count));
    for (size_t i = 0; i < count; i++)
        TRY(apply_part(call, &fact->parts[i]));
    return follow_parts(call, sharing);
}

struct status settling_wait(struct call *call, struct sharing *sharing, const char *reason)
{
    sharing->next_us = call->now_us + WAIT_US;
    sharing->reason = reason;
    return sharing_save(call->tx, sharing);
}
