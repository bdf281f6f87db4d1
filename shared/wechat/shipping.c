#include "wechat/shipping.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "wechat/client_internal.h"
#include "wechat/failure_internal.h"

#define ORDER_PATH       "/wxa/sec/order/"
#define NOTHING_CHANGED  10060023
#define UNIFIED_DELIVERY 1
#define SPLIT_DELIVERY   2
#define PRESALE          1

static bool present(const char *text)
{
    return text && text[0];
}

/* ---- what WeChat would refuse
 * --------------------------------------------------------------------------------------------- */

static const char *parcel_problem(const struct wechat_parcel *parcel, bool express)
{
    size_t bytes = parcel->item ? strlen(parcel->item) : 0;

    if (bytes == 0 || !utf8_valid(parcel->item, bytes) || utf8_length(parcel->item, bytes) > WECHAT_ITEM_CHARS_MAX)
        return "a parcel says in 1 to 120 characters what is in it";
    if (express && (!present(parcel->tracking_no) || !present(parcel->express_company)))
        return "an express parcel has a number and a company";
    if (express && strcmp(parcel->express_company, "SF") == 0 && !present(parcel->receiver_phone))
        return "a parcel of SF needs the receiver's telephone number";
    return NULL;
}

static const char *key_problem(const struct wechat_payment_key *key)
{
    if (present(key->transaction_id) || (present(key->merchant_id) && present(key->out_trade_no)))
        return NULL;
    return "a payment is named by WeChat's number, or by the merchant and its own";
}

static const char *problem_of(const struct wechat_shipment *shipment)
{
    bool express = shipment->logistics == WECHAT_EXPRESS;

    if (key_problem(&shipment->payment))
        return key_problem(&shipment->payment);
    if (!present(shipment->openid))
        return "a shipment names the payer";
    if (shipment->logistics < WECHAT_EXPRESS || shipment->logistics > WECHAT_PICK_UP)
        return "there are four ways to ship";
    if (shipment->in_parts && !express)
        return "only an express goes in several parcels";
    if (shipment->parcels_count == 0 || shipment->parcels_count > (shipment->in_parts ? WECHAT_PARCELS_MAX : 1))
        return "a shipment is one parcel, or in parts up to 15";
    for (size_t i = 0; i < shipment->parcels_count; i++)
        if (parcel_problem(&shipment->parcels[i], express))
            return parcel_problem(&shipment->parcels[i], express);
    return NULL;
}

static struct status refuse(const char *problem, struct wechat_failure *failure)
{
    return wechat_permanent(failure, fail(WECHAT_CONTENT_INVALID, "%s", problem));
}

/* ---- writing
 * --------------------------------------------------------------------------------------------------------------- */

static void add_member(struct buf *body, const char *name, const char *value)
{
    if (!value)
        return;
    if (body->data[body->len - 1] != '{')
        buf_add_char(body, ',');
    buf_printf(body, "\"%s\":", name);
    buf_json_string(body, value);
}

/* All but the first three and the last four digits become stars. */
static const char *masked(struct arena *arena, const char *phone)
{
    size_t chars = strlen(phone);

    if (chars < 8)
        return phone;
    return arena_printf(arena, "%.3s****%s", phone, phone + chars - 4);
}

/* 2026-11-21T13:29:35.120+08:00 */
static const char *beijing_time(struct arena *arena, int64_t unix_us)
{
    char text[TIME_RFC3339_BYTES];

    time_format_rfc3339(unix_us / US_PER_MS * US_PER_MS + 8 * 3600 * US_PER_S, text);
    text[strcspn(text, "Z")] = '\0';
    return arena_printf(arena, "%s+08:00", text);
}

static void add_order_key(struct buf *body, const struct wechat_payment_key *key)
{
    buf_printf(body, "\"order_key\":{\"order_number_type\":%d", key->transaction_id ? 2 : 1);
    if (key->transaction_id) {
        add_member(body, "transaction_id", key->transaction_id);
    } else {
        add_member(body, "mchid", key->merchant_id);
        add_member(body, "out_trade_no", key->out_trade_no);
    }
    buf_add_char(body, '}');
}

static void add_parcel(struct buf *body, struct arena *arena, const struct wechat_parcel *parcel, bool express)
{
    buf_add_char(body, '{');
    if (express) {
        add_member(body, "tracking_no", parcel->tracking_no);
        add_member(body, "express_company", parcel->express_company);
    }
    add_member(body, "item_desc", parcel->item);
    if (express && present(parcel->receiver_phone)) {
        buf_add_str(body, ",\"contact\":{");
        add_member(body, "receiver_contact", masked(arena, parcel->receiver_phone));
        buf_add_char(body, '}');
    }
    buf_add_char(body, '}');
}

static const char *shipment_json(struct arena *arena, const struct wechat_shipment *shipment)
{
    struct buf body;

    buf_init(&body, arena, 1024);
    buf_add_char(&body, '{');
    add_order_key(&body, &shipment->payment);
    buf_printf(&body, ",\"logistics_type\":%d,\"delivery_mode\":%d", shipment->logistics,
               shipment->in_parts ? SPLIT_DELIVERY : UNIFIED_DELIVERY);
    if (shipment->in_parts)
        buf_printf(&body, ",\"is_all_delivered\":%s", shipment->all_delivered ? "true" : "false");
    buf_add_str(&body, ",\"shipping_list\":[");
    for (size_t i = 0; i < shipment->parcels_count; i++) {
        if (i > 0)
            buf_add_char(&body, ',');
        add_parcel(&body, arena, &shipment->parcels[i], shipment->logistics == WECHAT_EXPRESS);
    }
    buf_add_char(&body, ']');
    add_member(&body, "upload_time", beijing_time(arena, shipment->at_us));
    buf_add_str(&body, ",\"payer\":{");
    add_member(&body, "openid", shipment->openid);
    buf_add_str(&body, "}}");
    return body.data;
}

struct status wechat_ship(struct wechat *wechat, struct arena *arena, const struct wechat_shipment *shipment,
                          struct wechat_failure *failure)
{
    struct wechat_failure own;
    struct wechat_answer answer;
    struct status status;

    if (problem_of(shipment))
        return refuse(problem_of(shipment), failure);
    if (!failure)
        failure = &own;
    status = wechat_call(wechat, arena, ORDER_PATH "upload_shipping_info", shipment_json(arena, shipment), 0, &answer,
                         failure);
    return !ok(status) && failure->errcode == NOTHING_CHANGED ? OK : status;
}

struct status wechat_declare_presale(struct wechat *wechat, struct arena *arena, const char *number, int64_t ready_s,
                                     struct wechat_failure *failure)
{
    struct wechat_answer answer;
    struct buf body;

    if (!present(number) || ready_s <= 0)
        return refuse("a presale names its payment and the date of its goods", failure);
    buf_init(&body, arena, 128);
    buf_add_char(&body, '{');
    add_member(&body, "order_id", number);
    buf_printf(&body, ",\"type\":%d,\"delay_to\":%" PRId64 "}", PRESALE, ready_s);
    return wechat_call(wechat, arena, ORDER_PATH "opspecialorder", body.data, 0, &answer, failure);
}

/* ---- one order
 * ------------------------------------------------------------------------------------------------------------- */

static void begin_with_key(struct buf *body, struct arena *arena, const struct wechat_payment_key *key)
{
    buf_init(body, arena, 256);
    buf_add_char(body, '{');
    if (key->transaction_id) {
        add_member(body, "transaction_id", key->transaction_id);
    } else {
        add_member(body, "merchant_id", key->merchant_id);
        add_member(body, "merchant_trade_no", key->out_trade_no);
    }
}

static bool read_order(struct arena *arena, const json_t *object, struct wechat_order *order)
{
    const json_t *shipping = json_object_get(object, "shipping");
    int64_t state = wechat_int(object, "order_state", 0);

    *order = (struct wechat_order){
        .transaction_id = wechat_text(arena, object, "transaction_id", ""),
        .out_trade_no = wechat_text(arena, object, "merchant_trade_no", ""),
        .openid = wechat_text(arena, object, "openid", ""),
        .state = (enum wechat_order_state)state,
        .paid = wechat_int(object, "paid_amount", -1),
        .paid_s = wechat_int(object, "pay_time", 0),
        .in_complaint = json_is_true(json_object_get(object, "in_complaint")),
        .shipped_whole = json_is_true(json_object_get(shipping, "finish_shipping")),
    };
    return order->transaction_id[0] && state >= WECHAT_TO_SHIP && state <= WECHAT_TO_SETTLE && order->paid >= 0 &&
           order->paid <= FEN_MAX;
}

struct status wechat_order(struct wechat *wechat, struct arena *arena, const struct wechat_payment_key *payment,
                           struct wechat_order *ret_order, struct wechat_failure *failure)
{
    struct wechat_answer answer;
    struct wechat_order order;
    struct buf body;

    if (key_problem(payment))
        return refuse(key_problem(payment), failure);
    begin_with_key(&body, arena, payment);
    buf_add_char(&body, '}');
    TRY(wechat_call(wechat, arena, ORDER_PATH "get_order", body.data, 0, &answer, failure));
    if (!read_order(arena, json_object_get(answer.json, "order"), &order))
        return wechat_answer_incomplete(&answer, failure);
    *ret_order = order;
    return OK;
}

struct status wechat_ask_for_receipt(struct wechat *wechat, struct arena *arena,
                                     const struct wechat_payment_key *payment, int64_t received_s,
                                     struct wechat_failure *failure)
{
    struct wechat_answer answer;
    struct buf body;

    if (key_problem(payment))
        return refuse(key_problem(payment), failure);
    begin_with_key(&body, arena, payment);
    buf_printf(&body, ",\"received_time\":%" PRId64 "}", received_s);
    return wechat_call(wechat, arena, ORDER_PATH "notify_confirm_receive", body.data, 0, &answer, failure);
}

/* ---- the mini-program
 * ------------------------------------------------------------------------------------------------------ */

struct status wechat_trade_managed(struct wechat *wechat, struct arena *arena, bool *ret_managed,
                                   struct wechat_failure *failure)
{
    struct wechat_answer answer;
    const json_t *managed;
    struct buf body;

    buf_init(&body, arena, 64);
    buf_add_char(&body, '{');
    add_member(&body, "appid", wechat_app_id(wechat));
    buf_add_char(&body, '}');
    TRY(wechat_call(wechat, arena, ORDER_PATH "is_trade_managed", body.data, 0, &answer, failure));
    managed = json_object_get(answer.json, "is_trade_managed");
    if (!json_is_boolean(managed))
        return wechat_answer_incomplete(&answer, failure);
    *ret_managed = json_is_true(managed);
    return OK;
}

struct status wechat_shipping_page(struct wechat *wechat, struct arena *arena, const char *page,
                                   struct wechat_failure *failure)
{
    struct wechat_answer answer;
    struct buf body;

    buf_init(&body, arena, 128);
    buf_add_char(&body, '{');
    add_member(&body, "path", page);
    buf_add_char(&body, '}');
    return wechat_call(wechat, arena, ORDER_PATH "set_msg_jump_path", body.data, 0, &answer, failure);
}
