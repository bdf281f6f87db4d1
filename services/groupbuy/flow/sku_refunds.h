/* Whole-SKU refunds as they are shown. */
#ifndef GROUPBUY_FLOW_SKU_REFUNDS_H
#define GROUPBUY_FLOW_SKU_REFUNDS_H

#include "groupbuy/sku_refunds.h"
#include "groupbuy/store/sku_refund_store.h"

/* With its sums as they are now. */
struct status sku_refund_show(struct call *call, const char *id, Gb__SkuRefund *out);
void sku_refund_view(struct call *call, const struct sku_refund *refund, Gb__SkuRefund *out);

#endif
