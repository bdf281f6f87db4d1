#include "groupbuy/flow/pay_links.h"
#include "groupbuy/flow/prepaying.h"
#include "groupbuy/store/pay_link_store.h"

/* Who was asked may look without an account. Of one that is paid he sees that; one that is off is gone. */
struct status groupbuy_open_pay_link(struct call *call, const Gb__OpenPayLinkRequest *in, Gb__PayLink *out)
{
    const char *order_id;
    struct order order;

    TRY(pay_link_order(call->tx, in->key, &order_id));
    TRY(order_get(call->tx, order_id, NULL, &order));
    if (!order.paid_us && !ok(order_payable(&order, call->now_us)))
        return fail(ORDER_EXPIRED, "order %s is %s", order.id, order_status_name(order.status));
    return pay_link_show(call, in->key, &order, out);
}
