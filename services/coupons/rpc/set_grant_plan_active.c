#include "coupons/flow/planning.h"
#include "coupons/rpc/views.h"
#include "events/audit.h"

struct status coupons_set_grant_plan_active(struct call *call, const Cp__SetGrantPlanActiveRequest *in,
                                            Cp__GrantPlan *out)
{
    struct grant_plan plan;

    TRY(platform_operator(call));
    TRY(plan_get(call->tx, in->plan_id, &plan));
    TRY(plan_set_active(call->tx, in->plan_id, in->active));
    TRY(audit(call, &(struct audit_line){ .action = "set_grant_plan_active",
                                          .object_type = "grant_plan",
                                          .object_id = plan.id,
                                          .before = plan.active ? "active" : "off",
                                          .after = in->active ? "active" : "off" }));
    plan.active = in->active;
    if (plan.active)
        TRY(plan_schedule(call, &plan, call->now_us));
    plan_view(call, &plan, out);
    return OK;
}
