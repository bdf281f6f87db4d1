#include "groupbuy/flow/channel.h"

#include <string.h>

#include "base/clock.h"
#include "groupbuy/flow/asking.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/service.h"
#include "rpc/raw.h"
#include "wechat/pay_notice.h"

#define PATH_PAYMENT_NOTICE "/v1/callbacks/wechat/payments"
#define PATH_REFUND_NOTICE  "/v1/callbacks/wechat/refunds"

const char *channel_notice_url(struct call *call, const char *path, const char *merchant_id)
{
    return arena_printf(call->arena, "%s%s%s%s", groupbuy_of(call)->notify_base_url, path, *merchant_id ? "/" : "",
                        merchant_id);
}

/* ---- payments ---- */

struct status channel_ready(const struct call *call, const char *merchant_id)
{
    return pay_of(call, merchant_id) ? OK : fail(MERCHANT_NOT_READY, "there are no keys of account %s here", merchant_id);
}

struct status channel_prepay(struct call *call, const struct payment *payment, const char **ret_prepay_id)
{
    const struct wxpay_prepay prepay = {
        .app_id = payment->app_id,
        .openid = payment->payer_openid,
        .out_trade_no = payment->order_id,
        .description = payment->description,
        .notify_url = channel_notice_url(call, PATH_PAYMENT_NOTICE, payment->merchant_id),
        .expires_us = payment->expires_us,
        .total = payment->amount,
        .profit_sharing = payment->profit_sharing,
    };
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, payment->merchant_id, &pay));
    status = wxpay_prepay(pay, call->arena, &prepay, ret_prepay_id, NULL);
    if (failed_with(status, WXPAY_ALREADY_PAID))
        return fail(ORDER_NOT_PAYABLE, "order %s is paid at WeChat", payment->order_id);
    if (failed_with(status, WXPAY_ORDER_CLOSED))
        return fail(ORDER_EXPIRED, "order %s is closed at WeChat", payment->order_id);
    if (failed_with(status, WECHAT_OPENID_UNKNOWN))
        return fail(PAYER_UNKNOWN, "WeChat does not know the payer of order %s", payment->order_id);
    return as_ours(status);
}

struct status channel_sign(struct call *call, const char *merchant_id, const char *prepay_id, Gb__WechatPayment *out)
{
    struct wxpay_client_parameters parameters;
    struct wxpay *pay;

    TRY(ask_pay(call, merchant_id, &pay));
    parameters =
        wxpay_client_parameters(pay, call->arena, groupbuy_of(call)->app_id, prepay_id, clock_house_ms() / 1000);
    out->time_stamp = parameters.time_stamp;
    out->nonce_str = parameters.nonce_str;
    out->package_value = parameters.package;
    out->sign_type = parameters.sign_type;
    out->pay_sign = parameters.pay_sign;
    return OK;
}

static struct payment_fact payment_fact_of(const struct call *call, const char *merchant_id,
                                           const struct wxpay_transaction *transaction)
{
    return (struct payment_fact){
        .order_id = transaction->out_trade_no,
        .merchant_id = merchant_id,
        .transaction_id = transaction->transaction_id,
        .amount = transaction->total,
        .paid_us = transaction->paid_us,
        .ours = strcmp(transaction->app_id, groupbuy_of(call)->app_id) == 0 &&
                strcmp(transaction->merchant_id, wxpay_merchant_id(pay_of(call, merchant_id))) == 0,
    };
}

static bool is_paid(const struct wxpay_transaction *transaction)
{
    return transaction->state == WXPAY_TRADE_SUCCESS || transaction->state == WXPAY_TRADE_REFUND;
}

struct status channel_query(struct call *call, const char *merchant_id, const char *order_id,
                            enum channel_state *ret_state, struct payment_fact *ret_fact)
{
    struct wxpay_transaction transaction;
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, merchant_id, &pay));
    status = wxpay_query(pay, call->arena, order_id, &transaction, NULL);
    if (failed_with(status, WXPAY_NOT_FOUND)) {
        *ret_state = CHANNEL_UNKNOWN;
        return OK;
    }
    TRY(as_ours(status));
    if (is_paid(&transaction)) {
        *ret_state = CHANNEL_PAID;
        *ret_fact = payment_fact_of(call, merchant_id, &transaction);
    } else
        *ret_state = transaction.state == WXPAY_TRADE_CLOSED ? CHANNEL_CLOSED : CHANNEL_NOT_PAID;
    return OK;
}

struct status channel_close(struct call *call, const char *merchant_id, const char *order_id,
                            enum channel_state *ret_state)
{
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, merchant_id, &pay));
    status = wxpay_close(pay, call->arena, order_id, NULL);
    if (failed_with(status, WXPAY_ALREADY_PAID)) {
        *ret_state = CHANNEL_PAID;
        return OK;
    }
    if (!failed_with(status, WXPAY_NOT_FOUND) && !failed_with(status, WXPAY_ORDER_CLOSED))
        TRY(as_ours(status));
    *ret_state = CHANNEL_CLOSED;
    return OK;
}

/* ---- refunds ---- */

static struct refund_fact refund_fact_of(const char *merchant_id, const struct wxpay_refund *refund)
{
    static const enum refund_state states[] = {
        [WXPAY_REFUND_PROCESSING] = REFUND_PROCESSING,
        [WXPAY_REFUND_SUCCESS] = REFUND_SUCCESS,
        [WXPAY_REFUND_CLOSED] = REFUND_ABNORMAL,
        [WXPAY_REFUND_ABNORMAL] = REFUND_ABNORMAL,
    };

    return (struct refund_fact){
        .refund_id = refund->out_refund_no,
        .order_id = refund->out_trade_no,
        .merchant_id = merchant_id,
        .wechat_refund_id = refund->refund_id,
        .amount = refund->refund,
        .state = states[refund->state],
        .done_us = refund->succeeded_us,
        .ours = true,
    };
}

static struct refund_fact no_money(const struct refund *refund)
{
    return (struct refund_fact){
        .refund_id = refund->id,
        .order_id = refund->order_id,
        .merchant_id = refund->merchant_id,
        .wechat_refund_id = "",
        .amount = refund->amount,
        .state = REFUND_WAITING_FUNDS,
        .ours = true,
    };
}

struct status channel_refund(struct call *call, const struct refund *refund, fen total, struct refund_fact *ret_fact)
{
    const struct wxpay_refund_request request = {
        .out_trade_no = refund->order_id,
        .out_refund_no = refund->id,
        .reason = refund_reason_text(refund->reason),
        .notify_url = channel_notice_url(call, PATH_REFUND_NOTICE, refund->merchant_id),
        .refund = refund->amount,
        .total = total,
    };
    struct wxpay_refund answer;
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, refund->merchant_id, &pay));
    status = wxpay_refund(pay, call->arena, &request, &answer, NULL);
    if (failed_with(status, WXPAY_NOT_ENOUGH)) {
        *ret_fact = no_money(refund);
        return OK;
    }
    TRY(as_ours(status));
    *ret_fact = refund_fact_of(refund->merchant_id, &answer);
    return OK;
}

struct status channel_refund_query(struct call *call, const struct refund *refund, struct refund_fact *ret_fact)
{
    struct wxpay_refund answer;
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, refund->merchant_id, &pay));
    status = wxpay_refund_query(pay, call->arena, refund->id, &answer, NULL);
    if (failed_with(status, WXPAY_NOT_FOUND))
        return fail(NOT_HERE, "WeChat has no refund %s", refund->id);
    TRY(as_ours(status));
    *ret_fact = refund_fact_of(refund->merchant_id, &answer);
    return OK;
}

/* ---- notices ---- */

static struct status open_once(struct call *call, struct wxpay *pay, const Api__RawRequest *raw,
                               struct wxpay_notice *ret_notice)
{
    const struct wxpay_signature signature = {
        .timestamp = raw_header(raw, "wechatpay-timestamp"),
        .nonce = raw_header(raw, "wechatpay-nonce"),
        .serial = raw_header(raw, "wechatpay-serial"),
        .signature = raw_header(raw, "wechatpay-signature"),
    };

    return wxpay_notice_open(pay, call->arena, &signature, (const char *)raw->body.data, raw->body.len,
                             clock_house_ms() / 1000, ret_notice);
}

/* A platform certificate that is new to us is fetched, once. */
struct status channel_open_notice(struct call *call, const Api__RawRequest *raw, struct wxpay_notice *ret_notice)
{
    struct wxpay *pay = pay_of(call, raw->part);
    struct status status;

    TRY(outside(call));
    if (!pay)
        return fail(FORBIDDEN, "there are no keys of the account that the notice is for");
    status = open_once(call, pay, raw, ret_notice);
    if (failed_with(status, WXPAY_KEY_UNKNOWN)) {
        TRY(as_ours(wxpay_keys_refresh(pay, call->arena, NULL)));
        status = open_once(call, pay, raw, ret_notice);
    }
    if (failed_with(status, WXPAY_UNTRUSTED) || failed_with(status, WXPAY_KEY_UNKNOWN))
        return fail(FORBIDDEN, "the notice is not signed by WeChat Pay: %s", status.text);
    if (failed_with(status, WXPAY_NOTICE_INVALID))
        return fail(BAD_REQUEST, "the notice cannot be read: %s", status.text);
    return status;
}

struct status channel_payment_notice(struct call *call, const Api__RawRequest *raw, struct channel_notice *ret_notice)
{
    struct wxpay_notice notice;

    TRY(channel_open_notice(call, raw, &notice));
    if (notice.kind != WXPAY_NOTICE_TRANSACTION)
        return fail(BAD_REQUEST, "a notice of %s came to the payments", notice.event_type);
    *ret_notice = (struct channel_notice){
        .id = notice.id,
        .merchant_id = raw->part,
        .resource = notice.text,
        .paid = is_paid(&notice.transaction),
        .payment = payment_fact_of(call, raw->part, &notice.transaction),
    };
    return OK;
}

struct status channel_refund_notice(struct call *call, const Api__RawRequest *raw, struct channel_notice *ret_notice)
{
    struct wxpay_notice notice;
    const char *merchant;

    TRY(channel_open_notice(call, raw, &notice));
    if (notice.kind != WXPAY_NOTICE_REFUND)
        return fail(BAD_REQUEST, "a notice of %s came to the refunds", notice.event_type);
    merchant = json_string_value(json_object_get(notice.resource, "mchid"));
    *ret_notice = (struct channel_notice){ .id = notice.id,
                                           .merchant_id = raw->part,
                                           .resource = notice.text,
                                           .refund = refund_fact_of(raw->part, &notice.refund) };
    ret_notice->refund.ours = merchant && strcmp(merchant, wxpay_merchant_id(pay_of(call, raw->part))) == 0;
    return OK;
}

struct status channel_complaint_notice(struct call *call, const Api__RawRequest *raw, struct channel_notice *ret_notice)
{
    struct wxpay_notice notice;

    TRY(channel_open_notice(call, raw, &notice));
    if (notice.kind != WXPAY_NOTICE_COMPLAINT)
        return fail(BAD_REQUEST, "a notice of %s came to the complaints", notice.event_type);
    *ret_notice = (struct channel_notice){ .id = notice.id,
                                           .merchant_id = raw->part,
                                           .resource = notice.text,
                                           .complaint_id = notice.complaint.complaint_id };
    return OK;
}
