/* A message over WeChat. A credit is taken before the call and, when WeChat did not use it, given back after; the row
 * says what came of it. WeChat has no key for a message: a crash between its answer and our commit sends it a second
 * time. */
#include "base/crash_point.h"
#include "linli/auth/v1/internal.pb-c.h"
#include "notifications/domain/forms.h"
#include "notifications/notifications.h"
#include "notifications/service.h"
#include "notifications/store/delivery_store.h"
#include "wechat/subscribe.h"

/* Takes the credit and says whether there is something to send. */
static struct status take(struct call *call, const char *delivery_id, struct delivery *ret_delivery, bool *ret_send)
{
    bool has_credit = true;

    TRY(call_begin(call));
    TRY(delivery_lock(call->tx, delivery_id, ret_delivery));
    *ret_send = ret_delivery->state == DELIVERY_WAITING || ret_delivery->state == DELIVERY_SENDING;
    if (ret_delivery->state == DELIVERY_WAITING) {
        TRY(credits_move(call->tx, ret_delivery->user_id, ret_delivery->template_id, -1, "sent", call->now_us,
                         &has_credit));
        TRY(delivery_move(call->tx, delivery_id, has_credit ? DELIVERY_SENDING : DELIVERY_SKIPPED,
                          has_credit ? "" : DELIVERY_NO_CREDIT, call->now_us));
        *ret_send = has_credit;
    }
    return call_commit(call);
}

static const char *value_of(struct call *call, const struct delivery *delivery, const struct form_field *field)
{
    if (field->arg > 0)
        return delivery->args[field->arg - 1];
    if (field->arg == 0)
        return field->text;
    struct text text = text_render(call->arena, delivery->kind, "zh", delivery->args, delivery->args_count);
    return field->arg == FORM_TITLE ? text.title : text.body;
}

static struct wechat_message message_of(struct call *call, const struct delivery *delivery, const struct form *form)
{
    struct wechat_message message = {
        .template_id = delivery->template_id,
        .page = arena_printf(call->arena, "%s?id=%s", form->page, delivery->link_id),
    };

    for (size_t i = 0; i < form->fields_count; i++) {
        const struct form_field *field = &form->fields[i];
        const char *value = value_of(call, delivery, field);
        message.values[message.values_count++] =
            (struct wechat_message_value){ field->key, wechat_value_fit(call->arena, field->key, value) };
    }
    return message;
}

static struct status deliver(struct call *call, const struct delivery *delivery)
{
    struct wechat *wechat = ((struct notifications *)call->service)->wechat;
    enum message_kind kind = delivery->kind;
    Au__GetStandingRequest request = AU__GET_STANDING_REQUEST__INIT;
    Au__Standing *standing;

    request.user_id = delivery->user_id;
    request.app_id = wechat_app_id(wechat);
    TRY(call_rpc(call, "linli.auth.v1.Internal.GetStanding", &request.base, &au__standing__descriptor, &standing));

    template_kind(call->service, delivery->template_id, &kind); /* NOTICE, when its own is not set up here */
    struct wechat_message message = message_of(call, delivery, form_of(kind));
    message.openid = standing->openid;
    return wechat_message_send(wechat, call->arena, &message, NULL);
}

/* Refused by the person: nothing more is sent without a new yes. Refused for another reason: the credit was not used.
 */
static struct status settle(struct call *call, const struct delivery *delivery, struct status sent)
{
    bool done;

    TRY(call_begin(call));
    if (ok(sent)) {
        TRY(delivery_move(call->tx, delivery->id, DELIVERY_SENT, "", call->now_us));
    } else if (failed_with(sent, WECHAT_NOT_SUBSCRIBED)) {
        TRY(credits_clear(call->tx, delivery->user_id, delivery->template_id, "refused", call->now_us));
        TRY(delivery_move(call->tx, delivery->id, DELIVERY_REFUSED, sent.reason, call->now_us));
    } else {
        TRY(credits_move(call->tx, delivery->user_id, delivery->template_id, 1, "given_back", call->now_us, &done));
        TRY(delivery_move(call->tx, delivery->id, DELIVERY_FAILED, sent.reason, call->now_us));
    }
    return call_commit(call);
}

static bool passes(struct status sent)
{
    return !ok(sent) && (sent.code == CODE_UNAVAILABLE || sent.code == CODE_DEADLINE_EXCEEDED);
}

struct status notifications_send_delivery(struct call *call, const struct job *job)
{
    struct delivery delivery;
    bool has_work;

    TRY(take(call, job->key, &delivery, &has_work));
    if (!has_work)
        return OK;
    struct status sent = deliver(call, &delivery);
    if (ok(sent))
        CRASH_POINT(message, sent_not_noted);
    if (passes(sent) && job->attempts < DELIVERY_ATTEMPTS_MAX)
        return sent; /* the job comes again */
    return settle(call, &delivery, sent);
}
