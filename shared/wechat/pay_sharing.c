#include "wechat/pay_sharing.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "wechat/client.h"
#include "wechat/failure_internal.h"
#include "wechat/pay_internal.h"

#define SHARING_PATH          "/v3/profitsharing"
#define NUMBER_MORE           "_-|*@"
#define DESCRIPTION_CHARS_MAX 80

static const char *const types[] = {
    [WXPAY_RECEIVER_MERCHANT] = "MERCHANT_ID", [WXPAY_RECEIVER_PERSON] = "PERSONAL_OPENID"
};

static bool number_good(const char *number)
{
    return number && wxpay_number_valid(number, 1, 64, NUMBER_MORE);
}

static bool transaction_good(const char *transaction_id)
{
    return transaction_id && wxpay_number_valid(transaction_id, 1, 32, "");
}

static struct status refuse(const char *problem, struct wechat_failure *failure)
{
    return wechat_permanent(failure, fail(WECHAT_CONTENT_INVALID, "%s", problem));
}

/* ---- receivers
 * ------------------------------------------------------------------------------------------------------------- */

static const char *receiver_problem(const struct wxpay_receiver *receiver)
{
    bool custom = receiver->relation && strcmp(receiver->relation, "CUSTOM") == 0;

    if (!wxpay_chars_within(receiver->account, 1, 64))
        return "a receiver has an account of 1 to 64 characters";
    if (receiver->type == WXPAY_RECEIVER_MERCHANT && !wxpay_chars_within(receiver->name, 1, 64))
        return "a merchant who receives is named";
    if (!wxpay_chars_within(receiver->relation, 1, 32) || custom != (receiver->custom_relation != NULL))
        return "a receiver has a relation, and a word for it when it is CUSTOM";
    if (custom && !wxpay_chars_within(receiver->custom_relation, 1, 10))
        return "a relation of one's own has 1 to 10 characters";
    return NULL;
}

struct status wxpay_receiver_add(struct wxpay *pay, struct arena *arena, const char *app_id,
                                 const struct wxpay_receiver *receiver, struct wechat_failure *failure)
{
    struct wxpay_request exchange = { .path_and_query = SHARING_PATH "/receivers/add" };
    struct wxpay_sealer sealer = { 0 };
    const char *problem = receiver_problem(receiver), *name = NULL;
    const json_t *answer;
    struct buf body;

    if (problem)
        return refuse(problem, failure);
    if (receiver->name) {
        TRY(wxpay_seal(pay, arena, receiver->name, &sealer, &name, failure));
        exchange.serial = sealer.serial;
    }
    buf_init(&body, arena, 768);
    buf_add_char(&body, '{');
    wxpay_add_member(&body, "appid", app_id);
    wxpay_add_member(&body, "type", types[receiver->type]);
    wxpay_add_member(&body, "account", receiver->account);
    wxpay_add_member(&body, "name", name);
    wxpay_add_member(&body, "relation_type", receiver->relation);
    wxpay_add_member(&body, "custom_relation", receiver->custom_relation);
    buf_add_char(&body, '}');
    exchange.json = body.data;
    return wxpay_exchange(pay, arena, &exchange, &answer, failure);
}

struct status wxpay_receiver_delete(struct wxpay *pay, struct arena *arena, const char *app_id,
                                    enum wxpay_receiver_type type, const char *account, struct wechat_failure *failure)
{
    const json_t *answer;
    struct buf body;

    if (!wxpay_chars_within(account, 1, 64))
        return refuse("a receiver has an account of 1 to 64 characters", failure);
    buf_init(&body, arena, 256);
    buf_add_char(&body, '{');
    wxpay_add_member(&body, "appid", app_id);
    wxpay_add_member(&body, "type", types[type]);
    wxpay_add_member(&body, "account", account);
    buf_add_char(&body, '}');
    return wxpay_call(pay, arena, SHARING_PATH "/receivers/delete", body.data, &answer, failure);
}

/* ---- reading a sharing
 * ----------------------------------------------------------------------------------------------------- */

/* The place of `word` among `count` words, or -1. */
static int place_of(const char *word, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

static bool read_outcome(struct arena *arena, const json_t *object, struct wxpay_share_outcome *outcome)
{
    static const char *const results[] = {
        [WXPAY_SHARE_PENDING] = "PENDING", [WXPAY_SHARE_SUCCESS] = "SUCCESS", [WXPAY_SHARE_CLOSED] = "CLOSED"
    };
    int type = place_of(wechat_text(arena, object, "type", ""), types, 2);
    int result = place_of(wechat_text(arena, object, "result", ""), results, 3);

    *outcome = (struct wxpay_share_outcome){
        .type = type == WXPAY_RECEIVER_MERCHANT ? WXPAY_RECEIVER_MERCHANT : WXPAY_RECEIVER_PERSON,
        .account = wechat_text(arena, object, "account", ""),
        .result = (enum wxpay_share_result)result,
        .fail_reason = wechat_text(arena, object, "fail_reason", ""),
        .detail_id = wechat_text(arena, object, "detail_id", ""),
        .finished_us = wxpay_time_read(object, "finish_time"),
    };
    return result >= 0 && outcome->account[0] && wxpay_fen_read(object, "amount", &outcome->amount);
}

static bool read_sharing(struct arena *arena, const json_t *object, struct wxpay_sharing *sharing)
{
    const json_t *list = json_object_get(object, "receivers");
    const char *state = wechat_text(arena, object, "state", "");
    size_t count = json_array_size(list);

    *sharing = (struct wxpay_sharing){
        .transaction_id = wechat_text(arena, object, "transaction_id", ""),
        .out_order_no = wechat_text(arena, object, "out_order_no", ""),
        .order_id = wechat_text(arena, object, "order_id", ""),
        .finished = strcmp(state, "FINISHED") == 0,
        /* WeChat may add the merchant himself, whom the rest went to */
        .outcomes = count <= WXPAY_SHARES_MAX + 1 ? arena_array(arena, struct wxpay_share_outcome, count + 1) : NULL,
        .outcomes_count = count,
    };
    if (!sharing->outcomes || !sharing->order_id[0] || (!sharing->finished && strcmp(state, "PROCESSING") != 0))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!read_outcome(arena, json_array_get(list, i), &sharing->outcomes[i]))
            return false;
    return true;
}

static struct status answer_of(struct arena *arena, const json_t *answer, const char *transaction_id,
                               const char *out_order_no, struct wxpay_sharing *ret_sharing,
                               struct wechat_failure *failure)
{
    struct wxpay_sharing sharing;

    if (!read_sharing(arena, answer, &sharing) || strcmp(sharing.transaction_id, transaction_id) != 0 ||
        strcmp(sharing.out_order_no, out_order_no) != 0)
        return wxpay_answer_incomplete(failure);
    *ret_sharing = sharing;
    return OK;
}

/* ---- sharing out
 * ----------------------------------------------------------------------------------------------------------- */

static bool named_before(const struct wxpay_share *shares, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (shares[j].type == shares[i].type && strcmp(shares[j].account, shares[i].account) == 0)
            return true;
    return false;
}

static const char *sharing_problem(const struct wxpay_sharing_request *request)
{
    if (!number_good(request->out_order_no) || !transaction_good(request->transaction_id))
        return "a sharing has the payment's number at WeChat and one of its own";
    if (request->shares_count == 0 || request->shares_count > WXPAY_SHARES_MAX)
        return "a sharing has 1 to 50 shares";
    for (size_t i = 0; i < request->shares_count; i++) {
        const struct wxpay_share *share = &request->shares[i];

        if (!wxpay_chars_within(share->account, 1, 64) ||
            !wxpay_chars_within(share->description, 1, DESCRIPTION_CHARS_MAX))
            return "a share has a receiver and a description of 1 to 80 characters";
        if (share->amount < 1 || share->amount > FEN_MAX)
            return "a share has at least 1 fen";
        if (named_before(request->shares, i))
            return "a receiver has one share in a sharing";
    }
    return NULL;
}

static const char *sharing_json(struct arena *arena, const struct wxpay_sharing_request *request)
{
    struct buf body;

    buf_init(&body, arena, 1024);
    buf_add_char(&body, '{');
    wxpay_add_member(&body, "appid", request->app_id);
    wxpay_add_member(&body, "transaction_id", request->transaction_id);
    wxpay_add_member(&body, "out_order_no", request->out_order_no);
    buf_add_str(&body, ",\"receivers\":[");
    for (size_t i = 0; i < request->shares_count; i++) {
        const struct wxpay_share *share = &request->shares[i];

        buf_add_str(&body, i > 0 ? ",{" : "{");
        wxpay_add_member(&body, "type", types[share->type]);
        wxpay_add_member(&body, "account", share->account);
        buf_printf(&body, ",\"amount\":%" PRId64, share->amount);
        wxpay_add_member(&body, "description", share->description);
        buf_add_char(&body, '}');
    }
    buf_printf(&body, "],\"unfreeze_unsplit\":%s}", request->unfreeze_rest ? "true" : "false");
    return body.data;
}

struct status wxpay_share_out(struct wxpay *pay, struct arena *arena, const struct wxpay_sharing_request *request,
                              struct wxpay_sharing *ret_sharing, struct wechat_failure *failure)
{
    const char *problem = sharing_problem(request);
    const json_t *answer;

    if (problem)
        return refuse(problem, failure);
    TRY(wxpay_call(pay, arena, SHARING_PATH "/orders", sharing_json(arena, request), &answer, failure));
    return answer_of(arena, answer, request->transaction_id, request->out_order_no, ret_sharing, failure);
}

static const char *path_of(struct arena *arena, const char *before, const char *number, const char *query,
                           const char *value)
{
    struct buf path;

    buf_init(&path, arena, 192);
    buf_add_str(&path, before);
    wxpay_path_add(&path, number);
    buf_add_str(&path, query);
    wxpay_path_add(&path, value);
    return path.data;
}

struct status wxpay_sharing_query(struct wxpay *pay, struct arena *arena, const char *transaction_id,
                                  const char *out_order_no, struct wxpay_sharing *ret_sharing,
                                  struct wechat_failure *failure)
{
    const json_t *answer;

    if (!number_good(out_order_no) || !transaction_good(transaction_id))
        return refuse("these are no numbers of a sharing", failure);
    TRY(wxpay_call(pay, arena,
                   path_of(arena, SHARING_PATH "/orders/", out_order_no, "?transaction_id=", transaction_id), NULL,
                   &answer, failure));
    return answer_of(arena, answer, transaction_id, out_order_no, ret_sharing, failure);
}

struct status wxpay_unfreeze(struct wxpay *pay, struct arena *arena, const char *transaction_id,
                             const char *out_order_no, const char *description, struct wxpay_sharing *ret_sharing,
                             struct wechat_failure *failure)
{
    const json_t *answer;
    struct buf body;

    if (!number_good(out_order_no) || !transaction_good(transaction_id) ||
        !wxpay_chars_within(description, 1, DESCRIPTION_CHARS_MAX))
        return refuse("unfreezing has a number of its own and a description of 1 to 80 characters", failure);
    buf_init(&body, arena, 256);
    buf_add_char(&body, '{');
    wxpay_add_member(&body, "transaction_id", transaction_id);
    wxpay_add_member(&body, "out_order_no", out_order_no);
    wxpay_add_member(&body, "description", description);
    buf_add_char(&body, '}');
    TRY(wxpay_call(pay, arena, SHARING_PATH "/orders/unfreeze", body.data, &answer, failure));
    return answer_of(arena, answer, transaction_id, out_order_no, ret_sharing, failure);
}

struct status wxpay_unsplit(struct wxpay *pay, struct arena *arena, const char *transaction_id, fen *ret_amount,
                            struct wechat_failure *failure)
{
    const json_t *answer;
    fen amount;

    if (!transaction_good(transaction_id))
        return refuse("this is no transaction_id", failure);
    TRY(wxpay_call(pay, arena, path_of(arena, SHARING_PATH "/transactions/", transaction_id, "/amounts", ""), NULL,
                   &answer, failure));
    if (strcmp(wechat_text(arena, answer, "transaction_id", ""), transaction_id) != 0 ||
        !wxpay_fen_read(answer, "unsplit_amount", &amount))
        return wxpay_answer_incomplete(failure);
    *ret_amount = amount;
    return OK;
}

/* ---- back from a merchant
 * ----------------------------------------------------------------------------------------------- */

static struct status return_of(struct arena *arena, const json_t *answer, const char *out_order_no,
                               const char *out_return_no, struct wxpay_share_return *ret_return,
                               struct wechat_failure *failure)
{
    static const char *const states[] = {
        [WXPAY_RETURN_PROCESSING] = "PROCESSING", [WXPAY_RETURN_SUCCESS] = "SUCCESS", [WXPAY_RETURN_FAILED] = "FAILED"
    };
    int state = place_of(wechat_text(arena, answer, "result", ""), states, 3);
    struct wxpay_share_return back = {
        .out_order_no = wechat_text(arena, answer, "out_order_no", ""),
        .out_return_no = wechat_text(arena, answer, "out_return_no", ""),
        .return_id = wechat_text(arena, answer, "return_id", ""),
        .state = (enum wxpay_return_state)state,
        .fail_reason = wechat_text(arena, answer, "fail_reason", ""),
        .finished_us = wxpay_time_read(answer, "finish_time"),
    };

    if (state < 0 || strcmp(back.out_order_no, out_order_no) != 0 || strcmp(back.out_return_no, out_return_no) != 0 ||
        !wxpay_fen_read(answer, "amount", &back.amount))
        return wxpay_answer_incomplete(failure);
    *ret_return = back;
    return OK;
}

struct status wxpay_share_return(struct wxpay *pay, struct arena *arena,
                                 const struct wxpay_share_return_request *request,
                                 struct wxpay_share_return *ret_return, struct wechat_failure *failure)
{
    const json_t *answer;
    struct buf body;

    if (!number_good(request->out_order_no) || !number_good(request->out_return_no) || request->amount < 1 ||
        request->amount > FEN_MAX || !wxpay_chars_within(request->merchant_id, 1, 32) ||
        !wxpay_chars_within(request->description, 1, DESCRIPTION_CHARS_MAX))
        return refuse("what a merchant gives back has two numbers, a merchant, an amount and a description", failure);
    buf_init(&body, arena, 384);
    buf_add_char(&body, '{');
    wxpay_add_member(&body, "out_order_no", request->out_order_no);
    wxpay_add_member(&body, "out_return_no", request->out_return_no);
    wxpay_add_member(&body, "return_mchid", request->merchant_id);
    buf_printf(&body, ",\"amount\":%" PRId64, request->amount);
    wxpay_add_member(&body, "description", request->description);
    buf_add_char(&body, '}');
    TRY(wxpay_call(pay, arena, SHARING_PATH "/return-orders", body.data, &answer, failure));
    return return_of(arena, answer, request->out_order_no, request->out_return_no, ret_return, failure);
}

struct status wxpay_share_return_query(struct wxpay *pay, struct arena *arena, const char *out_order_no,
                                       const char *out_return_no, struct wxpay_share_return *ret_return,
                                       struct wechat_failure *failure)
{
    const json_t *answer;

    if (!number_good(out_order_no) || !number_good(out_return_no))
        return refuse("these are no numbers of a return", failure);
    TRY(wxpay_call(pay, arena,
                   path_of(arena, SHARING_PATH "/return-orders/", out_return_no, "?out_order_no=", out_order_no), NULL,
                   &answer, failure));
    return return_of(arena, answer, out_order_no, out_return_no, ret_return, failure);
}

/* ---- the notice
 * ------------------------------------------------------------------------------------------------------------ */

bool wxpay_received_share_read(const struct wxpay *pay, struct arena *arena, const json_t *object,
                               struct wxpay_received_share *ret_share)
{
    const json_t *receiver = json_object_get(object, "receiver");
    struct wxpay_received_share share = {
        .payer_merchant_id = wechat_text(arena, object, "mchid", wechat_text(arena, object, "sp_mchid", "")),
        .transaction_id = wechat_text(arena, object, "transaction_id", ""),
        .out_order_no = wechat_text(arena, object, "out_order_no", ""),
        .order_id = wechat_text(arena, object, "order_id", ""),
        .description = wechat_text(arena, receiver, "description", ""),
        .at_us = wxpay_time_read(object, "success_time"),
    };

    if (strcmp(wechat_text(arena, receiver, "account", ""), wxpay_merchant_id(pay)) != 0 || !share.transaction_id[0] ||
        !share.order_id[0] || !wxpay_fen_read(receiver, "amount", &share.amount) || share.amount < 1)
        return false;
    *ret_share = share;
    return true;
}
