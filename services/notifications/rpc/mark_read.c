#include "notifications/notifications.h"
#include "notifications/store/message_store.h"

struct status notifications_mark_read(struct call *call, const Nt__MarkReadRequest *in, Nt__Unread *out)
{
    const char *user_id = call->caller->user_id;

    TRY(message_mark_read(call->tx, user_id, (const char *const *)in->message_ids, in->n_message_ids, call->now_us));
    hint_user(call, user_id, "inbox", "");
    return message_unread(call->tx, user_id, &out->count);
}
