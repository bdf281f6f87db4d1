#include "groupbuy/flow/after_sales.h"

struct status groupbuy_send_back(struct call *call, const Gb__SendBackRequest *in, Gb__AfterSale *out)
{
    enum after_sale_side side;
    struct after_sale sale;
    struct order order;

    TRY(after_sale_reach(call, in->after_sale_id, AFTER_SALE_BUYER, &order, &sale, &side));
    if (sale.status != AFTER_SALE_AWAITING_RETURN)
        return fail(AFTER_SALE_ELSEWHERE, "after-sale %s is %s", sale.id, after_sale_status_name(sale.status));
    sale.carrier = in->carrier;
    sale.tracking_number = in->tracking_number;
    TRY(after_sale_move(call, &order, &sale, AFTER_SALE_RETURNED, call->caller->user_id, ""));
    return after_sale_show(call, &sale, out);
}
