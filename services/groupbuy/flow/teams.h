/* Teams in their transactions. Locks: the team first, then orders, buyers, buckets, campaign. */
#ifndef GROUPBUY_FLOW_TEAMS_H
#define GROUPBUY_FLOW_TEAMS_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/campaign_store.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/team_store.h"

#define JOB_EXPIRE_TEAM  "expire_team"
#define JOB_SPONSOR_TEAM "sponsor_team"

/* A new team of the campaign as it is now, with a seat held for its starter. */
struct status team_open(struct call *call, const struct campaign *campaign, const char *starter_id,
                        struct team *ret_team);

/* Locks an order, and its team (if it has one) before it. `user_id` NULL: anybody's. CONFLICT when the order went to
 * another team meanwhile. */
struct status order_lock_with_team(struct call *call, const char *order_id, const char *user_id,
                                   struct order *ret_order, struct team *ret_team);

/* A paid order (PAID) counts in its team and waits for it, or is READY with everybody else's when the team is complete.
 * TEAM_CLOSED when the team is over. */
struct status team_take_in(struct call *call, struct team *team, struct order *order);

/* The order's seat is free again; the order is being cancelled. Says so when nobody is left. */
struct status team_give_seat_back(struct call *call, struct team *team, const struct order *order, bool paid);

/* The merchant pays for so many free seats, openly: `by` is a user's id or the name of a job. Completes the team when
 * nobody holds a seat any more. The team is locked. TEAM_CLOSED, TEAM_FULL, NOBODY_HAS_PAID. */
struct status team_pay_seats(struct call *call, struct team *team, int32_t seats, const char *by, const char *why);

/* Its campaign was stopped: the merchant pays for all that is missing, and the team is complete. TEAM_CLOSED,
 * NOBODY_HAS_PAID. The team is locked. */
struct status team_honour(struct call *call, struct team *team, const char *by, const char *why);
/* Its campaign was withdrawn: the team fails, everyone who paid is refunded. TEAM_CLOSED. The team is locked. */
struct status team_withdraw(struct call *call, struct team *team);

/* Time is up: what the campaign's rule pays for completes the team; otherwise it fails and everyone who paid is
 * refunded. Unpaid orders are closed by their jobs either way. Nothing when it is not so. The team is locked. */
struct status team_run_out(struct call *call, struct team *team);

#endif
