#include "wechat/pay_complaints.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "wechat/client.h"
#include "wechat/failure_internal.h"
#include "wechat/pay_internal.h"

#define COMPLAINTS_PATH "/v3/merchant-service/complaints-v2"
#define DAY_US          (INT64_C(86400) * US_PER_S)

static struct status refuse(const char *problem, struct wechat_failure *failure)
{
    return wechat_permanent(failure, fail(WECHAT_CONTENT_INVALID, "%s", problem));
}

static bool id_good(const char *complaint_id)
{
    return complaint_id && wxpay_number_valid(complaint_id, 1, 64, "");
}

static bool day_read(const char *date, int64_t *ret_us)
{
    char text[TIME_RFC3339_BYTES];

    if (!date || strlen(date) != 10)
        return false;
    snprintf(text, sizeof(text), "%sT00:00:00+08:00", date);
    return time_parse_rfc3339(text, strlen(text), ret_us) == 0;
}

/* ---- reading one
 * ----------------------------------------------------------------------------------------------------------- */

static bool state_of(const char *name, enum wxpay_complaint_state *ret_state)
{
    static const char *const names[] = { [WXPAY_COMPLAINT_PENDING] = "PENDING",
                                         [WXPAY_COMPLAINT_PROCESSING] = "PROCESSING",
                                         [WXPAY_COMPLAINT_PROCESSED] = "PROCESSED" };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0) {
            *ret_state = (enum wxpay_complaint_state)i;
            return true;
        }
    return false;
}

static size_t at_most(const json_t *list, size_t max)
{
    size_t count = json_array_size(list);

    return count < max ? count : max;
}

static bool read_orders(struct arena *arena, const json_t *list, struct wxpay_complaint *complaint)
{
    size_t count = at_most(list, WXPAY_COMPLAINT_PARTS_MAX);

    complaint->orders = arena_array(arena, struct wxpay_complaint_order, count + 1);
    for (size_t i = 0; i < count; i++) {
        const json_t *object = json_array_get(list, i);
        struct wxpay_complaint_order *order = &complaint->orders[complaint->orders_count++];

        order->transaction_id = wechat_text(arena, object, "transaction_id", "");
        order->out_trade_no = wechat_text(arena, object, "out_trade_no", "");
        if (!wxpay_fen_read(object, "amount", &order->amount))
            return false;
    }
    return true;
}

/* Adds the texts of an array to `images`, which has room for WXPAY_COMPLAINT_PARTS_MAX. */
static void add_images(struct arena *arena, const json_t *list, const char **images, size_t *count)
{
    for (size_t i = 0; i < json_array_size(list) && *count < WXPAY_COMPLAINT_PARTS_MAX; i++) {
        const char *url = json_string_value(json_array_get(list, i));

        if (url)
            images[(*count)++] = arena_strdup(arena, url);
    }
}

/* A complaint has a list of such objects, an entry of the history one. */
static const char **read_media(struct arena *arena, const json_t *media, size_t *ret_count)
{
    const char **images = arena_array(arena, const char *, WXPAY_COMPLAINT_PARTS_MAX);

    *ret_count = 0;
    if (json_is_array(media))
        for (size_t i = 0; i < json_array_size(media); i++)
            add_images(arena, json_object_get(json_array_get(media, i), "media_url"), images, ret_count);
    else
        add_images(arena, json_object_get(media, "media_url"), images, ret_count);
    return images;
}

/* Sealed to our certificate; one that cannot be opened is not told. */
static const char *read_phone(const struct wxpay *pay, struct arena *arena, const json_t *object)
{
    const char *sealed = wechat_text(arena, object, "payer_phone", "");
    const char *phone = sealed[0] ? wxpay_unseal(pay, arena, sealed) : NULL;

    return phone ? phone : "";
}

static bool is_true(const json_t *object, const char *name)
{
    return json_is_true(json_object_get(object, name));
}

static bool read_complaint(const struct wxpay *pay, struct arena *arena, const json_t *object,
                           struct wxpay_complaint *complaint)
{
    *complaint = (struct wxpay_complaint){
        .complaint_id = wechat_text(arena, object, "complaint_id", ""),
        .merchant_id = wechat_text(arena, object, "complainted_mchid", ""),
        .at_us = wxpay_time_read(object, "complaint_time"),
        .detail = wechat_text(arena, object, "complaint_detail", ""),
        .problem = wechat_text(arena, object, "problem_description", ""),
        .problem_type = wechat_text(arena, object, "problem_type", ""),
        .openid = wechat_text(arena, object, "payer_openid", ""),
        .phone = read_phone(pay, arena, object),
        .times = wechat_int(object, "user_complaint_times", 0),
        .fully_refunded = is_true(object, "complaint_full_refunded"),
        .user_waits = is_true(object, "incoming_user_response"),
        .platform_helps = is_true(object, "in_platform_service"),
    };
    complaint->images = read_media(arena, json_object_get(object, "complaint_media_list"), &complaint->images_count);
    if (!complaint->complaint_id[0] || complaint->at_us == 0 ||
        !state_of(wechat_text(arena, object, "complaint_state", ""), &complaint->state))
        return false;
    if (json_object_get(object, "apply_refund_amount") &&
        !wxpay_fen_read(object, "apply_refund_amount", &complaint->refund_wanted))
        return false;
    return read_orders(arena, json_object_get(object, "complaint_order_info"), complaint);
}

struct status wxpay_complaint(struct wxpay *pay, struct arena *arena, const char *complaint_id,
                              struct wxpay_complaint *ret_complaint, struct wechat_failure *failure)
{
    struct wxpay_complaint complaint;
    const json_t *answer;

    if (!id_good(complaint_id))
        return refuse("this is no complaint_id", failure);
    TRY(wxpay_call(pay, arena, arena_printf(arena, COMPLAINTS_PATH "/%s", complaint_id), NULL, &answer, failure));
    if (!read_complaint(pay, arena, answer, &complaint) || strcmp(complaint.complaint_id, complaint_id) != 0)
        return wxpay_answer_incomplete(failure);
    *ret_complaint = complaint;
    return OK;
}

/* ---- pages
 * ----------------------------------------------------------------------------------------------------------------- */

struct status wxpay_complaints(struct wxpay *pay, struct arena *arena, const char *first, const char *last,
                               int64_t offset, int limit, struct wxpay_complaint_page *ret_page,
                               struct wechat_failure *failure)
{
    struct wxpay_complaint_page page = { 0 };
    const json_t *answer, *list;
    int64_t first_us, last_us;

    if (!day_read(first, &first_us) || !day_read(last, &last_us) || last_us < first_us ||
        last_us - first_us >= WXPAY_COMPLAINT_DAYS_MAX * DAY_US)
        return refuse("complaints are listed for 1 to 30 days", failure);
    if (offset < 0 || limit < 1 || limit > WXPAY_COMPLAINTS_MAX)
        return refuse("a page has 1 to 50 complaints", failure);
    TRY(wxpay_call(pay, arena,
                   arena_printf(arena,
                                COMPLAINTS_PATH "?limit=%d&offset=%" PRId64
                                                "&begin_date=%s&end_date=%s&complainted_mchid=%s",
                                limit, offset, first, last, wxpay_merchant_id(pay)),
                   NULL, &answer, failure));
    list = json_object_get(answer, "data");
    page.total = wechat_int(answer, "total_count", (int64_t)json_array_size(list));
    page.list = arena_array(arena, struct wxpay_complaint, WXPAY_COMPLAINTS_MAX);
    for (size_t i = 0; i < at_most(list, WXPAY_COMPLAINTS_MAX); i++)
        if (!read_complaint(pay, arena, json_array_get(list, i), &page.list[page.count++]))
            return wxpay_answer_incomplete(failure);
    *ret_page = page;
    return OK;
}

static bool read_entry(struct arena *arena, const json_t *object, struct wxpay_complaint_entry *entry)
{
    *entry = (struct wxpay_complaint_entry){
        .log_id = wechat_text(arena, object, "log_id", ""),
        .who = wechat_text(arena, object, "operator", ""),
        .type = wechat_text(arena, object, "operate_type", ""),
        .details = wechat_text(arena, object, "operate_details", ""),
        .at_us = wxpay_time_read(object, "operate_time"),
    };
    entry->images = read_media(arena, json_object_get(object, "complaint_media_list"), &entry->images_count);
    add_images(arena, json_object_get(object, "image_list"), entry->images, &entry->images_count);
    return entry->log_id[0] && entry->type[0] && entry->at_us != 0;
}

struct status wxpay_complaint_history(struct wxpay *pay, struct arena *arena, const char *complaint_id, int64_t offset,
                                      int limit, struct wxpay_complaint_history *ret_history,
                                      struct wechat_failure *failure)
{
    struct wxpay_complaint_history page = { 0 };
    const json_t *answer, *list;

    if (!id_good(complaint_id) || offset < 0 || limit < 1 || limit > WXPAY_COMPLAINT_ENTRIES_MAX)
        return refuse("a page of a complaint's history has 1 to 300 entries", failure);
    TRY(wxpay_call(pay, arena,
                   arena_printf(arena, COMPLAINTS_PATH "/%s/negotiation-historys?limit=%d&offset=%" PRId64,
                                complaint_id, limit, offset),
                   NULL, &answer, failure));
    list = json_object_get(answer, "data");
    page.total = wechat_int(answer, "total_count", (int64_t)json_array_size(list));
    page.list = arena_array(arena, struct wxpay_complaint_entry, (size_t)limit);
    for (size_t i = 0; i < at_most(list, (size_t)limit); i++)
        if (!read_entry(arena, json_array_get(list, i), &page.list[page.count++]))
            return wxpay_answer_incomplete(failure);
    *ret_history = page;
    return OK;
}

/* ---- answering
 * ------------------------------------------------------------------------------------------------------------- */

static const char *reply_problem(const struct wxpay_complaint_reply *reply)
{
    if (!wxpay_chars_within(reply->content, 1, WXPAY_COMPLAINT_REPLY_CHARS_MAX))
        return "an answer has 1 to 200 characters";
    if (reply->media_count > WXPAY_COMPLAINT_IMAGES_MAX)
        return "an answer has at most 4 pictures";
    if (reply->page && (!reply->app_id || !wxpay_chars_within(reply->page_text, 1, 10)))
        return "a page has a mini-program and a title of 1 to 10 characters";
    return NULL;
}

static struct status post(struct wxpay *pay, struct arena *arena, const char *complaint_id, const char *what,
                          const struct buf *body, struct wechat_failure *failure)
{
    const json_t *answer;

    return wxpay_call(pay, arena, arena_printf(arena, COMPLAINTS_PATH "/%s/%s", complaint_id, what), body->data,
                      &answer, failure);
}

static void begin_with_merchant(struct buf *body, const struct wxpay *pay, struct arena *arena)
{
    buf_init(body, arena, 512);
    buf_add_char(body, '{');
    wxpay_add_member(body, "complainted_mchid", wxpay_merchant_id(pay));
}

struct status wxpay_complaint_reply(struct wxpay *pay, struct arena *arena, const char *complaint_id,
                                    const struct wxpay_complaint_reply *reply, struct wechat_failure *failure)
{
    struct buf body;

    if (!id_good(complaint_id) || reply_problem(reply))
        return refuse(id_good(complaint_id) ? reply_problem(reply) : "this is no complaint_id", failure);
    begin_with_merchant(&body, pay, arena);
    wxpay_add_member(&body, "response_content", reply->content);
    for (size_t i = 0; i < reply->media_count; i++) {
        buf_add_str(&body, i == 0 ? ",\"response_images\":[" : ",");
        buf_json_string(&body, reply->media_ids[i]);
    }
    if (reply->media_count > 0)
        buf_add_char(&body, ']');
    if (reply->page) {
        buf_add_str(&body, ",\"mini_program_jump_info\":{");
        wxpay_add_member(&body, "appid", reply->app_id);
        wxpay_add_member(&body, "path", reply->page);
        wxpay_add_member(&body, "text", reply->page_text);
        buf_add_char(&body, '}');
    }
    buf_add_char(&body, '}');
    return post(pay, arena, complaint_id, "response", &body, failure);
}

struct status wxpay_complaint_complete(struct wxpay *pay, struct arena *arena, const char *complaint_id,
                                       struct wechat_failure *failure)
{
    struct buf body;

    if (!id_good(complaint_id))
        return refuse("this is no complaint_id", failure);
    begin_with_merchant(&body, pay, arena);
    buf_add_char(&body, '}');
    return post(pay, arena, complaint_id, "complete", &body, failure);
}

struct status wxpay_complaint_approve(struct wxpay *pay, struct arena *arena, const char *complaint_id, int days,
                                      struct wechat_failure *failure)
{
    struct buf body;

    if (!id_good(complaint_id) || days < 0 || days > 30)
        return refuse("a refund comes within 0 to 30 days", failure);
    buf_init(&body, arena, 64);
    buf_printf(&body, "{\"action\":\"APPROVE\",\"launch_refund_day\":%d}", days);
    return post(pay, arena, complaint_id, "update-refund-progress", &body, failure);
}

struct status wxpay_complaint_reject(struct wxpay *pay, struct arena *arena, const char *complaint_id,
                                     const char *reason, struct wechat_failure *failure)
{
    struct buf body;

    if (!id_good(complaint_id) || !wxpay_chars_within(reason, 1, WXPAY_COMPLAINT_REPLY_CHARS_MAX))
        return refuse("a refusal has a reason of 1 to 200 characters", failure);
    buf_init(&body, arena, 256);
    buf_add_char(&body, '{');
    wxpay_add_member(&body, "action", "REJECT");
    wxpay_add_member(&body, "reject_reason", reason);
    buf_add_char(&body, '}');
    return post(pay, arena, complaint_id, "update-refund-progress", &body, failure);
}

/* ---- the notice
 * ------------------------------------------------------------------------------------------------------------ */

bool wxpay_complaint_change_read(struct arena *arena, const json_t *object, struct wxpay_complaint_change *ret_change)
{
    struct wxpay_complaint_change change = { .complaint_id = wechat_text(arena, object, "complaint_id", ""),
                                             .action = wechat_text(arena, object, "action_type", "") };

    if (!id_good(change.complaint_id) || !change.action[0])
        return false;
    *ret_change = change;
    return true;
}
