#include "events/audit.h"
#include "groupbuy/delivery.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/views.h"

/* Units at what they cost, or money without units. */
static struct refund_ask_part *parts_of(struct call *call, const Gb__RefundOrderRequest *in)
{
    struct refund_ask_part *parts = arena_array(call->arena, struct refund_ask_part, in->n_lines);

    for (size_t i = 0; i < in->n_lines; i++)
        parts[i] = (struct refund_ask_part){ in->lines[i]->position, in->lines[i]->units,
                                             in->lines[i]->units ? REFUND_BY_UNITS : in->lines[i]->goods_fen, 0 };
    return parts;
}

static struct status check_lines(const Gb__RefundOrderRequest *in)
{
    struct violations faults = { 0 };

    for (size_t i = 0; i < in->n_lines; i++) {
        if (in->lines[i]->units && in->lines[i]->goods_fen)
            violations_add(&faults, "lines", "units or an amount, not both");
        for (size_t other = 0; other < i; other++)
            if (in->lines[other]->position == in->lines[i]->position)
                violations_add(&faults, "lines", "a position stands there twice");
    }
    return faults.count ? fail_fields(&faults) : OK;
}

/* A team buy's order that still waits is cancelled, never refunded past its team. */
static struct status check_order(const struct order *order)
{
    if (!order_is_live(order->status) || order->status == ORDER_WAITING_TEAM)
        return fail(ORDER_NOT_REFUNDABLE, "order %s is %s", order->id, order_status_name(order->status));
    return OK;
}

struct status groupbuy_refund_order(struct call *call, const Gb__RefundOrderRequest *in, Gb__Order *out)
{
    struct refund_ask ask = {
        .reason = REFUND_BY_OPERATOR,
        .actor = call->caller->user_id,
        .key = call->operation_id,
        .merchant_fault = in->merchant_fault,
        .parts_count = in->n_lines,
    };
    struct refund refund;
    struct order order;

    TRY(platform_act(call, "operator"));
    TRY(check_lines(in));
    TRY(order_lock(call->tx, in->order_id, NULL, &order));
    TRY(check_order(&order));
    ask.parts = parts_of(call, in);
    TRY(order_give_back(call, &order, CANCEL_BY_OPERATOR, &ask, &refund));
    TRY(approval_for_refunds(call, order.id));
    TRY(audit(call, &(struct audit_line){ .action = "refund_order",
                                          .object_type = "order",
                                          .object_id = order.id,
                                          .after = arena_printf(call->arena, "%ld fen", (long)refund.amount),
                                          .reason = in->reason }));
    return order_show(call, &order, out);
}
