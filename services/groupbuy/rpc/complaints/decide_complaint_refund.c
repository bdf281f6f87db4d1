#include <string.h>

#include "events/audit.h"
#include "groupbuy/delivery.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/complaining.h"
#include "groupbuy/flow/scope.h"

static struct status check(struct call *call, const struct complaint *complaint)
{
    struct complaint_step *steps;
    size_t count;

    if (complaint->state == COMPLAINT_PROCESSED)
        return fail(COMPLAINT_CLOSED, "complaint %s is completed", complaint->id);
    if (strcmp(complaint->problem_type, "REFUND") != 0 || complaint->refund_wanted == 0)
        return fail(COMPLAINT_WANTS_NO_REFUND, "complaint %s is of %s", complaint->id, complaint->problem_type);
    TRY(complaint_steps(call->tx, complaint->id, &steps, &count));
    for (size_t i = 0; i < count; i++)
        if ((steps[i].kind == COMPLAINT_APPROVE_REFUND || steps[i].kind == COMPLAINT_REJECT_REFUND) &&
            steps[i].state != COMPLAINT_STEP_REFUSED)
            return fail(COMPLAINT_WANTS_NO_REFUND, "complaint %s was decided by step %s", complaint->id, steps[i].id);
    return OK;
}

/* So much as is wanted, line after line; no parts: all that is left. */
static struct status share_out(struct call *call, const struct order *order, fen wanted, struct refund_ask *ask,
                               struct refund_ask_part *parts)
{
    struct refund_line *lines;
    fen left = 0;
    size_t count;

    TRY(refund_left(call, order, &lines, &count));
    for (size_t i = 0; i < count; i++)
        left += lines[i].goods - lines[i].goods_before + lines[i].delivery - lines[i].delivery_before;
    if (left == 0)
        return fail(ORDER_NOT_REFUNDABLE, "nothing is left of order %s", order->id);
    if (wanted >= left)
        return OK;
    for (size_t i = 0; i < count && wanted; i++) {
        fen goods = lines[i].goods - lines[i].goods_before, part = goods < wanted ? goods : wanted;

        if (part > 0)
            parts[ask->parts_count++] = (struct refund_ask_part){ (int)i, 0, part, 0 };
        wanted -= part;
    }
    return ask->parts_count ? OK : fail(ORDER_NOT_REFUNDABLE, "only freight is left of order %s", order->id);
}

static struct status refund(struct call *call, const struct complaint *complaint, struct order *order, fen *ret_amount)
{
    struct refund_ask_part parts[ORDER_LINES_MAX];
    struct refund_ask ask = {
        .reason = REFUND_FOR_COMPLAINT,
        .actor = call->caller->user_id,
        .key = complaint->id,
        .merchant_fault = true,
        .parts = parts,
    };
    struct refund started;

    if (!order_is_live(order->status) || order->status == ORDER_WAITING_TEAM)
        return fail(ORDER_NOT_REFUNDABLE, "order %s is %s", order->id, order_status_name(order->status));
    TRY(share_out(call, order, complaint->refund_wanted, &ask, parts));
    TRY(order_give_back(call, order, CANCEL_BY_OPERATOR, &ask, &started));
    *ret_amount = started.amount;
    return approval_for_refunds(call, order->id);
}

static struct status decide(struct call *call, const struct complaint *complaint, struct order *order,
                            const Gb__DecideComplaintRefundRequest *in)
{
    fen amount = 0;

    if (in->approve)
        TRY(refund(call, complaint, order, &amount));
    TRY(complaint_act(call, complaint, in->approve ? COMPLAINT_APPROVE_REFUND : COMPLAINT_REJECT_REFUND, in->reason));
    return audit(call, &(struct audit_line){ .action = "decide_complaint_refund",
                                             .object_type = "complaint",
                                             .object_id = complaint->id,
                                             .after = in->approve ? arena_printf(call->arena, "approved: %ld fen of %s",
                                                                                 (long)amount, order->id)
                                                                  : "rejected",
                                             .reason = in->reason });
}

struct status groupbuy_decide_complaint_refund(struct call *call, const Gb__DecideComplaintRefundRequest *in,
                                               Gb__Complaint *out)
{
    struct complaint complaint;
    struct order order = { 0 };

    TRY(platform_act(call, "operator"));
    if (!in->approve && !*in->reason)
        return fail_field("reason", "is for the buyer, whose refund is refused");
    TRY(complaint_get(call->tx, in->complaint_id, false, &complaint));
    if (in->approve && !*complaint.order_id)
        return fail(ORDER_NOT_REFUNDABLE, "complaint %s is of no order of ours", complaint.id);
    if (in->approve)
        TRY(order_lock(call->tx, complaint.order_id, NULL, &order));
    TRY(complaint_lock(call->tx, in->complaint_id, false, &complaint));
    TRY(check(call, &complaint));
    TRY(decide(call, &complaint, &order, in));
    return complaint_show(call, complaint.id, out);
}
