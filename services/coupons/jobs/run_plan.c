#include <stdlib.h>

#include "coupons/domain/calendar.h"
#include "coupons/flow/planning.h"
#include "coupons/rpc/issuing.h"
#include "db/jobs.h"

#define PEOPLE_MAX       200 /* a transaction */
#define TRANSACTIONS_MAX 8   /* a job; the next one goes on */

/* The job's key: plan:period:part. */
struct part {
    const char *plan_id;
    int period, number;
};

static struct part part_of(struct arena *arena, const char *key)
{
    char *rest;
    int period = (int)strtol(key + ID_CHARS + 1, &rest, 10);

    return (struct part){ arena_strndup(arena, key, ID_CHARS), period, (int)strtol(rest + 1, NULL, 10) };
}

static struct status grant(struct call *call, const struct grant_plan *plan, struct grant_run *run,
                           const char *const *users, size_t count)
{
    struct wish *wishes = arena_array(call->arena, struct wish, count);
    const char *key = arena_printf(call->arena, "plan:%s:%d", plan->id, run->period);

    for (size_t i = 0; i < count; i++)
        wishes[i] = (struct wish){
            .grant = { .template_id = plan->template_id,
                       .user_id = users[i],
                       .channel = CHANNEL_GRANT,
                       .grant_key = key },
            .traceparent = call->traceparent,
            .outcome = OK,
        };
    TRY(coupons_issue(call, wishes, count));
    for (size_t i = 0; i < count; i++) {
        run->granted += ok(wishes[i].outcome);
        run->refused += !ok(wishes[i].outcome);
    }
    run->after_user_id = users[count - 1];
    return OK;
}

/* Over: nobody is left, its month is, or it was stopped. */
static bool is_over(const struct grant_plan *plan, const struct grant_run *run, size_t people, int64_t now_us)
{
    return run->done_us || !plan->active || people == 0 ||
           (plan->month_day && run->period < month_latest(now_us, plan->month_day, plan->hour));
}

static struct status finish(struct call *call, const struct grant_plan *plan, struct grant_run *run)
{
    if (!run->done_us)
        run->done_us = call->now_us;
    if (!plan->active || plan->month_day == 0)
        return OK;
    return plan_schedule(call, plan, month_moment_us(run->period, plan->month_day, plan->hour) + 1);
}

/* The next people of the run; the last of them adds the job that goes on. Who comes while it is under way is not
 * missed: ids grow. */
static struct status go_on(struct call *call, const struct part *part, bool last, bool *ret_over)
{
    struct grant_plan plan;
    struct grant_run run;
    const char *const *users;
    size_t count;

    TRY(call_begin(call));
    TRY(plan_get(call->tx, part->plan_id, &plan));
    TRY(run_lock(call->tx, part->plan_id, part->period, &run));
    TRY(people_list(call->tx, plan.community_id, run.after_user_id, PEOPLE_MAX, &users, &count));
    *ret_over = is_over(&plan, &run, count, call->now_us);
    TRY(*ret_over ? finish(call, &plan, &run) : grant(call, &plan, &run, users, count));
    TRY(run_save(call->tx, part->plan_id, &run));
    if (last && !*ret_over)
        TRY(job_add(call->tx, RUN_PLAN, run_key(call->arena, part->plan_id, part->period, part->number + 1), 0, NULL,
                    0));
    return call_commit(call);
}

/* What was interrupted goes on where it was; the key of a grant is (plan, period, person). */
struct status coupons_run_plan(struct call *call, const struct job *job)
{
    struct part part = part_of(call->arena, job->key);
    bool over = false;

    for (int i = 1; i <= TRANSACTIONS_MAX && !over; i++)
        TRY(go_on(call, &part, i == TRANSACTIONS_MAX, &over));
    return OK;
}
