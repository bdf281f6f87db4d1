#include "groupbuy/flow/split_channel.h"

#include <string.h>

#include "groupbuy/flow/asking.h"
#include "groupbuy/service.h"
#include "wechat/pay_sharing.h"

#define DESCRIPTION "推广服务费"

/* ---- what WeChat says of each part ---- */

static enum wxpay_receiver_type type_of(const struct payout *payout)
{
    return payout->to_merchant ? WXPAY_RECEIVER_MERCHANT : WXPAY_RECEIVER_PERSON;
}

static const struct wxpay_share_outcome *outcome_of(const struct wxpay_sharing *answer, const struct payout *payout)
{
    for (size_t i = 0; i < answer->outcomes_count; i++)
        if (answer->outcomes[i].type == type_of(payout) && strcmp(answer->outcomes[i].account, payout->openid) == 0)
            return &answer->outcomes[i];
    return NULL;
}

/* FINISHED says nothing of who got his part: each has a result of its own. */
static struct payout_fact part_of(const struct payout *payout, const struct wxpay_share_outcome *outcome)
{
    static const enum payout_state states[] = {
        [WXPAY_SHARE_PENDING] = PAYOUT_SENT, [WXPAY_SHARE_SUCCESS] = PAYOUT_PAID, [WXPAY_SHARE_CLOSED] = PAYOUT_FAILED
    };

    return (struct payout_fact){
        .payout_id = payout->id,
        .merchant_id = payout->merchant_id,
        .wechat_number = outcome ? outcome->detail_id : "",
        .openid = outcome ? outcome->account : "",
        .net = outcome ? outcome->amount : 0,
        .state = outcome ? states[outcome->result] : PAYOUT_SENT,
        .package_info = "",
        .reason = outcome && outcome->fail_reason[0] ? outcome->fail_reason : "CLOSED",
    };
}

static struct split_fact fact_of(struct call *call, const struct wxpay_sharing *answer, const struct payout *payouts,
                                 size_t count)
{
    struct split_fact fact = { .state = answer->finished ? SPLIT_FINISHED : SPLIT_UNDER_WAY, .reason = "" };

    fact.parts = arena_array(call->arena, struct payout_fact, count);
    for (size_t i = 0; i < count; i++)
        fact.parts[i] = part_of(&payouts[i], outcome_of(answer, &payouts[i]));
    return fact;
}

struct status channel_split_query(struct call *call, const struct sharing *sharing, const struct payout *payouts,
                                  size_t count, struct split_fact *ret_fact)
{
    struct wxpay_sharing answer;
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, sharing->merchant_id, &pay));
    status = wxpay_sharing_query(pay, call->arena, sharing->transaction_id, sharing->split_number, &answer, NULL);
    if (failed_with(status, WXPAY_NOT_FOUND))
        return fail(NOT_HERE, "WeChat has no sharing %s", sharing->split_number);
    TRY(as_ours(status));
    *ret_fact = fact_of(call, &answer, payouts, count);
    return OK;
}

/* ---- splitting ---- */

/* Whom WeChat does not take is CLOSED in the split, and has his part back. */
static struct status name_person(struct call *call, struct wxpay *pay, const struct payout *payout)
{
    const struct wxpay_receiver receiver = { .type = WXPAY_RECEIVER_PERSON,
                                             .account = payout->openid,
                                             .relation = payout->leaders ? "DISTRIBUTOR" : "PARTNER" };
    struct wechat_failure failure = { .kind = WECHAT_RETRY };
    struct status status = wxpay_receiver_add(pay, call->arena, groupbuy_of(call)->app_id, &receiver, &failure);

    return is_no(status, &failure) ? OK : as_ours(status);
}

/* Merchants were named before. */
static struct status name_people(struct call *call, struct wxpay *pay, const struct payout *payouts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!payouts[i].to_merchant)
            TRY(name_person(call, pay, &payouts[i]));
    return OK;
}

static struct wxpay_share *shares_of(struct call *call, const struct payout *payouts, size_t count)
{
    struct wxpay_share *shares = arena_array(call->arena, struct wxpay_share, count);

    for (size_t i = 0; i < count; i++)
        shares[i] =
            (struct wxpay_share){ type_of(&payouts[i]), payouts[i].openid, DESCRIPTION, payout_net(&payouts[i]) };
    return shares;
}

/* Whatever WeChat has of that number counts more than what we believe. */
static struct status refused(struct call *call, const struct sharing *sharing, const struct payout *payouts,
                             size_t count, const struct wechat_failure *failure, struct split_fact *ret_fact)
{
    struct status known = channel_split_query(call, sharing, payouts, count, ret_fact);

    if (!failed_with(known, NOT_HERE))
        return known;
    *ret_fact = (struct split_fact){
        .state = strcmp(failure->code, "INVALID_REQUEST") == 0 ? SPLIT_TOO_SOON : SPLIT_REFUSED,
        .reason = *failure->code ? arena_strdup(call->arena, failure->code) : "REFUSED",
    };
    return OK;
}

struct status channel_split(struct call *call, const struct sharing *sharing, const struct payout *payouts,
                            size_t count, struct split_fact *ret_fact)
{
    const struct wxpay_sharing_request request = {
        .app_id = groupbuy_of(call)->app_id,
        .transaction_id = sharing->transaction_id,
        .out_order_no = sharing->split_number,
        .shares = shares_of(call, payouts, count),
        .shares_count = count,
    };
    struct wechat_failure failure = { .kind = WECHAT_RETRY };
    struct wxpay_sharing answer;
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, sharing->merchant_id, &pay));
    TRY(name_people(call, pay, payouts, count));
    status = wxpay_share_out(pay, call->arena, &request, &answer, &failure);
    if (is_no(status, &failure))
        return refused(call, sharing, payouts, count, &failure, ret_fact);
    TRY(as_ours(status));
    *ret_fact = fact_of(call, &answer, payouts, count);
    return OK;
}

/* ---- the rest ---- */

/* A no also comes when there is nothing left: by itself after thirty days, or all of it was refunded. */
static struct status nothing_frozen(struct call *call, struct wxpay *pay, const struct sharing *sharing, bool *ret_done)
{
    fen left;

    TRY(as_ours(wxpay_unsplit(pay, call->arena, sharing->transaction_id, &left, NULL)));
    *ret_done = left == 0;
    return OK;
}

struct status channel_unfreeze(struct call *call, const struct sharing *sharing, bool *ret_done,
                               const char **ret_reason)
{
    struct wechat_failure failure = { .kind = WECHAT_RETRY };
    struct wxpay_sharing answer;
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, sharing->merchant_id, &pay));
    *ret_reason = "";
    status = wxpay_unfreeze(pay, call->arena, sharing->transaction_id, sharing->unfreeze_number, "解冻剩余资金",
                            &answer, &failure);
    if (is_no(status, &failure)) {
        *ret_reason = arena_strdup(call->arena, failure.code);
        return nothing_frozen(call, pay, sharing, ret_done);
    }
    TRY(as_ours(status));
    *ret_done = answer.finished;
    return OK;
}
