#include "groupbuy/flow/teams.h"

#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "db/jobs.h"
#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/service.h"

struct status order_lock_with_team(struct call *call, const char *order_id, const char *user_id,
                                   struct order *ret_order, struct team *ret_team)
{
    struct order order;

    TRY(order_get(call->tx, order_id, user_id, &order));
    if (*order.team_id)
        TRY(team_lock(call->tx, order.team_id, ret_team));
    TRY(order_lock(call->tx, order_id, user_id, ret_order));
    if (strcmp(ret_order->team_id, order.team_id) != 0)
        return fail(CONFLICT, "order %s went to another team", order_id);
    return OK;
}

/* Deadline and rules are the campaign's of this moment. */
static struct team team_of(struct call *call, const struct campaign *campaign, const char *starter_id)
{
    int64_t deadline_us = call->now_us + campaign->team_life_s * US_PER_S;

    return (struct team){
        .id = id_make(call->arena),
        .campaign_id = campaign->id,
        .starter_id = starter_id,
        .founder_id = starter_id,
        .status = TEAM_OPEN,
        .size = campaign->team_size,
        .held = 1,
        .price = campaign->price,
        .started_us = call->now_us,
        .deadline_us = deadline_us,
        .sponsored_max = campaign->sponsored_seats_max,
        .sponsor_from_us = campaign->sponsored_seats_max ? deadline_us - campaign->sponsor_last_s * US_PER_S : 0,
        .version = 1,
    };
}

struct status team_open(struct call *call, const struct campaign *campaign, const char *starter_id,
                        struct team *ret_team)
{
    struct team team = team_of(call, campaign, starter_id);
    int64_t over_us = team.deadline_us + groupbuy_of(call)->late_grace_s * US_PER_S;

    TRY(team_insert(call->tx, &team));
    TRY(job_add(call->tx, JOB_EXPIRE_TEAM, team.id, over_us, NULL, 0));
    if (team.sponsored_max > 0 && team.sponsor_from_us < team.deadline_us)
        TRY(job_add(call->tx, JOB_SPONSOR_TEAM, team.id, team.sponsor_from_us, NULL, 0));
    TRY(tell_team_started(call, &team, campaign));
    *ret_team = team;
    return OK;
}

/* Everybody who waited is READY. */
static struct status complete(struct call *call, struct team *team, const char *product_title)
{
    struct team_member *members;
    struct order *waiting;
    size_t members_count, count;

    TRY(order_lock_of_team(call->tx, team->id, ORDER_WAITING_TEAM, &waiting, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(order_become_ready(call, &waiting[i], "team", "team complete"));
        hint_user(call, waiting[i].user_id, "order", waiting[i].id);
    }
    TRY(member_list(call->tx, team->id, &members, &members_count));
    TRY(job_remove(call->tx, JOB_EXPIRE_TEAM, team->id));
    TRY(job_remove(call->tx, JOB_SPONSOR_TEAM, team->id));
    CRASH_POINT(team, completed_not_committed);
    return tell_team_completed(call, team, *product_title || !count ? product_title : waiting[0].product_title, members,
                               members_count);
}

/* Who paid before hears that somebody joined: that one lacks, and that nobody does, is told in its own words. */
static struct status tell_joined(struct call *call, const struct team *team, const struct order *order)
{
    int32_t lacking = team->size - team->paid - team->sponsored;
    struct team_member *members = NULL;
    size_t count = 0;

    if (lacking > 0)
        TRY(member_list(call->tx, team->id, &members, &count));
    TRY(tell_team_joined(call, team, order, members, lacking > 1 ? count : 0));
    return lacking == 1 ? tell_team_one_short(call, team, order->product_title, members, count) : OK;
}

struct status team_take_in(struct call *call, struct team *team, struct order *order)
{
    const struct order_step waiting = { .to = ORDER_WAITING_TEAM, .actor = "team", .why = "waits for the team" };

    TRY(team_count_in(team));
    TRY(team_save(call->tx, team));
    TRY(member_set_state(call->tx, order->id, MEMBER_PAID, order->paid_us));
    TRY(tell_joined(call, team, order));
    if (team->status != TEAM_COMPLETED)
        return order_move(call->tx, order, &waiting);
    TRY(order_become_ready(call, order, "team", "team complete"));
    return complete(call, team, order->product_title);
}

struct status team_pay_seats(struct call *call, struct team *team, int32_t seats, const char *by, const char *why)
{
    TRY(team_sponsor(team, seats));
    TRY(team_save(call->tx, team));
    TRY(team_note_sponsor(call->tx, team, seats, by, why));
    hint_object(call, "team", team->id, team->version);
    return team->status == TEAM_COMPLETED ? complete(call, team, "") : OK;
}

struct status team_give_seat_back(struct call *call, struct team *team, const struct order *order, bool paid)
{
    bool open = team->status == TEAM_OPEN;
    struct team_member *others;
    size_t count;

    TRY(member_set_state(call->tx, order->id, MEMBER_LEFT, 0));
    if (!open)
        return OK;
    TRY(member_list(call->tx, team->id, &others, &count));
    team_let_go(team, order->user_id, paid ? MEMBER_PAID : MEMBER_HELD, others, count);
    TRY(team_save(call->tx, team));
    hint_object(call, "team", team->id, team->version);
    if (team->status == TEAM_OPEN)
        return OK;
    TRY(job_remove(call->tx, JOB_EXPIRE_TEAM, team->id));
    TRY(job_remove(call->tx, JOB_SPONSOR_TEAM, team->id));
    return tell_team_failed(call, team, order->product_title, NULL, 0);
}

/* Those who paid stand first in the list. */
static size_t paid_among(const struct team_member *members, size_t count)
{
    size_t paid = 0;

    while (paid < count && members[paid].state == MEMBER_PAID)
        paid++;
    return paid;
}

/* Orders that may still be paid need not wait for their time: whoever pays now is refunded. */
static struct status close_unpaid(struct call *call, const struct team_member *members, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(job_add(call->tx, JOB_CLOSE_UNPAID, members[i].order_id, 0, NULL, 0));
    return OK;
}

/* The merchant has paid for what was missing; who holds a seat and pays yet comes too late. */
static struct status complete_sponsored(struct call *call, struct team *team, int32_t sponsored, const char *by,
                                        const char *why)
{
    struct team_member *members;
    size_t count, paid;

    TRY(member_list(call->tx, team->id, &members, &count));
    TRY(team_save(call->tx, team));
    TRY(team_note_sponsor(call->tx, team, sponsored, by, why));
    TRY(members_let_held_go(call->tx, team->id));
    paid = paid_among(members, count);
    TRY(close_unpaid(call, members + paid, count - paid));
    return complete(call, team, "");
}

static struct status fail_team(struct call *call, struct team *team, enum cancel_reason reason)
{
    struct team_member *members;
    struct order *orders;
    size_t count, orders_count, paid;

    TRY(member_list(call->tx, team->id, &members, &count));
    TRY(order_lock_of_team(call->tx, team->id, ORDER_WAITING_TEAM, &orders, &orders_count));
    TRY(team_save(call->tx, team));
    paid = paid_among(members, count);
    TRY(orders_cancel_paid(call, orders, orders_count, reason));
    TRY(close_unpaid(call, members + paid, count - paid));
    TRY(job_remove(call->tx, JOB_SPONSOR_TEAM, team->id));
    return tell_team_failed(call, team, orders_count ? orders[0].product_title : "", members, paid);
}

struct status team_run_out(struct call *call, struct team *team)
{
    int32_t sponsored;

    if (!team_expire(team, call->now_us, &sponsored))
        return OK; /* complete, or failed before */
    if (team->status != TEAM_COMPLETED)
        return fail_team(call, team, CANCEL_TEAM_EXPIRED);
    return complete_sponsored(call, team, sponsored, JOB_EXPIRE_TEAM, "by the campaign's rule");
}

struct status team_honour(struct call *call, struct team *team, const char *by, const char *why)
{
    int32_t seats;

    TRY(team_sponsor_rest(team, &seats));
    return complete_sponsored(call, team, seats, by, why);
}

struct status team_withdraw(struct call *call, struct team *team)
{
    TRY(team_call_off(team));
    TRY(job_remove(call->tx, JOB_EXPIRE_TEAM, team->id));
    return fail_team(call, team, CANCEL_WITHDRAWN);
}
