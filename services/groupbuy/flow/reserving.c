#include "groupbuy/flow/reserving.h"

#include "base/clock.h"
#include "groupbuy/payouts.h"
#include "groupbuy/store/reserve_store.h"
#include "linli/groupbuy/v1/events.pb-c.h"

#define WOKEN_MAX   200 /* a look; the next one comes in a minute */
#define LOOK_US_MAX (INT64_C(600) * US_PER_S) /* what was seen longer ago is no ground to let money go */

/* ---- watched ---- */

static struct status tell_short(struct call *call, const struct kept_reserve *reserve, fen there)
{
    Gb__ReserveShort event = GB__RESERVE_SHORT__INIT;

    event.episode_id = reserve->episode_id;
    event.merchant_id = reserve->merchant_id;
    event.wanted_fen = reserve->wanted;
    event.there_fen = there;
    return emit(call, reserve->episode_id, &event.base);
}

static struct status tell_covered(struct call *call, const char *episode_id, const struct kept_reserve *reserve)
{
    Gb__ReserveCovered event = GB__RESERVE_COVERED__INIT;

    event.episode_id = episode_id;
    event.merchant_id = reserve->merchant_id;
    event.wanted_fen = reserve->wanted;
    return emit(call, episode_id, &event.base);
}

/* An episode begins and ends once. */
static struct status follow(struct call *call, struct kept_reserve *reserve, const struct kept_reserve *before,
                            const struct reserve *reckoned)
{
    bool was_short = *before->episode_id != '\0';
    bool is_short = reserve->rule_version > 0 && reserve_is_alarming(reckoned, was_short);

    reserve->episode_id = !is_short ? "" : was_short ? before->episode_id : id_make(call->arena);
    reserve->short_us = !is_short ? 0 : was_short ? before->short_us : call->now_us;
    TRY(reserve_save(call->tx, reserve));
    if (is_short == was_short)
        return OK;
    return is_short ? tell_short(call, reserve, reckoned->there) : tell_covered(call, before->episode_id, reserve);
}

/* Money waits for the reserve alone, not for its alarm to end. */
static struct status watch(struct call *call, const struct reserve_rule *rule, struct kept_reserve *reserve)
{
    struct kept_reserve before = { .episode_id = "" };
    struct reserve reckoned;
    bool found;

    TRY(reserve_lock(call->tx, reserve->merchant_id, &before, &found));
    TRY(reserve_reckon(rule, &reserve->facts, &reckoned));
    reserve->rule_version = rule->version;
    reserve->wanted = reckoned.wanted;
    TRY(follow(call, reserve, &before, &reckoned));
    if (rule->version > 0 && !reserve_allows(&reckoned, 0))
        return OK;
    return payout_wake_held(call->tx, reserve->merchant_id, JOB_DRIVE_PAYOUT, WOKEN_MAX);
}

struct status reserves_watch(struct call *call)
{
    struct kept_reserve *reserves;
    struct reserve_rule rule;
    size_t count;

    TRY(reserve_rule_now(call->tx, &rule));
    TRY(reserve_measure(call->tx, &reserves, &count));
    for (size_t i = 0; i < count; i++)
        TRY(watch(call, &rule, &reserves[i]));
    return OK;
}

/* ---- held back ---- */

/* Who asks for the rest of what there is waits for who asked before. By another rule, too long ago, or never looked at: not yet. */
static struct status has_room(struct call *call, const struct payout *payout, bool *ret_room)
{
    struct kept_reserve kept;
    struct reserve_rule rule;
    struct reserve now;
    bool found;

    TRY(reserve_rule_now(call->tx, &rule));
    *ret_room = rule.version == 0;
    if (*ret_room)
        return OK;
    TRY(reserve_lock(call->tx, payout->merchant_id, &kept, &found));
    if (!found || kept.rule_version != rule.version || call->now_us - kept.measured_us > LOOK_US_MAX)
        return OK;
    TRY(reserve_payouts_since(call->tx, kept.merchant_id, kept.measured_us, &kept.facts.payouts));
    TRY(reserve_reckon(&rule, &kept.facts, &now));
    *ret_room = reserve_allows(&now, payout_net(payout));
    return OK;
}

static struct status hold_or_let_go(struct call *call, struct payout *payout, bool *ret_gone)
{
    TRY(payout_was_let_go(call->tx, payout->id, ret_gone));
    if (*ret_gone)
        return OK;
    TRY(has_room(call, payout, ret_gone));
    if (*ret_gone)
        return payout_let_go(call->tx, payout->id);
    payout->state = PAYOUT_WAITING_FUNDS;
    return payout_save(call->tx, payout);
}

struct status reserve_lets_go(struct call *call, const char *payout_id, bool *ret_gone)
{
    struct payout payout;

    TRY(call_begin(call));
    TRY(payout_lock(call->tx, payout_id, &payout));
    *ret_gone = payout.state == PAYOUT_SENT;
    if (payout.state == PAYOUT_ASKED || payout.state == PAYOUT_WAITING_FUNDS)
        TRY(hold_or_let_go(call, &payout, ret_gone));
    return call_commit(call);
}
