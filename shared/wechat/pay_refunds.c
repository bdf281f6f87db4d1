#include "wechat/pay_refunds.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "wechat/client.h"
#include "wechat/failure_internal.h"
#include "wechat/pay_internal.h"

#define REFUND_NO_MORE "_-|*@"

static struct status check(const struct wxpay_refund_request *request)
{
    const char *reason = request->reason ? request->reason : "";

    if (!wxpay_number_valid(request->out_refund_no, 1, 64, REFUND_NO_MORE) ||
        !wxpay_number_valid(request->out_trade_no, 6, 32, "_-|*"))
        return fail(WECHAT_CONTENT_INVALID, "a refund has the payment's number and one of its own");
    if (request->refund < 1 || request->refund > request->total || request->total > FEN_MAX)
        return fail(WECHAT_CONTENT_INVALID, "a refund is 1 fen up to what was paid");
    if (!wxpay_chars_within(reason, 0, 80))
        return fail(WECHAT_CONTENT_INVALID, "a refund's reason has at most 80 characters");
    if (request->notify_url && !wxpay_notify_url_valid(request->notify_url))
        return fail(WECHAT_CONTENT_INVALID, "a notification address is https, without a query");
    return OK;
}

static const char *request_json(struct arena *arena, const struct wxpay_refund_request *request)
{
    struct buf body;

    buf_init(&body, arena, 512);
    buf_add_char(&body, '{');
    wxpay_add_member(&body, "out_trade_no", request->out_trade_no);
    wxpay_add_member(&body, "out_refund_no", request->out_refund_no);
    wxpay_add_member(&body, "reason", request->reason);
    wxpay_add_member(&body, "notify_url", request->notify_url);
    buf_printf(&body, ",\"amount\":{\"refund\":%" PRId64 ",\"total\":%" PRId64 ",\"currency\":\"CNY\"}}",
               request->refund, request->total);
    return body.data;
}

static bool state_of(const char *name, enum wxpay_refund_state *ret_state)
{
    static const char *const names[] = {
        [WXPAY_REFUND_PROCESSING] = "PROCESSING",
        [WXPAY_REFUND_SUCCESS] = "SUCCESS",
        [WXPAY_REFUND_CLOSED] = "CLOSED",
        [WXPAY_REFUND_ABNORMAL] = "ABNORMAL",
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0) {
            *ret_state = (enum wxpay_refund_state)i;
            return true;
        }
    return false;
}

/* Answers call it status, notices refund_status. */
bool wxpay_refund_read(struct arena *arena, const json_t *object, struct wxpay_refund *ret_refund)
{
    const json_t *amount = json_object_get(object, "amount");
    struct wxpay_refund refund = {
        .refund_id = wechat_text(arena, object, "refund_id", ""),
        .out_refund_no = wechat_text(arena, object, "out_refund_no", ""),
        .transaction_id = wechat_text(arena, object, "transaction_id", ""),
        .out_trade_no = wechat_text(arena, object, "out_trade_no", ""),
        .received_account = wechat_text(arena, object, "user_received_account", ""),
        .succeeded_us = wxpay_time_read(object, "success_time"),
    };
    const char *state = wechat_text(arena, object, "refund_status", wechat_text(arena, object, "status", ""));

    if (!refund.refund_id[0] || !refund.out_refund_no[0] || !refund.out_trade_no[0] ||
        !state_of(state, &refund.state) || !wxpay_fen_read(amount, "refund", &refund.refund) ||
        !wxpay_fen_read(amount, "total", &refund.total) || refund.refund < 1 || refund.refund > refund.total)
        return false;
    if (json_object_get(amount, "payer_refund") && !wxpay_fen_read(amount, "payer_refund", &refund.payer_refund))
        return false;
    *ret_refund = refund;
    return true;
}

static struct status read_answer(struct arena *arena, const json_t *answer, const char *out_refund_no,
                                 struct wxpay_refund *ret_refund, struct wechat_failure *failure)
{
    struct wxpay_refund refund;

    if (!wxpay_refund_read(arena, answer, &refund) || strcmp(refund.out_refund_no, out_refund_no) != 0)
        return wxpay_answer_incomplete(failure);
    *ret_refund = refund;
    return OK;
}

struct status wxpay_refund(struct wxpay *pay, struct arena *arena, const struct wxpay_refund_request *request,
                           struct wxpay_refund *ret_refund, struct wechat_failure *failure)
{
    struct status status = check(request);
    const json_t *answer;

    if (!ok(status))
        return wechat_permanent(failure, status);
    TRY(wxpay_call(pay, arena, "/v3/refund/domestic/refunds", request_json(arena, request), &answer, failure));
    return read_answer(arena, answer, request->out_refund_no, ret_refund, failure);
}

struct status wxpay_refund_query(struct wxpay *pay, struct arena *arena, const char *out_refund_no,
                                 struct wxpay_refund *ret_refund, struct wechat_failure *failure)
{
    struct buf path;
    const json_t *answer;

    if (!wxpay_number_valid(out_refund_no, 1, 64, REFUND_NO_MORE))
        return wechat_permanent(failure, fail(WECHAT_CONTENT_INVALID, "this is no out_refund_no"));
    buf_init(&path, arena, 128);
    buf_add_str(&path, "/v3/refund/domestic/refunds/");
    wxpay_path_add(&path, out_refund_no);
    TRY(wxpay_call(pay, arena, path.data, NULL, &answer, failure));
    return read_answer(arena, answer, out_refund_no, ret_refund, failure);
}

/* ---- abnormal ones
 * --------------------------------------------------------------------------------------------------------- */

static const char *card_problem(const struct wxpay_abnormal_refund *request)
{
    bool user = request->bank_type || request->bank_account || request->real_name;

    if (!request->refund_id || !wxpay_number_valid(request->refund_id, 1, 32, "") || !request->out_refund_no ||
        !wxpay_number_valid(request->out_refund_no, 1, 64, REFUND_NO_MORE))
        return "an abnormal refund has WeChat's number and ours";
    if (user && (!wxpay_chars_within(request->bank_type, 1, 16) || !wxpay_chars_within(request->bank_account, 1, 64) ||
                 !wxpay_chars_within(request->real_name, 1, 64)))
        return "a user's card has a bank, a number and a name";
    return NULL;
}

static struct status abnormal_json(struct wxpay *pay, struct arena *arena, const struct wxpay_abnormal_refund *request,
                                   struct wxpay_sealer *sealer, const char **ret_json, struct wechat_failure *failure)
{
    const char *account = NULL, *name = NULL;
    struct buf body;

    if (request->bank_account) {
        TRY(wxpay_seal(pay, arena, request->bank_account, sealer, &account, failure));
        TRY(wxpay_seal(pay, arena, request->real_name, sealer, &name, failure));
    }
    buf_init(&body, arena, 1024);
    buf_add_char(&body, '{');
    wxpay_add_member(&body, "out_refund_no", request->out_refund_no);
    wxpay_add_member(&body, "type", account ? "USER_BANK_CARD" : "MERCHANT_BANK_CARD");
    wxpay_add_member(&body, "bank_type", request->bank_type);
    wxpay_add_member(&body, "bank_account", account);
    wxpay_add_member(&body, "real_name", name);
    buf_add_char(&body, '}');
    *ret_json = body.data;
    return OK;
}

struct status wxpay_refund_abnormal(struct wxpay *pay, struct arena *arena, const struct wxpay_abnormal_refund *request,
                                    struct wxpay_refund *ret_refund, struct wechat_failure *failure)
{
    const char *problem = card_problem(request);
    struct wxpay_sealer sealer = { 0 };
    struct wxpay_request exchange = { 0 };
    const json_t *answer;

    if (problem)
        return wechat_permanent(failure, fail(WECHAT_CONTENT_INVALID, "%s", problem));
    TRY(abnormal_json(pay, arena, request, &sealer, &exchange.json, failure));
    exchange.path_and_query =
        arena_printf(arena, "/v3/refund/domestic/refunds/%s/apply-abnormal-refund", request->refund_id);
    exchange.serial = sealer.serial[0] ? sealer.serial : NULL;
    TRY(wxpay_exchange(pay, arena, &exchange, &answer, failure));
    return read_answer(arena, answer, request->out_refund_no, ret_refund, failure);
}
