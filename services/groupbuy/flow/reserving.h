/* The reserve: looked at now and then, operators told when it falls short and when it is whole again. Money leaves for
 * leaders and partners only while it stays whole. */
#ifndef GROUPBUY_FLOW_RESERVING_H
#define GROUPBUY_FLOW_RESERVING_H

#include "groupbuy/reserves.h"
#include "groupbuy/store/payout_store.h"

/* In a transaction: every account is measured and kept; what was held back and has room again gets its job. */
struct status reserves_watch(struct call *call);

/* No transaction is open. *ret_gone false: the transfer waits for the reserve, which comes back to it; otherwise it may
 * be asked for, now and whenever it is asked again. */
struct status reserve_lets_go(struct call *call, const char *payout_id, bool *ret_gone);

#endif
