#include "coupons/rpc/views.h"

struct status coupons_set_points_rule_active(struct call *call, const Cp__SetPointsRuleActiveRequest *in,
                                             Cp__PointsRule *out)
{
    struct points_rule rule;

    TRY(platform_operator(call));
    TRY(points_rule_get(call->tx, in->rule_id, &rule));
    TRY(points_rule_set_active(call->tx, in->rule_id, in->active));
    rule.active = in->active;
    rule_view(call, &rule, out);
    return OK;
}
