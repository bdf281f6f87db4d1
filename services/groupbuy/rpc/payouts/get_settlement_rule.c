#include "groupbuy/flow/scope.h"
#include "groupbuy/payouts.h"
#include "groupbuy/store/sharing_store.h"

struct status groupbuy_get_settlement_rule(struct call *call, const Gb__GetSettlementRuleRequest *in,
                                           Gb__SettlementRule *out)
{
    struct settlement_rule rule;

    (void)in;
    TRY(platform_act(call, "finance", "operator", "auditor"));
    TRY(settlement_rule_now(call->tx, &rule));
    out->version = rule.version;
    out->sharing = rule.sharing;
    out->most_basis_points = rule.most_bp;
    return OK;
}
