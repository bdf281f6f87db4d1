#include <string.h>

#include "base/clock.h"
#include "groupbuy/flow/after_sales.h"
#include "groupbuy/service.h"

/* What an operator declined stays declined; what the leader did may be looked at again, for some time. */
static bool may_escalate(const struct call *call, const struct after_sale *sale)
{
    if (sale->status == AFTER_SALE_DECLINED)
        return *sale->leader_id && strcmp(sale->moved_by, sale->leader_id) == 0 &&
               call->now_us < sale->closed_us + groupbuy_of(call)->after_sale_s * US_PER_S;
    return sale->status == AFTER_SALE_WITH_LEADER;
}

struct status groupbuy_escalate_after_sale(struct call *call, const Gb__EscalateAfterSaleRequest *in,
                                           Gb__AfterSale *out)
{
    enum after_sale_side side;
    struct after_sale sale;
    struct order order;

    TRY(after_sale_reach(call, in->after_sale_id, AFTER_SALE_BUYER, &order, &sale, &side));
    if (!may_escalate(call, &sale))
        return fail(AFTER_SALE_ELSEWHERE, "after-sale %s is %s", sale.id, after_sale_status_name(sale.status));
    TRY(after_sale_move(call, &order, &sale, AFTER_SALE_ESCALATED, call->caller->user_id, in->reason));
    return after_sale_show(call, &sale, out);
}
