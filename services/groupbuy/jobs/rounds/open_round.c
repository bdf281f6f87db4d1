#include "groupbuy/flow/rounds.h"

/* Its start has come. One that was put off or called off has a job of its own for that. */
struct status groupbuy_open_round(struct call *call, const struct job *job)
{
    struct round round;

    TRY(call_begin(call));
    TRY(round_lock(call->tx, job->key, &round));
    if (round.status == ROUND_SCHEDULED && call->now_us >= round.starts_at_us)
        TRY(round_move(call->tx, &round, ROUND_OPEN, job->kind, ""));
    else if (round.status == ROUND_SCHEDULED)
        return fail(NOT_AVAILABLE, "the start of round %s was put off", round.id);
    return call_commit(call);
}
