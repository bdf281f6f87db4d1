#include "groupbuy/flow/pay_links.h"
#include "groupbuy/flow/prepaying.h"
#include "groupbuy/store/pay_link_store.h"
#include "groupbuy/store/payment_store.h"

/* WeChat knows one payer under an order's number: once its buyer has begun to pay there is nobody else who could. */
static struct status nobody_pays(struct call *call, const char *order_id)
{
    struct payment payment;
    bool found;

    TRY(payment_lock(call->tx, order_id, &payment, &found));
    return found ? fail(ORDER_NOT_PAYABLE, "order %s is being paid", order_id) : OK;
}

/* Nobody knows what phone a link is opened on: what is virtual has a price only where its channel is. */
static struct status sold_everywhere(const struct order *order)
{
    return order->kind == KIND_CONTENT ? fail(ORDER_NOT_PAYABLE, "order %s is virtual", order->id) : OK;
}

struct status groupbuy_create_pay_link(struct call *call, const Gb__CreatePayLinkRequest *in, Gb__PayLink *out)
{
    struct order order;
    const char *key;

    TRY(order_lock(call->tx, in->order_id, call->caller->user_id, &order));
    TRY(order_payable(&order, call->now_us));
    TRY(sold_everywhere(&order));
    TRY(nobody_pays(call, order.id));
    TRY(pay_link_make(call->tx, order.id, call->caller->user_id, &key));
    return pay_link_show(call, key, &order, out);
}
