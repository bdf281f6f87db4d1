/* The leader's minute: one card about a round of his, at every stage. */
#ifndef GROUPBUY_FLOW_MINUTES_H
#define GROUPBUY_FLOW_MINUTES_H

#include "groupbuy/flow/rounds.h"

#define MINUTE_ENTRIES_MAX 50 /* of the running list, the newest */

/* In call->tx; the caller leads it. */
struct status minute_show(struct call *call, const struct round *round, Gb__LeaderMinute *out);

#endif
