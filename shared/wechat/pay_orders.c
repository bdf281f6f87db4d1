#include "wechat/pay_orders.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "wechat/client.h"
#include "wechat/failure_internal.h"
#include "wechat/pay_internal.h"

#define TRADE_NO_MORE "_-|*"
#define NONCE_CHARS   32

/* ---- reading and writing values
 * ----------------------------------------------------------------------------------------- */

bool wxpay_number_valid(const char *text, size_t min, size_t max, const char *more)
{
    size_t chars = strlen(text);

    if (chars < min || chars > max)
        return false;
    for (; *text; text++) {
        bool plain = (*text >= '0' && *text <= '9') || (*text >= 'A' && *text <= 'Z') || (*text >= 'a' && *text <= 'z');

        if (!plain && !strchr(more, *text))
            return false;
    }
    return true;
}

bool wxpay_notify_url_valid(const char *url)
{
    return url && (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0) && strlen(url) <= 255 &&
           !strpbrk(url, "?# \"\r\n");
}

const char *wxpay_time(struct arena *arena, int64_t unix_us)
{
    char text[TIME_RFC3339_BYTES];

    time_format_rfc3339((unix_us / US_PER_S + 8 * 3600) * US_PER_S, text);
    text[strcspn(text, "Z")] = '\0';
    return arena_printf(arena, "%s+08:00", text);
}

int64_t wxpay_time_read(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    int64_t unix_us;

    if (!json_is_string(value) ||
        time_parse_rfc3339(json_string_value(value), json_string_length(value), &unix_us) != 0)
        return 0;
    return unix_us;
}

bool wxpay_fen_read(const json_t *object, const char *name, int64_t *ret_fen)
{
    const json_t *value = json_object_get(object, name);

    if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > FEN_MAX)
        return false;
    *ret_fen = json_integer_value(value);
    return true;
}

void wxpay_add_member(struct buf *body, const char *name, const char *value)
{
    if (!value)
        return;
    if (body->data[body->len - 1] != '{')
        buf_add_char(body, ',');
    buf_printf(body, "\"%s\":", name);
    buf_json_string(body, value);
}

bool wxpay_chars_within(const char *text, size_t min, size_t max)
{
    size_t bytes = text ? strlen(text) : 0, chars;

    if (!text || !utf8_valid(text, bytes))
        return false;
    chars = utf8_length(text, bytes);
    return chars >= min && chars <= max;
}

/* ---- prepay
 * ---------------------------------------------------------------------------------------------------------------- */

static struct status check(const struct wxpay_prepay *prepay)
{
    if (!wxpay_number_valid(prepay->out_trade_no, 6, 32, TRADE_NO_MORE))
        return fail(WECHAT_CONTENT_INVALID, "an out_trade_no has 6 to 32 digits, letters or " TRADE_NO_MORE);
    if (prepay->total < 1 || prepay->total > FEN_MAX)
        return fail(WECHAT_CONTENT_INVALID, "a payment has at least 1 fen");
    if (!wxpay_chars_within(prepay->description, 1, 127) ||
        (prepay->attach && !wxpay_chars_within(prepay->attach, 0, 128)))
        return fail(WECHAT_CONTENT_INVALID, "a description has 1 to 127 characters, an attachment at most 128");
    if (!wxpay_notify_url_valid(prepay->notify_url))
        return fail(WECHAT_CONTENT_INVALID, "a notification address is https, without a query");
    if (!prepay->openid || !prepay->openid[0] || !prepay->app_id || !prepay->app_id[0])
        return fail(WECHAT_CONTENT_INVALID, "a payment has a payer and a mini-program");
    return OK;
}

static const char *prepay_json(const struct wxpay *pay, struct arena *arena, const struct wxpay_prepay *prepay)
{
    struct buf body;

    buf_init(&body, arena, 1024);
    buf_add_char(&body, '{');
    wxpay_add_member(&body, "appid", prepay->app_id);
    wxpay_add_member(&body, "mchid", wxpay_merchant_id(pay));
    wxpay_add_member(&body, "description", prepay->description);
    wxpay_add_member(&body, "out_trade_no", prepay->out_trade_no);
    if (prepay->expires_us)
        wxpay_add_member(&body, "time_expire", wxpay_time(arena, prepay->expires_us));
    if (prepay->attach)
        wxpay_add_member(&body, "attach", prepay->attach);
    wxpay_add_member(&body, "notify_url", prepay->notify_url);
    buf_printf(&body, ",\"amount\":{\"total\":%" PRId64 ",\"currency\":\"CNY\"},\"payer\":{\"openid\":", prepay->total);
    buf_json_string(&body, prepay->openid);
    buf_add_char(&body, '}');
    if (prepay->profit_sharing)
        buf_add_str(&body, ",\"settle_info\":{\"profit_sharing\":true}");
    buf_add_char(&body, '}');
    return body.data;
}

struct status wxpay_prepay(struct wxpay *pay, struct arena *arena, const struct wxpay_prepay *prepay,
                           const char **ret_prepay_id, struct wechat_failure *failure)
{
    struct status status = check(prepay);
    const json_t *answer;
    const char *prepay_id;

    if (!ok(status))
        return wechat_permanent(failure, status);
    TRY(wxpay_call(pay, arena, "/v3/pay/transactions/jsapi", prepay_json(pay, arena, prepay), &answer, failure));
    prepay_id = wechat_text(arena, answer, "prepay_id", "");
    if (!prepay_id[0])
        return wxpay_answer_incomplete(failure);
    *ret_prepay_id = prepay_id;
    return OK;
}

struct wxpay_client_parameters wxpay_client_parameters(const struct wxpay *pay, struct arena *arena, const char *app_id,
                                                       const char *prepay_id, int64_t now_s)
{
    char *nonce = arena_alloc(arena, NONCE_CHARS + 1);
    struct wxpay_client_parameters parameters = {
        .time_stamp = arena_printf(arena, "%" PRId64, now_s),
        .nonce_str = nonce,
        .package = arena_printf(arena, "prepay_id=%s", prepay_id),
        .sign_type = "RSA",
    };

    key_new(nonce, NONCE_CHARS);
    parameters.pay_sign = wxpay_sign(
        pay, arena, arena_printf(arena, "%s\n%s\n%s\n%s\n", app_id, parameters.time_stamp, nonce, parameters.package));
    return parameters;
}

/* ---- transactions
 * ---------------------------------------------------------------------------------------------------------- */

static bool state_of(const char *name, enum wxpay_trade_state *ret_state)
{
    static const struct {
        const char *name;
        enum wxpay_trade_state state;
    } states[] = {
        { "NOTPAY", WXPAY_TRADE_NOT_PAID }, { "PAYERROR", WXPAY_TRADE_NOT_PAID }, { "USERPAYING", WXPAY_TRADE_PAYING },
        { "ACCEPT", WXPAY_TRADE_PAYING },   { "SUCCESS", WXPAY_TRADE_SUCCESS },   { "REFUND", WXPAY_TRADE_REFUND },
        { "CLOSED", WXPAY_TRADE_CLOSED },   { "REVOKED", WXPAY_TRADE_CLOSED },
    };

    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
        if (strcmp(states[i].name, name) == 0) {
            *ret_state = states[i].state;
            return true;
        }
    return false;
}

/* What says that money has come must say how much, when and under which number. */
static bool proves_payment(const struct wxpay_transaction *transaction)
{
    return transaction->transaction_id[0] && transaction->total > 0 && transaction->paid_us > 0;
}

bool wxpay_transaction_read(const struct wxpay *pay, struct arena *arena, const json_t *object,
                            struct wxpay_transaction *ret_transaction)
{
    const json_t *amount = json_object_get(object, "amount");
    struct wxpay_transaction transaction = {
        .app_id = wechat_text(arena, object, "appid", ""),
        .merchant_id = wechat_text(arena, object, "mchid", ""),
        .out_trade_no = wechat_text(arena, object, "out_trade_no", ""),
        .transaction_id = wechat_text(arena, object, "transaction_id", ""),
        .openid = wechat_text(arena, json_object_get(object, "payer"), "openid", ""),
        .attach = wechat_text(arena, object, "attach", ""),
        .bank_type = wechat_text(arena, object, "bank_type", ""),
        .paid_us = wxpay_time_read(object, "success_time"),
    };

    if (strcmp(transaction.merchant_id, wxpay_merchant_id(pay)) != 0 || !transaction.out_trade_no[0] ||
        !state_of(wechat_text(arena, object, "trade_state", ""), &transaction.state))
        return false;
    if (amount && (!wxpay_fen_read(amount, "total", &transaction.total) ||
                   strcmp(wechat_text(arena, amount, "currency", "CNY"), "CNY") != 0))
        return false;
    if (json_object_get(amount, "payer_total") && !wxpay_fen_read(amount, "payer_total", &transaction.payer_total))
        return false;
    if ((transaction.state == WXPAY_TRADE_SUCCESS || transaction.state == WXPAY_TRADE_REFUND) &&
        !proves_payment(&transaction))
        return false;
    *ret_transaction = transaction;
    return true;
}

/* ---- query and close
 * ------------------------------------------------------------------------------------------------------- */

void wxpay_path_add(struct buf *path, const char *number)
{
    for (; *number; number++) {
        if (*number == '|' || *number == '@')
            buf_printf(path, "%%%02X", (unsigned char)*number);
        else
            buf_add_char(path, *number);
    }
}

static const char *order_path(struct arena *arena, const char *out_trade_no, const char *rest)
{
    struct buf path;

    buf_init(&path, arena, 128);
    buf_add_str(&path, "/v3/pay/transactions/out-trade-no/");
    wxpay_path_add(&path, out_trade_no);
    buf_add_str(&path, rest);
    return path.data;
}

static struct status check_number(const char *out_trade_no, struct wechat_failure *failure)
{
    if (wxpay_number_valid(out_trade_no, 6, 32, TRADE_NO_MORE))
        return OK;
    return wechat_permanent(failure, fail(WECHAT_CONTENT_INVALID, "this is no out_trade_no"));
}

struct status wxpay_query(struct wxpay *pay, struct arena *arena, const char *out_trade_no,
                          struct wxpay_transaction *ret_transaction, struct wechat_failure *failure)
{
    struct wxpay_transaction transaction;
    const json_t *answer;

    TRY(check_number(out_trade_no, failure));
    TRY(wxpay_call(pay, arena,
                   order_path(arena, out_trade_no, arena_printf(arena, "?mchid=%s", wxpay_merchant_id(pay))), NULL,
                   &answer, failure));
    if (!wxpay_transaction_read(pay, arena, answer, &transaction) ||
        strcmp(transaction.out_trade_no, out_trade_no) != 0)
        return wxpay_answer_incomplete(failure);
    *ret_transaction = transaction;
    return OK;
}

struct status wxpay_close(struct wxpay *pay, struct arena *arena, const char *out_trade_no,
                          struct wechat_failure *failure)
{
    const json_t *answer;
    struct status status;
    struct buf body;

    TRY(check_number(out_trade_no, failure));
    buf_init(&body, arena, 64);
    buf_add_char(&body, '{');
    wxpay_add_member(&body, "mchid", wxpay_merchant_id(pay));
    buf_add_char(&body, '}');
    status = wxpay_call(pay, arena, order_path(arena, out_trade_no, "/close"), body.data, &answer, failure);
    return failed_with(status, WXPAY_ORDER_CLOSED) ? OK : status;
}
