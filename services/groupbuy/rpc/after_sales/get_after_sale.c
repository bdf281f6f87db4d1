#include "groupbuy/flow/after_sales.h"

struct status groupbuy_get_after_sale(struct call *call, const Gb__GetAfterSaleRequest *in, Gb__AfterSale *out)
{
    enum after_sale_side side;
    struct after_sale sale;
    int sides = AFTER_SALE_BUYER | AFTER_SALE_LEADER | AFTER_SALE_OPERATOR;

    TRY(after_sale_look(call, in->after_sale_id, sides, &sale, &side));
    return after_sale_show(call, &sale, out);
}
