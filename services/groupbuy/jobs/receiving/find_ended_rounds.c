#include "groupbuy/flow/receiving.h"

#define ROUNDS_MAX 100 /* a run; more come with the next */

/* A round is done when all its orders have come to an end; orders end in many ways, so it is looked for. */
struct status groupbuy_find_ended_rounds(struct call *call, const struct job *job)
{
    const char *const *ids;
    size_t count;

    TRY(call_begin(call));
    TRY(rounds_at_their_end(call->tx, ROUNDS_MAX, &ids, &count));
    for (size_t i = 0; i < count; i++) {
        struct round round;

        TRY(round_lock(call->tx, ids[i], &round));
        if (round.status == ROUND_READY)
            TRY(round_move(call->tx, &round, ROUND_DONE, job->kind, ""));
    }
    return call_commit(call);
}
