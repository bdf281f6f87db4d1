#include "coupons/flow/planning.h"

#include "coupons/domain/calendar.h"
#include "db/jobs.h"

const char *run_key(struct arena *arena, const char *plan_id, int period, int part)
{
    return arena_printf(arena, "%s:%d:%d", plan_id, period, part);
}

struct status plan_schedule(struct call *call, const struct grant_plan *plan, int64_t from_us)
{
    int64_t at_us = from_us > plan->starts_us ? from_us : plan->starts_us;
    int period = 0;

    if (plan->month_day) {
        period = month_latest(at_us - 1, plan->month_day, plan->hour) + 1;
        at_us = month_moment_us(period, plan->month_day, plan->hour);
    }
    return job_add(call->tx, RUN_PLAN, run_key(call->arena, plan->id, period, 1), at_us, NULL, 0);
}
