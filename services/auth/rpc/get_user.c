#include "auth/rpc/views.h"

/* People who blocked each other are not there for each other. */
struct status auth_get_user(struct call *call, const Au__GetUserRequest *in, Au__User *out)
{
    struct user user;
    bool blocked = false;

    TRY(user_get(call->tx, in->user_id, &user));
    if (*call->caller->user_id)
        TRY(block_between(call->tx, call->caller->user_id, in->user_id, &blocked));
    if (blocked)
        return fail(NOT_HERE, "user %s", in->user_id);
    user_view(&user, out);
    return OK;
}
