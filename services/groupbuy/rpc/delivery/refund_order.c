#include "events/audit.h"
#include "groupbuy/delivery.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/refunding.h"
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

static int32_t units_asked(const Gb__RefundOrderRequest *in, size_t position)
{
    for (size_t i = 0; i < in->n_lines; i++)
        if (in->lines[i]->position >= 0 && (size_t)in->lines[i]->position == position)
            return in->lines[i]->units;
    return 0;
}

/* Every unit that is left, and no line that is not there. */
static struct status asks_for_all(struct call *call, const struct order *order, const Gb__RefundOrderRequest *in,
                                  bool *ret_all)
{
    struct refund_line *lines;
    size_t count;

    *ret_all = true;
    if (in->n_lines == 0)
        return OK;
    TRY(refund_left(call, order, &lines, &count));
    for (size_t i = 0; i < in->n_lines; i++)
        *ret_all &= in->lines[i]->units > 0 && (size_t)in->lines[i]->position < count;
    for (size_t i = 0; i < count; i++)
        *ret_all &= units_asked(in, i) == lines[i].quantity - lines[i].units_before;
    return OK;
}

/* All of a plain order that has not left the house: its goods can be sold again, and nobody fetches them meanwhile. */
static struct status give_back(struct call *call, struct order *order, const Gb__RefundOrderRequest *in,
                               struct refund_ask *ask, struct refund *ret_refund)
{
    bool all = order->kind == KIND_PLAIN && order->status == ORDER_READY;

    if (all)
        TRY(asks_for_all(call, order, in, &all));
    if (!all)
        return refund_start(call, order, ask, ret_refund);
    ask->parts_count = 0;
    return order_call_off(call, order, CANCEL_BY_OPERATOR, ask, ret_refund);
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
    TRY(give_back(call, &order, in, &ask, &refund));
    TRY(approval_for_refunds(call, order.id));
    TRY(audit(call, &(struct audit_line){ .action = "refund_order",
                                          .object_type = "order",
                                          .object_id = order.id,
                                          .after = arena_printf(call->arena, "%ld fen", (long)refund.amount),
                                          .reason = in->reason }));
    return order_show(call, &order, out);
}
