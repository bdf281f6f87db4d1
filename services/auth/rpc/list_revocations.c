#include "auth/auth.h"
#include "auth/store/session_store.h"
#include "base/clock.h"

#define LOOK_BACK_US    (INT64_C(16) * 60 * US_PER_S) /* longer than an access token lives */
#define REVOCATIONS_MAX 10000                         /* of some 45 bytes each, well within a message of the bus */

struct status auth_list_revocations(struct call *call, const Au__ListRevocationsRequest *in, Api__Revocations *out)
{
    struct revocation *revocations;
    size_t count;

    (void)in;
    TRY(revocation_list(call->tx, call->arena, call->now_us - LOOK_BACK_US, REVOCATIONS_MAX + 1, &revocations, &count));
    if (count > REVOCATIONS_MAX)
        out->floor_ms = revocations[REVOCATIONS_MAX].not_before_us / US_PER_MS;
    out->n_revoked = count > REVOCATIONS_MAX ? REVOCATIONS_MAX : count;
    out->revoked = MESSAGES(call, Api__SessionsRevoked, api__sessions_revoked, out->n_revoked);
    for (size_t i = 0; i < out->n_revoked; i++) {
        out->revoked[i]->user_id = revocations[i].user_id;
        out->revoked[i]->session_id = revocations[i].session_id;
        out->revoked[i]->not_before_ms = revocations[i].not_before_us / US_PER_MS;
    }
    return OK;
}
