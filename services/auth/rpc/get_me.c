#include "auth/rpc/views.h"

struct status auth_get_me(struct call *call, const Au__GetMeRequest *in, Au__Me *out)
{
    struct user user;

    (void)in;
    TRY(user_get(call->tx, call->caller->user_id, &user));
    return me_view(call, &user, out);
}
