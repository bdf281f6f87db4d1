#include "events/audit.h"
#include "groupbuy/flow/after_sales.h"

static struct status note(struct call *call, const struct after_sale *sale, enum after_sale_side side,
                          const char *before, const char *reason)
{
    return audit(call, &(struct audit_line){ .role = side == AFTER_SALE_OPERATOR ? "operator" : "leader",
                                             .scope_id = *sale->community_id ? sale->community_id : NULL,
                                             .action = "decide_after_sale",
                                             .object_type = "after_sale",
                                             .object_id = sale->id,
                                             .before = before,
                                             .after = after_sale_status_name(sale->status),
                                             .reason = reason });
}

/* Undecided and the caller's to decide; or sent back, and not as it should be. */
static bool may_decide(const struct after_sale *sale, enum after_sale_side side, bool approve)
{
    if (sale->status == AFTER_SALE_RETURNED)
        return !approve;
    return sale->status == AFTER_SALE_WITH_LEADER ||
           (sale->status == AFTER_SALE_ESCALATED && side == AFTER_SALE_OPERATOR);
}

static struct status approve(struct call *call, struct order *order, struct after_sale *sale, bool merchant_fault,
                             const char *reason)
{
    enum after_sale_status then = after_sale_approved_to(sale->kind, *sale->tracking_number != 0);

    sale->merchant_fault = merchant_fault;
    TRY(after_sale_move(call, order, sale, AFTER_SALE_APPROVED, call->caller->user_id, reason));
    if (then == AFTER_SALE_REFUNDING)
        return after_sale_refund(call, order, sale, call->caller->user_id, "");
    if (then == AFTER_SALE_APPROVED)
        return OK;
    return after_sale_move(call, order, sale, then, call->caller->user_id, "");
}

static struct status decline(struct call *call, struct order *order, struct after_sale *sale, const char *reason)
{
    enum after_sale_status to = sale->status == AFTER_SALE_RETURNED ? AFTER_SALE_ESCALATED : AFTER_SALE_DECLINED;
    struct violations faults = { 0 };

    if (!*reason) {
        violations_add(&faults, "reason", "is needed for a decline");
        return fail_fields(&faults);
    }
    return after_sale_move(call, order, sale, to, call->caller->user_id, reason);
}

struct status groupbuy_decide_after_sale(struct call *call, const Gb__DecideAfterSaleRequest *in, Gb__AfterSale *out)
{
    enum after_sale_side side;
    struct after_sale sale;
    struct order order;
    const char *before;

    TRY(after_sale_reach(call, in->after_sale_id, AFTER_SALE_LEADER | AFTER_SALE_OPERATOR, &order, &sale, &side));
    if (!may_decide(&sale, side, in->approve))
        return fail(AFTER_SALE_ELSEWHERE, "after-sale %s is %s", sale.id, after_sale_status_name(sale.status));
    before = after_sale_status_name(sale.status);
    if (in->approve)
        TRY(approve(call, &order, &sale, in->merchant_fault, in->reason));
    else
        TRY(decline(call, &order, &sale, in->reason));
    TRY(note(call, &sale, side, before, in->reason));
    return after_sale_show(call, &sale, out);
}
