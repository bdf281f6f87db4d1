#include "base/clock.h"
#include "groupbuy/flow/rounds.h"

/* Its end has come: nothing new enters, what is under way has its grace. Put off while this job waited for the round: the
 * new end has a job of its own. */
struct status groupbuy_end_round(struct call *call, const struct job *job)
{
    struct round round;

    TRY(call_begin(call));
    TRY(round_job_lock(call, job, &round));
    if (round.status == ROUND_SCHEDULED && call->now_us >= round.ends_at_us)
        TRY(round_move(call->tx, &round, ROUND_OPEN, job->kind, ""));
    if (round.status == ROUND_OPEN && call->now_us >= round.ends_at_us) {
        TRY(round_move(call->tx, &round, ROUND_CLOSING, job->kind, ""));
        TRY(job_add(call->tx, JOB_SETTLE_ROUND, round.id, round.ends_at_us + round.grace_s * US_PER_S, NULL, 0));
    } else if (round.status == ROUND_SCHEDULED || round.status == ROUND_OPEN)
        TRY(round_job_early(job, round.ends_at_us));
    return call_commit(call);
}
