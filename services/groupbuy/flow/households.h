/* Who may fetch for whom, as both of them see it. In a transaction. */
#ifndef GROUPBUY_FLOW_HOUSEHOLDS_H
#define GROUPBUY_FLOW_HOUSEHOLDS_H

#include "groupbuy/pickup.h"
#include "groupbuy/store/household_store.h"
#include "rpc/call.h"

/* The caller's. */
struct status household_show(struct call *call, Gb__Household *out);

#endif
