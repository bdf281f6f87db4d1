#include "groupbuy/flow/payer.h"
#include "groupbuy/flow/payouts.h"
#include "groupbuy/service.h"
#include "groupbuy/store/earner_store.h"

static struct status known(struct call *call)
{
    struct payee payee;
    bool found;

    TRY(payee_lock(call->tx, call->caller->user_id, &payee, &found));
    return found ? OK : fail(PAYEE_UNKNOWN, "user %s has not said who he is", call->caller->user_id);
}

/* What is his with one account is nothing to another's. */
static struct status allowed(struct call *call, const char *merchant_id, fen gross)
{
    const struct payout_limits *limits = &groupbuy_of(call)->payout_limits;
    const char *user_id = call->caller->user_id;
    struct earner_balance has;
    bool under_way;
    fen today;

    TRY(payout_today(call->tx, user_id, merchant_id, &today, &under_way));
    if (under_way)
        return fail(PAYOUT_UNDER_WAY, "a payout of %s is under way", user_id);
    if (gross < limits->least || gross > limits->most || today + gross > limits->day_most)
        return fail(PAYOUT_LIMIT, "%ld fen after %ld fen today", (long)gross, (long)today);
    TRY(earner_balance_of(call->tx, user_id, merchant_id, &has));
    if (gross > has.leaders + has.partners)
        return fail(PAYOUT_TOO_MUCH, "%ld fen of %ld", (long)gross, (long)(has.leaders + has.partners));
    return OK;
}

/* The transaction stays open for the answer. */
struct status groupbuy_request_payout(struct call *call, const Gb__RequestPayoutRequest *in, Gb__Payout *out)
{
    struct payout payout = {
        .earner_id = call->caller->user_id, .way = PAYOUT_BY_TRANSFER, .order_id = "", .merchant_id = in->merchant_id
    };

    TRY(payer_openid(call, &payout.openid));
    TRY(call_begin(call));
    TRY(known(call));
    TRY(allowed(call, in->merchant_id, in->gross_fen));
    payout.state =
        in->gross_fen < groupbuy_of(call)->payout_limits.approve_from ? PAYOUT_ASKED : PAYOUT_WAITING_APPROVAL;
    TRY(payout_begin(call, &payout, in->gross_fen));
    payout_view(call, &payout, out);
    return OK;
}
