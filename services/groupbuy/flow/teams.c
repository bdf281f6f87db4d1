#include "groupbuy/flow/teams.h"

#include <string.h>

#include "base/clock.h"
#include "db/jobs.h"
#include "groupbuy/flow/cancelling.h"
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
    return (struct team){
        .id = id_make(call->arena),
        .campaign_id = campaign->id,
        .starter_id = starter_id,
        .status = TEAM_OPEN,
        .size = campaign->team_size,
        .held = 1,
        .price = campaign->price,
        .started_us = call->now_us,
        .deadline_us = call->now_us + campaign->team_life_s * US_PER_S,
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
    TRY(tell_team_started(call, &team, campaign));
    *ret_team = team;
    return OK;
}

/* Everybody who waited is READY, the last one included. */
static struct status complete(struct call *call, struct team *team, struct order *last)
{
    const struct order_step ready = { .to = ORDER_READY, .actor = "team", .why = "team complete" };
    struct team_member *members;
    struct order *waiting;
    size_t members_count, count;

    TRY(order_move(call->tx, last, &ready));
    TRY(order_lock_of_team(call->tx, team->id, ORDER_WAITING_TEAM, &waiting, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(order_move(call->tx, &waiting[i], &ready));
        hint_user(call, waiting[i].user_id, "order", waiting[i].id);
    }
    TRY(member_list(call->tx, team->id, &members, &members_count));
    TRY(job_remove(call->tx, JOB_EXPIRE_TEAM, team->id));
    return tell_team_completed(call, team, last->product_title, members, members_count);
}

struct status team_take_in(struct call *call, struct team *team, struct order *order)
{
    const struct order_step waiting = { .to = ORDER_WAITING_TEAM, .actor = "team", .why = "waits for the team" };

    TRY(team_count_in(team));
    TRY(team_save(call->tx, team));
    TRY(member_set_state(call->tx, order->id, MEMBER_PAID, order->paid_us));
    TRY(tell_team_joined(call, team, order));
    return team->status == TEAM_COMPLETED ? complete(call, team, order) : order_move(call->tx, order, &waiting);
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

struct status team_run_out(struct call *call, struct team *team)
{
    struct team_member *members;
    struct order *orders;
    size_t count, orders_count, paid;

    TRY(member_list(call->tx, team->id, &members, &count));
    TRY(order_lock_of_team(call->tx, team->id, ORDER_WAITING_TEAM, &orders, &orders_count));
    TRY(team_save(call->tx, team));
    paid = paid_among(members, count);
    TRY(orders_cancel_paid(call, orders, orders_count));
    TRY(close_unpaid(call, members + paid, count - paid));
    return tell_team_failed(call, team, orders_count ? orders[0].product_title : "", members, paid);
}
