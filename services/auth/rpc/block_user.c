#include <string.h>

#include "auth/rpc/views.h"

struct status auth_block_user(struct call *call, const Au__BlockUserRequest *in, Au__BlockUserResponse *out)
{
    Au__UserBlocked event = AU__USER_BLOCKED__INIT;
    struct user blocked;
    const char *pair;
    bool changed;

    (void)out;
    if (strcmp(in->user_id, call->caller->user_id) == 0)
        return fail_field("userId", "must be somebody else");
    TRY(user_get(call->tx, in->user_id, &blocked));
    TRY(block_save(call->tx, call->caller->user_id, in->user_id, true, call->now_us, &pair, &changed));
    if (!changed)
        return OK;
    event.user_id = call->caller->user_id;
    event.blocked_id = in->user_id;
    return emit(call, pair, &event.base);
}
