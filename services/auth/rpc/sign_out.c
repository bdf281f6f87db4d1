#include "auth/rpc/signing.h"

/* This sign-in, or all of them. Signing out again changes nothing. */
struct status auth_sign_out(struct call *call, const Au__SignOutRequest *in, Au__SignOutResponse *out)
{
    (void)out;
    if (in->everywhere)
        return session_revoke_all(call, call->caller->user_id, "sign_out");
    return session_revoke(call, call->caller->user_id, call->caller->session_id, "sign_out");
}
