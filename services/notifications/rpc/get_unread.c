#include "notifications/notifications.h"
#include "notifications/store/message_store.h"

struct status notifications_get_unread(struct call *call, const Nt__GetUnreadRequest *in, Nt__Unread *out)
{
    (void)in;
    return message_unread(call->tx, call->caller->user_id, &out->count);
}
