/* The bills of an account's day against what is that account's by our rows and the ledger. In small steps, each a
 * transaction: whatever is done stays done, so that it goes on where it stood after a crash; done twice, it changes
 * nothing. Memory does not grow with the bills. */
#ifndef GROUPBUY_FLOW_RECONCILING_H
#define GROUPBUY_FLOW_RECONCILING_H

#include "groupbuy/flow/bills.h"
#include "groupbuy/store/bill_store.h"

/* Of the next day: due at 10, they have waited too long. */
#define BILLS_HELD_UP_HOUR 20

/* Copies a bill's rows to us. No transaction is open. */
struct status reconcile_read(struct call *call, const struct bill_key *key, enum wxpay_bill bill);
/* Opens a case for each difference, writes the day's totals, posts WeChat's fees, tells. No transaction is open. */
struct status reconcile_compare(struct call *call, const struct bill_key *key);

#endif
