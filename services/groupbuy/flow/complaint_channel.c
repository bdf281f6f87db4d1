#include "groupbuy/flow/complaint_channel.h"

#include "groupbuy/accounts.h"
#include "groupbuy/flow/asking.h"
#include "groupbuy/service.h"

#define PATH_COMPLAINT_NOTICE "/v1/callbacks/wechat/complaints"

const char *complaint_channel_account(const struct call *call, size_t n)
{
    return accounts_id(groupbuy_of(call)->accounts, n);
}

struct status complaint_channel_register(struct call *call, const char *merchant_id)
{
    struct wxpay *pay;

    TRY(ask_pay(call, merchant_id, &pay));
    return as_ours(wxpay_complaint_notify(pay, call->arena,
                                          channel_notice_url(call, PATH_COMPLAINT_NOTICE, merchant_id), NULL));
}

struct status complaint_channel_list(struct call *call, const char *merchant_id, const char *first, const char *last,
                                     int64_t offset, struct wxpay_complaint_page *ret_page)
{
    struct wxpay *pay;

    TRY(ask_pay(call, merchant_id, &pay));
    return as_ours(
        wxpay_complaints(pay, call->arena, first, last, offset, WXPAY_COMPLAINTS_MAX, ret_page, NULL));
}

struct status complaint_channel_read(struct call *call, const struct complaint *complaint,
                                     struct wxpay_complaint *ret_complaint, struct wxpay_complaint_history *ret_history)
{
    struct wxpay *pay;

    TRY(ask_pay(call, complaint->merchant_id, &pay));
    TRY(as_ours(wxpay_complaint(pay, call->arena, complaint->wechat_id, ret_complaint, NULL)));
    return as_ours(
        wxpay_complaint_history(pay, call->arena, complaint->wechat_id, 0, WXPAY_COMPLAINT_ENTRIES_MAX, ret_history, NULL));
}

static struct status act(struct call *call, struct wxpay *pay, const char *wechat_id, const struct complaint_step *step)
{
    switch (step->kind) {
    case COMPLAINT_REPLY:
        return wxpay_complaint_reply(pay, call->arena, wechat_id,
                                     &(struct wxpay_complaint_reply){ .content = step->content }, NULL);
    case COMPLAINT_COMPLETE:
        return wxpay_complaint_complete(pay, call->arena, wechat_id, NULL);
    case COMPLAINT_APPROVE_REFUND:
        return wxpay_complaint_approve(pay, call->arena, wechat_id, step->days, NULL);
    case COMPLAINT_REJECT_REFUND:
        return wxpay_complaint_reject(pay, call->arena, wechat_id, step->content, NULL);
    default:
        return fail(INTERNAL, "step %s has no kind", step->id);
    }
}

struct status complaint_channel_act(struct call *call, const struct complaint *complaint,
                                    const struct complaint_step *step, const char **ret_refused)
{
    struct status acted;
    struct wxpay *pay;

    TRY(ask_pay(call, complaint->merchant_id, &pay));
    acted = act(call, pay, complaint->wechat_id, step);
    *ret_refused = "";
    if (failed_with(acted, WECHAT_REFUSED) || failed_with(acted, WXPAY_NOT_FOUND) ||
        failed_with(acted, WECHAT_CONTENT_INVALID)) {
        *ret_refused = arena_printf(call->arena, "%s: %s", acted.reason, acted.text);
        return OK;
    }
    return as_ours(acted);
}
