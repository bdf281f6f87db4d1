#include "db/jobs.h"
#include "events/audit.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/sku_refunds.h"
#include "groupbuy/service.h"

struct status groupbuy_start_sku_refund(struct call *call, const Gb__StartSkuRefundRequest *in, Gb__SkuRefund *out)
{
    struct sku_refund refund;

    TRY(platform_act(call, "operator"));
    TRY(sku_refund_lock(call->tx, in->sku_refund_id, &refund));
    if (refund.state != SKU_REFUND_READY)
        return fail(SKU_REFUND_NOT_READY, "SKU refund %s is %s", refund.id, sku_refund_state_name(refund.state));
    if (refund.planned > groupbuy_of(call)->second_pair_fen)
        TRY(approval_take(call, APPROVAL_SKU_REFUND, refund.id, 0, refund.planned));
    TRY(sku_refund_start(call->tx, refund.id, call->caller->user_id));
    TRY(job_add(call->tx, JOB_RUN_SKU_REFUND, refund.id, 0, NULL, 0));
    TRY(audit(call, &(struct audit_line){ .action = "start_sku_refund",
                                          .object_type = "sku_refund",
                                          .object_id = refund.id,
                                          .before = "READY",
                                          .after = arena_printf(call->arena, "%ld lines, %ld fen", (long)refund.lines,
                                                                (long)refund.planned),
                                          .reason = refund.reason }));
    return sku_refund_show(call, refund.id, out);
}
