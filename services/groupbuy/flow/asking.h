/* What all that ask WeChat have in common: never inside a transaction, by the account it is about, and its answers in our
 * words. */
#ifndef GROUPBUY_FLOW_ASKING_H
#define GROUPBUY_FLOW_ASKING_H

#include "groupbuy/groupbuy.h"
#include "wechat/pay.h"

/* The account with that number, "": the installation's own. NULL: this replica has no keys of it (never of its own). */
struct wxpay *pay_of(const struct call *call, const char *merchant_id);
/* The same, to ask by: INTERNAL while a transaction is open, PAYMENT_UNAVAILABLE without keys. */
struct status ask_pay(const struct call *call, const char *merchant_id, struct wxpay **ret_pay);
/* INTERNAL while a transaction is open. */
struct status outside(const struct call *call);
/* What is worth another try is PAYMENT_UNAVAILABLE; INTERNAL needs somebody, and stays. */
struct status as_ours(struct status status);
/* WeChat has said no for good. */
bool is_no(struct status status, const struct wechat_failure *failure);

#endif
