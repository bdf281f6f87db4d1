#include "events/audit.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/views.h"

static struct status note(struct call *call, const struct payment_case *payment_case, const char *reason)
{
    return audit(
        call, &(struct audit_line){ .action = "settle_payment_case",
                                    .object_type = "payment_case",
                                    .object_id = payment_case->id,
                                    .before = "open",
                                    .after = arena_printf(call->arena, "settled: %s of %s, %ld fen, told %ld",
                                                          case_reason_name(payment_case->reason), payment_case->subject,
                                                          (long)payment_case->expected, (long)payment_case->told),
                                    .reason = reason });
}

/* Of a refund, which ends with it where WeChat was never asked. */
static struct status settle_refund(struct call *call, const struct payment_case *payment_case, struct order *order)
{
    return *order->id ? refund_settle(call, order, payment_case->subject) : OK;
}

/* What else moves it has its order before it, too. */
static struct status hold(struct call *call, const char *case_id, struct order *ret_order,
                          struct payment_case *ret_case)
{
    *ret_order = (struct order){ .id = "" };
    TRY(case_get(call->tx, case_id, ret_case));
    if (ret_case->reason == CASE_REFUND_ABNORMAL && *ret_case->order_id)
        TRY(order_lock(call->tx, ret_case->order_id, NULL, ret_order));
    return case_lock(call->tx, case_id, ret_case);
}

/* Once; a case that WeChat has settled meanwhile is settled, too. */
struct status groupbuy_settle_payment_case(struct call *call, const Gb__SettlePaymentCaseRequest *in,
                                           Gb__PaymentCase *out)
{
    struct payment_case payment_case;
    struct order order;

    TRY(platform_act(call, "operator", "finance"));
    TRY(hold(call, in->case_id, &order, &payment_case));
    if (payment_case.settled_us)
        return fail(CASE_SETTLED, "case %s was settled by %s", in->case_id, payment_case.settled_by);
    TRY(case_settle(call->tx, in->case_id, call->caller->user_id, in->note));
    TRY(settle_refund(call, &payment_case, &order));
    TRY(note(call, &payment_case, in->note));
    payment_case.settled_us = call->now_us;
    payment_case.settled_by = call->caller->user_id;
    payment_case.note = in->note;
    case_view(call, &payment_case, out);
    return OK;
}
