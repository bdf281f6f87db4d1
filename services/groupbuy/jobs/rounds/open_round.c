#include "groupbuy/flow/round_news.h"

/* Its start has come. One that was put off or called off has a job of its own for that. */
struct status groupbuy_open_round(struct call *call, const struct job *job)
{
    struct round round;

    TRY(call_begin(call));
    TRY(round_job_lock(call, job, &round));
    if (round.status == ROUND_SCHEDULED && call->now_us >= round.starts_at_us) {
        TRY(round_move(call->tx, &round, ROUND_OPEN, job->kind, ""));
        TRY(round_news_opened(call, &round));
    } else if (round.status == ROUND_SCHEDULED)
        TRY(round_job_early(job, round.starts_at_us));
    return call_commit(call);
}
