#include "groupbuy/jobs/jobs.h"

/* One transaction a team: failed, orders cancelled, refunds requested. WeChat is asked by the refunds' own jobs. */
struct status groupbuy_expire_team(struct call *call, const struct job *job)
{
    struct team team;

    TRY(call_begin(call));
    TRY(team_lock(call->tx, job->key, &team));
    if (!team_expire(&team, call->now_us)) {
        call_rollback(call);
        return OK; /* complete, or failed before */
    }
    TRY(team_run_out(call, &team));
    return call_commit(call);
}
