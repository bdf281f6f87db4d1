#include "groupbuy/flow/prepaying.h"
#include "groupbuy/rounds.h"
#include "groupbuy/store/pay_link_store.h"

static struct status read_payable(struct call *call, const char *key, struct order *ret_order)
{
    const char *order_id;

    TRY(call_begin_read(call));
    TRY(pay_link_order(call->tx, key, &order_id));
    TRY(order_get(call->tx, order_id, NULL, ret_order));
    TRY(order_payable(ret_order, call->now_us));
    call_rollback(call);
    return OK;
}

struct status groupbuy_pay_by_link(struct call *call, const Gb__PayByLinkRequest *in, Gb__Payment *out)
{
    struct order order;

    TRY(read_payable(call, in->key, &order));
    return order_begin_to_pay(call, &order, out);
}
