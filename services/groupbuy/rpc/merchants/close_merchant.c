#include "events/audit.h"
#include "groupbuy/flow/merchants.h"
#include "groupbuy/flow/scope.h"

/* Orders that were placed while it was bound are paid and paid back by it still: its keys stay. */
struct status groupbuy_close_merchant(struct call *call, const Gb__CloseMerchantRequest *in, Gb__Merchant *out)
{
    struct merchant merchant;

    TRY(platform_act(call, "operator"));
    TRY(merchant_lock(call->tx, in->merchant_id, &merchant));
    if (merchant.bindings > 0)
        return fail(MERCHANT_BOUND, "%ld are bound to account %s", (long)merchant.bindings, merchant.id);
    if (!merchant.closed)
        TRY(audit(call, &(struct audit_line){ .action = "close_merchant",
                                              .object_type = "merchant",
                                              .object_id = merchant.id,
                                              .before = "ACTIVE",
                                              .after = "CLOSED",
                                              .reason = in->why }));
    TRY(merchant_close(call->tx, merchant.id));
    TRY(merchant_get(call->tx, merchant.id, &merchant));
    merchant_view(call, &merchant, out);
    return OK;
}
