/* A payment that finds its team over: what the buyer chose for it at checkout. Who has not chosen is never moved. */
#ifndef GROUPBUY_FLOW_LATE_H
#define GROUPBUY_FLOW_LATE_H

#include "groupbuy/flow/teams.h"

/* The team that takes the order in now, locked, with a seat held for it: of its own, or the open one nearest to
 * completion; *order follows and its buyer is told. *ret_found is false when nothing was chosen or it cannot be done:
 * the campaign is over, no open team has a seat. Then nothing has changed.
 *
 * The order is locked with its former team, which is over. That the new team is locked after them cannot make a circle:
 * teams that are over are never waited for by who holds an open one. */
struct status late_team(struct call *call, struct order *order, struct team *ret_team, bool *ret_found);

#endif
