/* Whole-SKU refunds. */
#ifndef GROUPBUY_SKU_REFUNDS_H
#define GROUPBUY_SKU_REFUNDS_H

#include "events/events.h"
#include "linli/groupbuy/v1/sku_refunds.pb-c.h"
#include "rpc/operation.h"

#define SKU_REFUND_NOT_READY CODE_FAILED_PRECONDITION, "SKU_REFUND_NOT_READY"

#define SKU_REFUNDS_OPERATIONS(X)                                                                                      \
    X(Gb, PlanSkuRefund, Gb__SkuRefund, groupbuy_plan_sku_refund)                                                      \
    X(Gb, StartSkuRefund, Gb__SkuRefund, groupbuy_start_sku_refund)                                                    \
    X(Gb, CancelSkuRefund, Gb__SkuRefund, groupbuy_cancel_sku_refund)                                                  \
    X(Gb, GetSkuRefund, Gb__SkuRefund, groupbuy_get_sku_refund)                                                        \
    X(Gb, ListSkuRefunds, Gb__ListSkuRefundsResponse, groupbuy_list_sku_refunds)                                       \
    X(Gb, ListSkuRefundLines, Gb__ListSkuRefundLinesResponse, groupbuy_list_sku_refund_lines)

#define JOB_GATHER_SKU_REFUND "gather_sku_refund" /* both: key: the SKU refund */
#define JOB_RUN_SKU_REFUND    "run_sku_refund"

#define SKU_REFUNDS_JOBS(X)                                                                                            \
    X(JOB_GATHER_SKU_REFUND, groupbuy_gather_sku_refund)                                                               \
    X(JOB_RUN_SKU_REFUND, groupbuy_run_sku_refund)

SKU_REFUNDS_OPERATIONS(OPERATION_PROTOTYPE)
SKU_REFUNDS_JOBS(JOB_PROTOTYPE)

#endif
