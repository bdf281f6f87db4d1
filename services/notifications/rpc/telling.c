#include "notifications/rpc/telling.h"

#include "notifications/domain/forms.h"
#include "notifications/service.h"
#include "notifications/store/delivery_store.h"
#include "notifications/store/holder_store.h"
#include "notifications/store/message_store.h"

/* Who has granted no message is not tried: the log says so. */
static struct status tell_by_wechat(struct call *call, const struct message *message)
{
    const char *template_id = template_for(call->service, message->kind);
    struct delivery delivery = {
        .id = id_make(call->arena),
        .user_id = message->user_id,
        .template_id = template_id,
        .kind = message->kind,
        .args_count = message->args_count,
        .link_id = message->link_id,
        .event_id = message->event_id,
        .why = "",
    };
    int64_t credits;
    bool is_new;

    if (!template_id || !form_is_sent(message->kind))
        return OK;
    for (size_t i = 0; i < message->args_count; i++)
        delivery.args[i] = message->args[i];
    TRY(credits_get(call->tx, message->user_id, template_id, &credits));
    delivery.state = credits > 0 ? DELIVERY_WAITING : DELIVERY_SKIPPED;
    if (credits == 0)
        delivery.why = DELIVERY_NO_CREDIT;
    TRY(delivery_insert(call->tx, &delivery, call->now_us, &is_new));
    return is_new && credits > 0 ? job_add(call->tx, SEND_DELIVERY, delivery.id, 0, NULL, 0) : OK;
}

static struct status tell_of(struct call *call, const char *event_id, const char *user_id, enum message_kind kind,
                             const char *link_id, const char *const *args, size_t args_count)
{
    struct message message = {
        .id = id_make(call->arena),
        .user_id = user_id,
        .kind = kind,
        .args_count = args_count,
        .link_id = link_id,
        .event_id = event_id,
        .created_us = call->now_us,
    };
    bool is_new;

    for (size_t i = 0; i < args_count; i++)
        message.args[i] = args[i];
    TRY(message_insert(call->tx, &message, &is_new));
    if (!is_new)
        return OK;
    hint_user(call, user_id, "inbox", message.id);
    return tell_by_wechat(call, &message);
}

struct status tell(struct call *call, const char *user_id, enum message_kind kind, const char *link_id,
                   const char *const *args, size_t args_count)
{
    return tell_of(call, call->event->id, user_id, kind, link_id, args, args_count);
}

struct status tell_operators_of(struct call *call, const char *event_id, const char *scope_id, enum message_kind kind,
                                const char *link_id, const char *const *args, size_t args_count)
{
    const char *const *ids;
    size_t count;

    TRY(holder_list(call->tx, "operator", scope_id, &ids, &count));
    for (size_t i = 0; i < count; i++)
        TRY(tell_of(call, event_id, ids[i], kind, link_id, args, args_count));
    return OK;
}

struct status tell_operators(struct call *call, const char *scope_id, enum message_kind kind, const char *link_id,
                             const char *const *args, size_t args_count)
{
    return tell_operators_of(call, call->event->id, scope_id, kind, link_id, args, args_count);
}
