#include <string.h>

#include "coupons/rpc/views.h"
#include "events/audit.h"

struct status coupons_propose_adjustment(struct call *call, const Cp__ProposeAdjustmentRequest *in, Cp__Adjustment *out)
{
    const struct adjustment adjustment = {
        .id = id_make(call->arena),
        .user_id = in->user_id,
        .points = in->points,
        .why = in->why,
        .state = ADJUSTMENT_PROPOSED,
        .proposed_by = call->caller->user_id,
        .decided_by = "",
        .proposed_us = call->now_us,
    };

    TRY(platform_operator(call));
    if (strcmp(in->user_id, call->caller->user_id) == 0)
        return fail(FORBIDDEN, "nobody adjusts his own points");
    TRY(adjustment_insert(call->tx, &adjustment));
    TRY(audit(call, &(struct audit_line){ .action = "propose_adjustment",
                                          .object_type = "adjustment",
                                          .object_id = adjustment.id,
                                          .after = arena_printf(call->arena, "%ld points for %s",
                                                                (long)adjustment.points, adjustment.user_id),
                                          .reason = adjustment.why }));
    adjustment_view(call, &adjustment, out);
    return OK;
}
