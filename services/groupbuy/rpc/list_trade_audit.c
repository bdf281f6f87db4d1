#include "events/audit.h"
#include "groupbuy/flow/scope.h"

struct status groupbuy_list_trade_audit(struct call *call, const Gb__ListTradeAuditRequest *in,
                                        Gb__ListTradeAuditResponse *out)
{
    const char *role;

    TRY(platform_act(call, &role, "auditor", "operator"));
    return audit_list(call, in, out);
}
