#include "groupbuy/jobs/jobs.h"

/* One transaction a team: failed, orders cancelled, refunds requested; or completed by seats that the merchant pays
 * for. WeChat is asked by the refunds' own jobs. */
struct status groupbuy_expire_team(struct call *call, const struct job *job)
{
    struct team team;

    TRY(call_begin(call));
    TRY(team_lock(call->tx, job->key, &team));
    TRY(team_run_out(call, &team));
    return call_commit(call);
}
