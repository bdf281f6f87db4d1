#include <string.h>

#include "coupons/flow/points.h"
#include "coupons/rpc/views.h"
#include "events/audit.h"

#define ADJUSTED_VALID_DAYS 366

static struct status post(struct call *call, const struct adjustment *adjustment)
{
    const struct income income = { .key = adjustment->id,
                                   .title = adjustment->why,
                                   .order_id = "",
                                   .kind = POSTING_ADJUSTED,
                                   .points = adjustment->points,
                                   .valid_days = ADJUSTED_VALID_DAYS };
    const struct outgo outgo = { .key = adjustment->id,
                                 .title = adjustment->why,
                                 .order_id = "",
                                 .kind = POSTING_ADJUSTED,
                                 .points = -adjustment->points,
                                 .lot_id = "" };
    struct points_account account;
    const char *lot_id;

    TRY(points_open(call, adjustment->user_id, &account));
    if (adjustment->points > 0)
        TRY(points_issue(call, &account, &income, &lot_id));
    else
        TRY(points_take_back(call, &account, &outgo));
    return points_close(call, &account);
}

static struct status decide(struct call *call, struct adjustment *adjustment, enum adjustment_state state)
{
    const char *operator_id = call->caller->user_id;

    if (strcmp(operator_id, adjustment->proposed_by) == 0 || strcmp(operator_id, adjustment->user_id) == 0)
        return fail(SECOND_EYES_NEEDED, "adjustment %s is the caller's own", adjustment->id);
    adjustment->state = state;
    adjustment->decided_by = operator_id;
    adjustment->decided_us = call->now_us;
    TRY(adjustment_save(call->tx, adjustment));
    TRY(audit(call, &(struct audit_line){ .action = "decide_adjustment",
                                          .object_type = "adjustment",
                                          .object_id = adjustment->id,
                                          .before = "proposed",
                                          .after = state == ADJUSTMENT_APPROVED ? "approved" : "rejected" }));
    return state == ADJUSTMENT_APPROVED ? post(call, adjustment) : OK;
}

struct status coupons_decide_adjustment(struct call *call, const Cp__DecideAdjustmentRequest *in, Cp__Adjustment *out)
{
    enum adjustment_state state = in->approve ? ADJUSTMENT_APPROVED : ADJUSTMENT_REJECTED;
    struct adjustment adjustment;

    TRY(platform_operator(call));
    TRY(adjustment_lock(call->tx, in->adjustment_id, &adjustment));
    if (adjustment.state == ADJUSTMENT_PROPOSED)
        TRY(decide(call, &adjustment, state));
    else if (adjustment.state != state)
        return fail(ALREADY_DECIDED, "adjustment %s", in->adjustment_id);
    adjustment_view(call, &adjustment, out);
    return OK;
}
