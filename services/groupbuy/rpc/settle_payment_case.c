#include "events/audit.h"
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

/* Once; a case that WeChat has settled meanwhile is settled, too. */
struct status groupbuy_settle_payment_case(struct call *call, const Gb__SettlePaymentCaseRequest *in,
                                           Gb__PaymentCase *out)
{
    struct payment_case payment_case;

    TRY(platform_act(call, "operator", "finance"));
    TRY(case_lock(call->tx, in->case_id, &payment_case));
    if (payment_case.settled_us)
        return fail(CASE_SETTLED, "case %s was settled by %s", in->case_id, payment_case.settled_by);
    TRY(case_settle(call->tx, in->case_id, call->caller->user_id, in->note));
    TRY(note(call, &payment_case, in->note));
    payment_case.settled_us = call->now_us;
    payment_case.settled_by = call->caller->user_id;
    payment_case.note = in->note;
    case_view(call, &payment_case, out);
    return OK;
}
