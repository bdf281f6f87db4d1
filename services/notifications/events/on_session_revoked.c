#include <string.h>

#include "notifications/rpc/telling.h"

/* Only what the person did not do himself is worth a message. */
struct status notifications_on_session_revoked(struct call *call, const Au__SessionRevoked *event)
{
    if (strcmp(event->why, "reuse") != 0)
        return OK;
    return tell(call, event->user_id, SESSIONS_ENDED, "", NULL, 0);
}
