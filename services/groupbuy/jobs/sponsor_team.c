#include "groupbuy/jobs/jobs.h"

/* The last minutes of a team have come: what the campaign's rule pays for is paid for. What is held then, or too much,
 * is looked at once more when the time is over. */
struct status groupbuy_sponsor_team(struct call *call, const struct job *job)
{
    struct team team;
    int32_t seats;

    TRY(call_begin(call));
    TRY(team_lock(call->tx, job->key, &team));
    seats = team_sponsors_now(&team, call->now_us);
    if (seats > 0)
        TRY(team_pay_seats(call, &team, seats, JOB_SPONSOR_TEAM, "by the campaign's rule"));
    return call_commit(call);
}
