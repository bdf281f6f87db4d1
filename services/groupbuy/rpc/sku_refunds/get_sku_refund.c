#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/sku_refunds.h"

struct status groupbuy_get_sku_refund(struct call *call, const Gb__GetSkuRefundRequest *in, Gb__SkuRefund *out)
{
    TRY(platform_act(call, "operator", "finance", "auditor"));
    return sku_refund_show(call, in->sku_refund_id, out);
}
