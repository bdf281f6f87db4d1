#include "groupbuy/flow/transfers.h"

#include "groupbuy/flow/asking.h"
#include "groupbuy/flow/channel.h"
#include "groupbuy/service.h"
#include "wechat/pay_notice.h"

#define PATH_TRANSFER_NOTICE "/v1/callbacks/wechat/transfers"

static enum payout_state state_of(enum wxpay_transfer_state state)
{
    if (!wxpay_transfer_ended(state))
        return PAYOUT_SENT;
    return state == WXPAY_TRANSFER_SUCCESS ? PAYOUT_PAID : PAYOUT_FAILED;
}

static struct payout_fact fact_of(const char *merchant_id, const struct wxpay_transfer *transfer)
{
    return (struct payout_fact){
        .payout_id = transfer->out_bill_no,
        .merchant_id = merchant_id,
        .wechat_number = transfer->transfer_bill_no,
        .openid = transfer->openid,
        .net = transfer->amount,
        .state = state_of(transfer->state),
        .package_info = transfer->package_info,
        .confirmed = transfer->state == WXPAY_TRANSFER_MOVING,
        .reason = transfer->state == WXPAY_TRANSFER_CANCELLED ? "CANCELLED" : transfer->fail_reason,
    };
}

static struct payout_fact without_number(const struct payout *payout, enum payout_state state, const char *reason)
{
    return (struct payout_fact){ .payout_id = payout->id,
                                 .merchant_id = payout->merchant_id,
                                 .wechat_number = payout->wechat_number,
                                 .openid = "",
                                 .state = state,
                                 .package_info = "",
                                 .reason = reason };
}

/* WeChat takes a name from 0.30 yuan on, and from 2,000 yuan on wants it. */
static struct wxpay_transfer_request request_of(struct call *call, const struct payout *payout, const char *name)
{
    fen net = payout_net(payout);

    return (struct wxpay_transfer_request){
        .app_id = groupbuy_of(call)->app_id,
        .out_bill_no = payout->id,
        .scene_id = groupbuy_of(call)->transfer_scene,
        .openid = payout->openid,
        .user_name = net < WXPAY_TRANSFER_NAME_BELOW ? NULL : name,
        .amount = net,
        .remark = arena_printf(call->arena, "%s 推广服务费", payout->month),
        .notify_url = channel_notice_url(call, PATH_TRANSFER_NOTICE, payout->merchant_id),
        .infos = { { "岗位类型", payout->leaders ? "团长" : "推广员" },
                   { "报酬说明", arena_printf(call->arena, "%s 推广服务费", payout->month) } },
        .infos_count = 2,
    };
}

/* WeChat says no for good. Whatever it has of that number counts more than what we believe. */
static struct status refused(struct call *call, const struct payout *payout, const struct wechat_failure *failure,
                             struct payout_fact *ret_fact)
{
    struct status known = channel_transfer_query(call, payout, ret_fact);

    if (!failed_with(known, NOT_HERE))
        return known;
    *ret_fact =
        without_number(payout, PAYOUT_FAILED, *failure->code ? arena_strdup(call->arena, failure->code) : "REFUSED");
    return OK;
}

struct status channel_transfer(struct call *call, const struct payout *payout, const char *name,
                               struct payout_fact *ret_fact)
{
    const struct wxpay_transfer_request request = request_of(call, payout, name);
    struct wechat_failure failure = { .kind = WECHAT_RETRY };
    struct wxpay_transfer answer;
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, payout->merchant_id, &pay));
    status = wxpay_transfer(pay, call->arena, &request, &answer, &failure);
    if (failed_with(status, WXPAY_NOT_ENOUGH)) {
        *ret_fact = without_number(payout, PAYOUT_WAITING_FUNDS, "");
        return OK;
    }
    if (!ok(status) && status.code != CODE_INTERNAL && failure.kind == WECHAT_PERMANENT)
        return refused(call, payout, &failure, ret_fact);
    TRY(as_ours(status));
    *ret_fact = fact_of(payout->merchant_id, &answer);
    return OK;
}

struct status channel_transfer_query(struct call *call, const struct payout *payout, struct payout_fact *ret_fact)
{
    struct wxpay_transfer answer;
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, payout->merchant_id, &pay));
    status = wxpay_transfer_query(pay, call->arena, payout->id, &answer, NULL);
    if (failed_with(status, WXPAY_NOT_FOUND))
        return fail(NOT_HERE, "WeChat has no transfer %s", payout->id);
    TRY(as_ours(status));
    *ret_fact = fact_of(payout->merchant_id, &answer);
    return OK;
}

struct status channel_transfer_notice(struct call *call, const Api__RawRequest *raw, struct transfer_notice *ret_notice)
{
    struct wxpay_notice notice;

    TRY(channel_open_notice(call, raw, &notice));
    if (notice.kind != WXPAY_NOTICE_TRANSFER)
        return fail(BAD_REQUEST, "a notice of %s came to the transfers", notice.event_type);
    *ret_notice = (struct transfer_notice){ notice.id, notice.text, fact_of(raw->part, &notice.transfer) };
    return OK;
}

struct transfer_confirm channel_transfer_confirm(const struct call *call, const struct payout *payout)
{
    const char *merchant_id = *payout->merchant_id ? payout->merchant_id : wxpay_merchant_id(pay_of(call, ""));

    return (struct transfer_confirm){ merchant_id, groupbuy_of(call)->app_id, payout->package_info };
}
