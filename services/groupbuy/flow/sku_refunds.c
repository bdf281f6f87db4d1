#include "groupbuy/flow/sku_refunds.h"

#include "rpc/timestamp.h"

void sku_refund_view(struct call *call, const struct sku_refund *refund, Gb__SkuRefund *out)
{
    out->sku_refund_id = refund->id;
    out->sku_id = refund->sku_id;
    out->campaign_id = refund->campaign_id;
    out->round_id = refund->round_id;
    out->paid_from = timestamp_new(call->arena, refund->from_us);
    out->paid_to = timestamp_new(call->arena, refund->to_us);
    out->per_unit_fen = refund->per_unit;
    out->basis_points = refund->basis_points;
    out->reason = refund->reason;
    out->state = (Gb__SkuRefundState)refund->state;
    out->asked_by = refund->asked_by;
    out->started_by = refund->started_by;
    out->created_at = timestamp_new(call->arena, refund->created_us);
    out->started_at = timestamp_new(call->arena, refund->started_us);
    out->done_at = timestamp_new(call->arena, refund->done_us);
    out->lines = refund->lines;
    out->planned_fen = refund->planned;
    out->lines_done = refund->lines_done;
    out->lines_skipped = refund->lines_skipped;
    out->refunded_fen = refund->refunded;
}

struct status sku_refund_show(struct call *call, const char *id, Gb__SkuRefund *out)
{
    struct sku_refund refund;

    TRY(sku_refund_get(call->tx, id, &refund));
    sku_refund_view(call, &refund, out);
    return OK;
}
