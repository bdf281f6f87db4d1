#include "auth/auth.h"
#include "auth/rpc/signing.h"
#include "base/clock.h"

#define LOOK_BACK_US (60 * US_PER_S) /* several times the job's pace */
#define REPEATS_MAX  1000            /* a run; who was sent more than that a minute ago has heard most of it */

/* What was revoked a moment ago is said once more: the message that follows a commit is lost when we die in between, or
 * are cut off from the bus. Hearing it again changes nothing. */
struct status auth_repeat_revocations(struct call *call, const struct job *job)
{
    struct revocation *revocations;
    size_t count;

    (void)job;
    TRY(call_begin_read(call));
    TRY(revocation_list(call->tx, call->arena, call->now_us - LOOK_BACK_US, REPEATS_MAX, &revocations, &count));
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && i % CALL_HINTS_MAX == 0) {
            TRY(call_commit(call));
            TRY(call_begin_read(call));
        }
        revocation_tell(call, &revocations[i]);
    }
    return call_commit(call);
}
