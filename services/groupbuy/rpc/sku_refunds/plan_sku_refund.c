#include "db/jobs.h"
#include "events/audit.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/sku_refunds.h"
#include "rpc/timestamp.h"

static struct status check(const struct sku_refund *refund)
{
    struct violations faults = { 0 };

    if ((refund->per_unit > 0) == (refund->basis_points > 0))
        violations_add(&faults, "perUnitFen", "an amount for each unit or a percentage, one of them");
    if (refund->from_us && refund->to_us && refund->from_us >= refund->to_us)
        violations_add(&faults, "paidTo", "comes before paidFrom");
    return faults.count ? fail_fields(&faults) : OK;
}

static struct status note(struct call *call, const struct sku_refund *refund)
{
    const char *much = refund->per_unit ? arena_printf(call->arena, "%ld fen a unit", (long)refund->per_unit)
                                        : arena_printf(call->arena, "%d basis points", refund->basis_points);

    return audit(call, &(struct audit_line){ .action = "plan_sku_refund",
                                             .object_type = "sku_refund",
                                             .object_id = refund->id,
                                             .after = arena_printf(call->arena, "SKU %s: %s", refund->sku_id, much),
                                             .reason = refund->reason });
}

struct status groupbuy_plan_sku_refund(struct call *call, const Gb__PlanSkuRefundRequest *in, Gb__SkuRefund *out)
{
    const struct sku_refund refund = {
        .id = id_make(call->arena),
        .sku_id = in->sku_id,
        .campaign_id = in->campaign_id,
        .round_id = in->round_id,
        .from_us = timestamp_us(in->paid_from),
        .to_us = timestamp_us(in->paid_to),
        .per_unit = in->per_unit_fen,
        .basis_points = in->basis_points,
        .reason = in->reason,
        .asked_by = call->caller->user_id,
    };

    TRY(platform_act(call, "operator"));
    TRY(check(&refund));
    TRY(sku_refund_insert(call->tx, &refund));
    TRY(job_add(call->tx, JOB_GATHER_SKU_REFUND, refund.id, 0, NULL, 0));
    TRY(note(call, &refund));
    return sku_refund_show(call, refund.id, out);
}
