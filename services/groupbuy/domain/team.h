/* A team (拼团): seats, who counts, when it is complete. Pure; whoever changes a team has its row locked.
 *
 * A seat is held while its order may be paid and counts once it is paid. Missing seats may be paid for by the merchant
 * (赞助席位): there is nobody in them, no order, no goods. held + paid + sponsored ≤ size, always; paid + sponsored =
 * size completes the team, and that is final. Deadline and rules were copied from the campaign when the team started.
 */
#ifndef GROUPBUY_DOMAIN_TEAM_H
#define GROUPBUY_DOMAIN_TEAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "base/status.h"

/* The numbers of linli.groupbuy.v1.TeamStatus. */
enum team_status { TEAM_NONE = 0, TEAM_OPEN = 1, TEAM_COMPLETED = 2, TEAM_FAILED = 3 };

enum member_state { MEMBER_NONE = 0, MEMBER_HELD = 1, MEMBER_PAID = 2, MEMBER_LEFT = 3 };

struct team {
    const char *id;
    const char *campaign_id;
    const char *starter_id; /* who leads it now */
    const char *founder_id; /* who has started it */
    enum team_status status;
    int32_t size;
    int32_t held;
    int32_t paid;
    int32_t sponsored;
    int32_t sponsored_max;   /* by the campaign's rule */
    int64_t sponsor_from_us; /* by that rule, from then on */
    fen price;
    int64_t started_us;
    int64_t deadline_us;
    int64_t version;
};

struct team_member {
    const char *user_id;
    const char *order_id;
    enum member_state state;
    int64_t paid_us; /* 0: not paid */
    fen amount;
};

/* A newcomer takes a seat: TEAM_CLOSED, TEAM_FULL. */
struct status team_admit(struct team *team, int64_t now_us);

/* The holder of a seat has paid. Completes the team with the last one. TEAM_CLOSED when it is no longer open: the money
 * goes back. */
struct status team_count_in(struct team *team);

/* A member gives his seat back; `others` are the remaining members that are HELD or PAID. The starter hands over to the
 * member who paid first (none paid: to the first that holds a seat), the deadline stays; a team with nobody left fails.
 * Seats of a team that is not open are never given back: success is final. */
void team_let_go(struct team *team, const char *user_id, enum member_state state, const struct team_member *others,
                 size_t count);

/* The merchant pays for so many of the seats that nobody has. Completes the team when nobody holds one any more.
 * TEAM_CLOSED, TEAM_FULL when fewer are free, NOBODY_HAS_PAID. */
struct status team_sponsor(struct team *team, int32_t seats);

/* Seats that the campaign's rule pays for at this moment: all that are free, when they are no more than it allows; else
 * 0. */
int32_t team_sponsors_now(const struct team *team, int64_t now_us);

/* The merchant pays for all that is missing, whatever the rule says: the team is complete, seats that are held are
 * given up. *ret_seats: how many. TEAM_CLOSED, NOBODY_HAS_PAID. */
struct status team_sponsor_rest(struct team *team, int32_t *ret_seats);

/* It is off before its time. TEAM_CLOSED */
struct status team_call_off(struct team *team);

/* Time has run out: an open team fails, or the campaign's rule pays for all that is missing (*ret_sponsored) and it is
 * complete: seats that are still held are given up then. False when there is nothing to do. */
bool team_expire(struct team *team, int64_t now_us, int32_t *ret_sponsored);

const char *team_status_name(enum team_status status);
enum team_status team_status_of(const char *name);
const char *member_state_name(enum member_state state);
enum member_state member_state_of(const char *name);

#endif
