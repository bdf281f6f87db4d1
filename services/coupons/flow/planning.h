/* When the runs of grant plans are due: jobs, <plan>:<period>:<part>, each part so and so many people. */
#ifndef LINLI_COUPONS_FLOW_PLANNING_H
#define LINLI_COUPONS_FLOW_PLANNING_H

#include "coupons/coupons.h"
#include "coupons/store/plan_store.h"

const char *run_key(struct arena *arena, const char *plan_id, int period, int part);

/* In call->tx: the plan's first run at or after `from_us`, and not before it starts; of a plan that runs once its only
 * one. */
struct status plan_schedule(struct call *call, const struct grant_plan *plan, int64_t from_us);

#endif
