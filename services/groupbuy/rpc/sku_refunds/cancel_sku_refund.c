#include "events/audit.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/sku_refunds.h"

struct status groupbuy_cancel_sku_refund(struct call *call, const Gb__CancelSkuRefundRequest *in, Gb__SkuRefund *out)
{
    struct sku_refund refund;

    TRY(platform_act(call, "operator"));
    TRY(sku_refund_lock(call->tx, in->sku_refund_id, &refund));
    if (refund.state != SKU_REFUND_READY && refund.state != SKU_REFUND_GATHERING)
        return fail(SKU_REFUND_NOT_READY, "SKU refund %s is %s", refund.id, sku_refund_state_name(refund.state));
    TRY(sku_refund_end(call->tx, refund.id, SKU_REFUND_CANCELLED));
    TRY(audit(call, &(struct audit_line){ .action = "cancel_sku_refund",
                                          .object_type = "sku_refund",
                                          .object_id = refund.id,
                                          .before = sku_refund_state_name(refund.state),
                                          .after = "CANCELLED" }));
    return sku_refund_show(call, refund.id, out);
}
