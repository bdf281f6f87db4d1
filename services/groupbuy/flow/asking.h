/* What all that ask WeChat have in common: never inside a transaction, and its answers in our words. */
#ifndef GROUPBUY_FLOW_ASKING_H
#define GROUPBUY_FLOW_ASKING_H

#include "groupbuy/groupbuy.h"
#include "wechat/pay.h"

struct wxpay *pay_of(const struct call *call);
/* INTERNAL while a transaction is open. */
struct status outside(const struct call *call);
/* What is worth another try is PAYMENT_UNAVAILABLE; INTERNAL needs somebody, and stays. */
struct status as_ours(struct status status);
/* WeChat has said no for good. */
bool is_no(struct status status, const struct wechat_failure *failure);

#endif
