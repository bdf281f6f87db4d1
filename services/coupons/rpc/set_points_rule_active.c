#include "coupons/rpc/views.h"
#include "events/audit.h"

struct status coupons_set_points_rule_active(struct call *call, const Cp__SetPointsRuleActiveRequest *in,
                                             Cp__PointsRule *out)
{
    struct points_rule rule;

    TRY(platform_operator(call));
    TRY(points_rule_get(call->tx, in->rule_id, &rule));
    TRY(points_rule_set_active(call->tx, in->rule_id, in->active));
    TRY(audit(call, &(struct audit_line){ .action = "set_points_rule_active",
                                          .object_type = "points_rule",
                                          .object_id = rule.id,
                                          .before = rule.active ? "active" : "off",
                                          .after = in->active ? "active" : "off" }));
    rule.active = in->active;
    rule_view(call, &rule, out);
    return OK;
}
