#include "notifications/rpc/telling.h"

#include "notifications/service.h"
#include "notifications/store/delivery_store.h"
#include "notifications/store/holder_store.h"
#include "notifications/store/message_store.h"

struct status tell(struct call *call, const char *user_id, enum message_kind kind, const char *link_id,
                   const char *const *args, size_t args_count)
{
    struct message message = {
        .id = id_make(call->arena),
        .user_id = user_id,
        .kind = kind,
        .args_count = args_count,
        .link_id = link_id,
        .event_id = call->event->id,
        .created_us = call->now_us,
    };
    bool is_new;

    for (size_t i = 0; i < args_count; i++)
        message.args[i] = args[i];
    TRY(message_insert(call->tx, &message, &is_new));
    if (is_new)
        hint_user(call, user_id, "inbox", message.id);
    return OK;
}

struct status tell_operators(struct call *call, const char *scope_id, enum message_kind kind, const char *link_id,
                             const char *const *args, size_t args_count)
{
    const char *const *ids;
    size_t count;

    TRY(holder_list(call->tx, "operator", scope_id, &ids, &count));
    for (size_t i = 0; i < count; i++)
        TRY(tell(call, ids[i], kind, link_id, args, args_count));
    return OK;
}

struct status tell_by_wechat(struct call *call, const char *user_id, enum message_kind kind, const char *link_id,
                             const char *const *args, size_t args_count)
{
    const char *template_id = template_for(call->service, kind);
    struct delivery delivery = {
        .id = id_make(call->arena),
        .user_id = user_id,
        .template_id = template_id,
        .kind = kind,
        .args_count = args_count,
        .link_id = link_id,
        .event_id = call->event->id,
    };
    bool is_new;

    if (!template_id)
        return OK; /* not set up for this installation */
    for (size_t i = 0; i < args_count; i++)
        delivery.args[i] = args[i];
    TRY(delivery_insert(call->tx, &delivery, call->now_us, &is_new));
    return is_new ? job_add(call->tx, SEND_DELIVERY, delivery.id, 0, NULL, 0) : OK;
}
