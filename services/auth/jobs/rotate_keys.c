#include "auth/auth.h"
#include "auth/signer.h"

/* Every hour: most of the time there is nothing to do. */
struct status auth_rotate_keys(struct call *call, const struct job *job)
{
    (void)job;
    TRY(call_begin(call));
    TRY(signer_rotate(call));
    return call_commit(call);
}
