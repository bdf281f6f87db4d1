#include "groupbuy/flow/after_sales.h"

struct status groupbuy_withdraw_after_sale(struct call *call, const Gb__WithdrawAfterSaleRequest *in,
                                           Gb__AfterSale *out)
{
    enum after_sale_side side;
    struct after_sale sale;
    struct order order;

    TRY(after_sale_reach(call, in->after_sale_id, AFTER_SALE_BUYER, &order, &sale, &side));
    if (!after_sale_may_move(sale.status, AFTER_SALE_WITHDRAWN))
        return fail(AFTER_SALE_ELSEWHERE, "after-sale %s is %s", sale.id, after_sale_status_name(sale.status));
    TRY(after_sale_move(call, &order, &sale, AFTER_SALE_WITHDRAWN, call->caller->user_id, ""));
    return after_sale_show(call, &sale, out);
}
