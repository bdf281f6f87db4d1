#include "events/audit.h"
#include "groupbuy/groupbuy.h"

struct status groupbuy_list_trade_audit(struct call *call, const Gb__ListTradeAuditRequest *in,
                                        Gb__ListTradeAuditResponse *out)
{
    return audit_list(call, in, out);
}
