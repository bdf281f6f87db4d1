/* The caller begins to pay an order: his own, or another's whose link he has. WeChat knows one payer under an order's
 * number, so who begins first is the one who pays: everybody else is refused. */
#ifndef GROUPBUY_FLOW_PREPAYING_H
#define GROUPBUY_FLOW_PREPAYING_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/order_store.h"

/* It waits to be paid, and there is time: ORDER_NOT_PAYABLE, ORDER_EXPIRED. */
struct status order_payable(const struct order *order, int64_t now_us);
/* What wx.requestPayment wants, or paid at once when it costs nothing. No transaction may be open; one is open for the
 * answer after it. ORDER_NOT_PAYABLE, ORDER_EXPIRED, MERCHANT_NOT_READY, PAYER_UNKNOWN, PAYMENT_UNAVAILABLE. */
struct status order_begin_to_pay(struct call *call, const struct order *order, Gb__Payment *out);

#endif
