#include "groupbuy/flow/campaign_jobs.h"
#include "groupbuy/flow/stopping.h"
#include "groupbuy/flow/teams.h"

#define TEAMS_MAX 50 /* a look */

static struct status look(struct call *call, const char *campaign_id, const char *const **ret_teams, size_t *ret_count,
                          bool *ret_unpaid)
{
    TRY(call_begin(call));
    TRY(campaign_close_unpaid(call, campaign_id, CANCEL_BY_OPERATOR, ret_unpaid));
    TRY(team_list_open_ids(call->tx, campaign_id, true, TEAMS_MAX, ret_teams, ret_count));
    return call_commit(call);
}

static struct status honour(struct call *call, const char *team_id)
{
    struct team team;

    TRY(call_begin(call));
    TRY(team_lock(call->tx, team_id, &team));
    if (team.status == TEAM_OPEN && team.paid > 0)
        TRY(team_honour(call, &team, JOB_CLEAR_STOPPED, "the campaign was stopped"));
    return call_commit(call);
}

/* A transaction a team: who has paid gets what he paid for. Comes again while there are orders that may be paid. */
struct status groupbuy_clear_stopped(struct call *call, const struct job *job)
{
    const char *campaign_id = campaign_of_job(call, job);
    const char *const *teams;
    size_t count;
    bool unpaid;

    TRY(look(call, campaign_id, &teams, &count, &unpaid));
    for (size_t i = 0; i < count; i++)
        TRY(honour(call, teams[i]));
    if (count > 0)
        return campaign_job_on(call, job);
    return unpaid ? fail(NOT_AVAILABLE, "campaign %s waits for unpaid orders", campaign_id) : OK;
}
