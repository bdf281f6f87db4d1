#include "wechat/pay_transfers.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "wechat/client.h"
#include "wechat/failure_internal.h"
#include "wechat/pay_internal.h"

#define TRANSFERS_PATH    "/v3/fund-app/mch-transfer/transfer-bills"
#define BILL_NO_CHARS_MAX 32
#define INFO_CHARS_MAX    32
#define SCENE_CHARS_MAX   36

bool wxpay_transfer_ended(enum wxpay_transfer_state state)
{
    return state == WXPAY_TRANSFER_SUCCESS || state == WXPAY_TRANSFER_FAILED || state == WXPAY_TRANSFER_CANCELLED;
}

/* ---- what WeChat would refuse
 * --------------------------------------------------------------------------------------------- */

static const char *infos_problem(const struct wxpay_transfer_request *request)
{
    if (request->infos_count == 0 || request->infos_count > WXPAY_TRANSFER_INFOS_MAX)
        return "a transfer says in 1 to 10 points what it is for";
    for (size_t i = 0; i < request->infos_count; i++)
        if (!wxpay_chars_within(request->infos[i].type, 1, INFO_CHARS_MAX) ||
            !wxpay_chars_within(request->infos[i].content, 1, INFO_CHARS_MAX))
            return "what a transfer is for has a type and a content of 1 to 32 characters";
    return NULL;
}

static const char *name_problem(const struct wxpay_transfer_request *request)
{
    if (!request->user_name && request->amount >= WXPAY_TRANSFER_NAME_FROM)
        return "a transfer of 2,000 yuan or more names the user";
    if (request->user_name && request->amount < WXPAY_TRANSFER_NAME_BELOW)
        return "a transfer below 0.30 yuan names no user";
    return NULL;
}

static const char *problem_of(const struct wxpay_transfer_request *request)
{
    if (!wxpay_number_valid(request->out_bill_no, 1, BILL_NO_CHARS_MAX, ""))
        return "an out_bill_no has 1 to 32 digits or letters";
    if (request->amount < 1 || request->amount > FEN_MAX)
        return "a transfer has at least 1 fen";
    if (!wxpay_chars_within(request->app_id, 1, 32) || !wxpay_chars_within(request->openid, 1, 64) ||
        !wxpay_chars_within(request->scene_id, 1, SCENE_CHARS_MAX))
        return "a transfer has a mini-program, a user and a scene";
    if (!wxpay_chars_within(request->remark, 1, 32))
        return "a transfer has a remark of 1 to 32 characters";
    if (request->notify_url && !wxpay_notify_url_valid(request->notify_url))
        return "a notification address is https, without a query";
    if (request->perception && !wxpay_chars_within(request->perception, 1, 32))
        return "what the user sees a transfer as has 1 to 32 characters";
    return name_problem(request) ? name_problem(request) : infos_problem(request);
}

/* ---- writing
 * --------------------------------------------------------------------------------------------------------------- */

static const char *request_json(struct arena *arena, const struct wxpay_transfer_request *request,
                                const char *sealed_name)
{
    struct buf body;

    buf_init(&body, arena, 1024);
    buf_add_char(&body, '{');
    wxpay_add_member(&body, "appid", request->app_id);
    wxpay_add_member(&body, "out_bill_no", request->out_bill_no);
    wxpay_add_member(&body, "transfer_scene_id", request->scene_id);
    wxpay_add_member(&body, "openid", request->openid);
    wxpay_add_member(&body, "user_name", sealed_name);
    buf_printf(&body, ",\"transfer_amount\":%" PRId64, request->amount);
    wxpay_add_member(&body, "transfer_remark", request->remark);
    wxpay_add_member(&body, "notify_url", request->notify_url);
    wxpay_add_member(&body, "user_recv_perception", request->perception);
    buf_add_str(&body, ",\"transfer_scene_report_infos\":[");
    for (size_t i = 0; i < request->infos_count; i++) {
        buf_add_str(&body, i > 0 ? ",{" : "{");
        wxpay_add_member(&body, "info_type", request->infos[i].type);
        wxpay_add_member(&body, "info_content", request->infos[i].content);
        buf_add_char(&body, '}');
    }
    buf_add_str(&body, "]}");
    return body.data;
}

/* ---- reading
 * --------------------------------------------------------------------------------------------------------------- */

static bool state_of(const char *name, enum wxpay_transfer_state *ret_state)
{
    static const char *const names[] = {
        [WXPAY_TRANSFER_ACCEPTED] = "ACCEPTED",         [WXPAY_TRANSFER_PROCESSING] = "PROCESSING",
        [WXPAY_TRANSFER_WAITING] = "WAIT_USER_CONFIRM", [WXPAY_TRANSFER_MOVING] = "TRANSFERING",
        [WXPAY_TRANSFER_SUCCESS] = "SUCCESS",           [WXPAY_TRANSFER_FAILED] = "FAIL",
        [WXPAY_TRANSFER_CANCELING] = "CANCELING",       [WXPAY_TRANSFER_CANCELLED] = "CANCELLED",
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0) {
            *ret_state = (enum wxpay_transfer_state)i;
            return true;
        }
    return false;
}

/* Answers to queries call the merchant mch_id, notices mchid; other answers do not name him. */
bool wxpay_transfer_read(const struct wxpay *pay, struct arena *arena, const json_t *object,
                         struct wxpay_transfer *ret_transfer)
{
    const char *merchant_id = wxpay_merchant_id(pay);
    struct wxpay_transfer transfer = {
        .out_bill_no = wechat_text(arena, object, "out_bill_no", ""),
        .transfer_bill_no = wechat_text(arena, object, "transfer_bill_no", ""),
        .fail_reason = wechat_text(arena, object, "fail_reason", ""),
        .package_info = wechat_text(arena, object, "package_info", ""),
        .openid = wechat_text(arena, object, "openid", ""),
        .created_us = wxpay_time_read(object, "create_time"),
        .updated_us = wxpay_time_read(object, "update_time"),
    };
    const char *said = wechat_text(arena, object, "mch_id", wechat_text(arena, object, "mchid", merchant_id));

    if (strcmp(said, merchant_id) != 0 || !transfer.out_bill_no[0] || !transfer.transfer_bill_no[0] ||
        !state_of(wechat_text(arena, object, "state", ""), &transfer.state))
        return false;
    if (json_object_get(object, "transfer_amount") && !wxpay_fen_read(object, "transfer_amount", &transfer.amount))
        return false;
    *ret_transfer = transfer;
    return true;
}

static struct status read_answer(struct wxpay *pay, struct arena *arena, const json_t *answer, const char *out_bill_no,
                                 struct wxpay_transfer *ret_transfer, struct wechat_failure *failure)
{
    struct wxpay_transfer transfer;

    if (!wxpay_transfer_read(pay, arena, answer, &transfer) || strcmp(transfer.out_bill_no, out_bill_no) != 0)
        return wxpay_answer_incomplete(failure);
    *ret_transfer = transfer;
    return OK;
}

/* ---- calls
 * ----------------------------------------------------------------------------------------------------------------- */

struct status wxpay_transfer(struct wxpay *pay, struct arena *arena, const struct wxpay_transfer_request *request,
                             struct wxpay_transfer *ret_transfer, struct wechat_failure *failure)
{
    const char *problem = problem_of(request), *sealed_name = NULL;
    struct wxpay_sealer sealer = { 0 };
    struct wxpay_request exchange = { .path_and_query = TRANSFERS_PATH };
    const json_t *answer;

    if (problem)
        return wechat_permanent(failure, fail(WECHAT_CONTENT_INVALID, "%s", problem));
    if (request->user_name) {
        TRY(wxpay_seal(pay, arena, request->user_name, &sealer, &sealed_name, failure));
        exchange.serial = sealer.serial;
    }
    exchange.json = request_json(arena, request, sealed_name);
    TRY(wxpay_exchange(pay, arena, &exchange, &answer, failure));
    return read_answer(pay, arena, answer, request->out_bill_no, ret_transfer, failure);
}

static struct status check_number(const char *out_bill_no, struct wechat_failure *failure)
{
    if (wxpay_number_valid(out_bill_no, 1, BILL_NO_CHARS_MAX, ""))
        return OK;
    return wechat_permanent(failure, fail(WECHAT_CONTENT_INVALID, "this is no out_bill_no"));
}

struct status wxpay_transfer_query(struct wxpay *pay, struct arena *arena, const char *out_bill_no,
                                   struct wxpay_transfer *ret_transfer, struct wechat_failure *failure)
{
    const json_t *answer;

    TRY(check_number(out_bill_no, failure));
    TRY(wxpay_call(pay, arena, arena_printf(arena, TRANSFERS_PATH "/out-bill-no/%s", out_bill_no), NULL, &answer,
                   failure));
    return read_answer(pay, arena, answer, out_bill_no, ret_transfer, failure);
}

struct status wxpay_transfer_cancel(struct wxpay *pay, struct arena *arena, const char *out_bill_no,
                                    struct wxpay_transfer *ret_transfer, struct wechat_failure *failure)
{
    const json_t *answer;

    TRY(check_number(out_bill_no, failure));
    TRY(wxpay_call(pay, arena, arena_printf(arena, TRANSFERS_PATH "/out-bill-no/%s/cancel", out_bill_no), "{}", &answer,
                   failure));
    return read_answer(pay, arena, answer, out_bill_no, ret_transfer, failure);
}
