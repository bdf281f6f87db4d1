#include "groupbuy/flow/contents.h"
#include "groupbuy/flow/prepaying.h"

static struct status read_payable(struct call *call, const char *order_id, struct order *ret_order)
{
    TRY(call_begin_read(call));
    TRY(order_get(call->tx, order_id, call->caller->user_id, ret_order));
    TRY(order_payable(ret_order, call->now_us));
    call_rollback(call);
    return OK;
}

struct status groupbuy_pay_order(struct call *call, const Gb__PayOrderRequest *in, Gb__Payment *out)
{
    struct order order;

    TRY(read_payable(call, in->order_id, &order));
    if (order.kind == KIND_CONTENT && !content_is_sold_on(call, in->platform))
        return fail(CHANNEL_MISSING, "nothing virtual is paid on platform %d", (int)in->platform);
    return order_begin_to_pay(call, &order, out);
}
