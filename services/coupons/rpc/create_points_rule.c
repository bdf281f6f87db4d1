#include "coupons/rpc/views.h"
#include "events/audit.h"
#include "rpc/timestamp.h"

struct status coupons_create_points_rule(struct call *call, const Cp__CreatePointsRuleRequest *in, Cp__PointsRule *out)
{
    const struct points_rule rule = {
        .id = id_make(call->arena),
        .title = in->title,
        .trigger = (enum earn_trigger)in->trigger,
        .earns = in->earns ? (enum earns)in->earns : EARNS_POINTS,
        .points = in->points,
        .per_yuan = in->per_yuan,
        .day_cap = in->day_cap,
        .budget = in->budget,
        .vest_days = in->vest_days,
        .valid_days = in->valid_days,
        .streak_days = in->streak_days,
        .streak_points = in->streak_points,
        .starts_us = in->starts_at ? timestamp_us(in->starts_at) : call->now_us,
        .ends_us = timestamp_us(in->ends_at),
        .active = true,
        .created_us = call->now_us,
    };

    TRY(platform_operator(call));
    TRY(points_rule_check(&rule, call->now_us));
    TRY(points_rule_insert(call->tx, &rule, call->caller->user_id));
    TRY(audit(call, &(struct audit_line){ .action = "create_points_rule",
                                          .object_type = "points_rule",
                                          .object_id = rule.id,
                                          .after = rule.title }));
    rule_view(call, &rule, out);
    return OK;
}
