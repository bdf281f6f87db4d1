#include "notifications/notifications.h"
#include "notifications/store/holder_store.h"

struct status notifications_on_role_revoked(struct call *call, const Au__RoleRevoked *event)
{
    return holder_save(call->tx, event->grant_id, event->user_id, event->role, event->scope_id, false);
}
