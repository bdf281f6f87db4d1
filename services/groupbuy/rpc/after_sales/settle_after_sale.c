#include "events/audit.h"
#include "groupbuy/flow/after_sales.h"

/* Returned goods are refunded; what is owed in goods is done once it is on its way. */
static struct status settle(struct call *call, struct order *order, struct after_sale *sale, const char *note)
{
    const char *actor = call->caller->user_id;

    if (sale->status == AFTER_SALE_RETURNED && sale->kind == AFTER_SALE_RETURN)
        return after_sale_refund(call, order, sale, actor, note);
    if (sale->status == AFTER_SALE_RETURNED || sale->status == AFTER_SALE_APPROVED)
        return after_sale_move(call, order, sale, AFTER_SALE_DONE, actor, note);
    return fail(AFTER_SALE_ELSEWHERE, "after-sale %s is %s", sale->id, after_sale_status_name(sale->status));
}

struct status groupbuy_settle_after_sale(struct call *call, const Gb__SettleAfterSaleRequest *in, Gb__AfterSale *out)
{
    enum after_sale_side side;
    struct after_sale sale;
    struct order order;
    const char *before;

    TRY(after_sale_reach(call, in->after_sale_id, AFTER_SALE_LEADER | AFTER_SALE_OPERATOR, &order, &sale, &side));
    before = after_sale_status_name(sale.status);
    TRY(settle(call, &order, &sale, in->note));
    TRY(audit(call, &(struct audit_line){ .role = side == AFTER_SALE_OPERATOR ? "operator" : "leader",
                                          .scope_id = *sale.community_id ? sale.community_id : NULL,
                                          .action = "settle_after_sale",
                                          .object_type = "after_sale",
                                          .object_id = sale.id,
                                          .before = before,
                                          .after = after_sale_status_name(sale.status),
                                          .reason = in->note }));
    return after_sale_show(call, &sale, out);
}
