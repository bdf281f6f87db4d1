#include "groupbuy/flow/rules.h"

struct status groupbuy_get_delivery_rule(struct call *call, const Gb__GetDeliveryRuleRequest *in, Gb__DeliveryRule *out)
{
    struct delivery_rule rule;

    TRY(delivery_rule_get(call->tx, in->name, 0, &rule));
    if (rule.version == 0)
        return fail(NOT_HERE, "delivery rule %s", in->name);
    delivery_rule_view(call, &rule, out);
    return OK;
}
