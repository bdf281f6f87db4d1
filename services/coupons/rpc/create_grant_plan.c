#include "coupons/domain/reasons.h"
#include "coupons/flow/planning.h"
#include "coupons/rpc/views.h"
#include "events/audit.h"
#include "rpc/timestamp.h"

struct status coupons_create_grant_plan(struct call *call, const Cp__CreateGrantPlanRequest *in, Cp__GrantPlan *out)
{
    const struct grant_plan plan = {
        .id = id_make(call->arena),
        .title = in->title,
        .template_id = in->template_id,
        .community_id = in->community_id,
        .month_day = in->month_day,
        .hour = in->hour,
        .starts_us = in->starts_at ? timestamp_us(in->starts_at) : call->now_us,
        .active = true,
        .created_us = call->now_us,
    };
    struct template template;

    TRY(platform_operator(call));
    TRY(template_get(call->tx, call->arena, in->template_id, &template));
    if (template.channel != CHANNEL_GRANT)
        return fail_field("templateId", "must be a BY_GRANT template");
    TRY(plan_insert(call->tx, &plan, call->caller->user_id));
    TRY(plan_schedule(call, &plan, call->now_us));
    TRY(audit(call, &(struct audit_line){ .action = "create_grant_plan",
                                          .object_type = "grant_plan",
                                          .object_id = plan.id,
                                          .after = plan.title }));
    plan_view(call, &plan, out);
    return OK;
}
