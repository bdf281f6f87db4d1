#include "groupbuy/flow/return_channel.h"

#include "groupbuy/flow/asking.h"
#include "groupbuy/service.h"
#include "wechat/pay_sharing.h"

#define DESCRIPTION "订单退款，退回服务费"

static const char *word_of(struct call *call, const struct wechat_failure *failure)
{
    return *failure->code ? arena_strdup(call->arena, failure->code) : "REFUSED";
}

/* ---- receivers ---- */

static enum wxpay_receiver_type type_of(const struct receiver *receiver)
{
    return receiver->merchant ? WXPAY_RECEIVER_MERCHANT : WXPAY_RECEIVER_PERSON;
}

struct status channel_receiver_add(struct call *call, const struct receiver *receiver, const char **ret_no)
{
    const struct wxpay_receiver named = { .type = type_of(receiver),
                                          .account = receiver->account,
                                          .name = receiver->merchant ? receiver->name : NULL,
                                          .relation = "PARTNER" };
    struct wechat_failure failure = { .kind = WECHAT_RETRY };
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, receiver->paid_by, &pay));
    status = wxpay_receiver_add(pay, call->arena, groupbuy_of(call)->app_id, &named, &failure);
    *ret_no = is_no(status, &failure) ? word_of(call, &failure) : "";
    return **ret_no ? OK : as_ours(status);
}

struct status channel_receiver_delete(struct call *call, const struct receiver *receiver)
{
    struct wechat_failure failure = { .kind = WECHAT_RETRY };
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, receiver->paid_by, &pay));
    status = wxpay_receiver_delete(pay, call->arena, groupbuy_of(call)->app_id, type_of(receiver), receiver->account,
                                   &failure);
    return is_no(status, &failure) ? OK : as_ours(status); /* a no: it has none of that account */
}

/* ---- what comes back ---- */

static struct return_fact fact_of(const struct wxpay_share_return *answer)
{
    static const enum share_return_state states[] = { [WXPAY_RETURN_PROCESSING] = SHARE_RETURN_SENT,
                                                      [WXPAY_RETURN_SUCCESS] = SHARE_RETURN_DONE,
                                                      [WXPAY_RETURN_FAILED] = SHARE_RETURN_FAILED };

    return (struct return_fact){ .state = states[answer->state],
                                 .wechat_number = answer->return_id,
                                 .reason = answer->fail_reason,
                                 .amount = answer->amount };
}

static struct status query(struct call *call, struct wxpay *pay, const struct share_return *back,
                           struct return_fact *ret_fact)
{
    struct wxpay_share_return answer;
    struct status status = wxpay_share_return_query(pay, call->arena, back->split_number, back->id, &answer, NULL);

    if (failed_with(status, WXPAY_NOT_FOUND))
        return fail(NOT_HERE, "WeChat has no return %s", back->id);
    TRY(as_ours(status));
    *ret_fact = fact_of(&answer);
    return OK;
}

/* Whatever WeChat has of that number counts more than what we believe. */
static struct status refused(struct call *call, struct wxpay *pay, const struct share_return *back,
                             const struct wechat_failure *failure, struct return_fact *ret_fact)
{
    struct status known = query(call, pay, back, ret_fact);

    if (!failed_with(known, NOT_HERE))
        return known;
    *ret_fact =
        (struct return_fact){ .state = SHARE_RETURN_FAILED, .wechat_number = "", .reason = word_of(call, failure) };
    return OK;
}

static struct status ask(struct call *call, struct wxpay *pay, const struct share_return *back,
                         struct return_fact *ret_fact)
{
    const struct wxpay_share_return_request request = { .out_order_no = back->split_number,
                                                        .out_return_no = back->id,
                                                        .merchant_id = back->account,
                                                        .description = DESCRIPTION,
                                                        .amount = back->amount };
    struct wechat_failure failure = { .kind = WECHAT_RETRY };
    struct wxpay_share_return answer;
    struct status status = wxpay_share_return(pay, call->arena, &request, &answer, &failure);

    if (is_no(status, &failure))
        return refused(call, pay, back, &failure, ret_fact);
    TRY(as_ours(status));
    *ret_fact = fact_of(&answer);
    return OK;
}

struct status channel_share_return(struct call *call, const struct share_return *back, struct return_fact *ret_fact)
{
    struct status known;
    struct wxpay *pay;

    TRY(ask_pay(call, back->paid_by, &pay));
    if (back->state == SHARE_RETURN_ASKED)
        return ask(call, pay, back, ret_fact);
    known = query(call, pay, back, ret_fact);
    return failed_with(known, NOT_HERE) ? ask(call, pay, back, ret_fact) : known;
}
