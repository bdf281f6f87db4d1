#include "auth/rpc/views.h"

struct status auth_unblock_user(struct call *call, const Au__UnblockUserRequest *in, Au__UnblockUserResponse *out)
{
    Au__UserUnblocked event = AU__USER_UNBLOCKED__INIT;
    const char *pair;
    bool changed;

    (void)out;
    TRY(block_save(call->tx, call->caller->user_id, in->user_id, false, call->now_us, &pair, &changed));
    if (!changed)
        return OK;
    event.user_id = call->caller->user_id;
    event.blocked_id = in->user_id;
    return emit(call, pair, &event.base);
}
