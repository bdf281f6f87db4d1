/* Teams: seats are held, count once they are paid, and go back; whoever changes one has its row. */
#include <string.h>

#include "groupbuy/domain/campaign.h"
#include "groupbuy/domain/reasons.h"
#include "simulation/actors/actors.h"

#define SEATS_MAX (TEAM_SEATS_MAX * 4)

const char *team_id(int team)
{
    static const char *const ids[TEAMS_MAX] = { "team-0", "team-1", "team-2", "team-3", "team-4",
                                                "team-5", "team-6", "team-7", "team-8", "team-9" };

    return ids[team];
}

static const char *order_id(int order)
{
    static const char *const ids[ORDERS_MAX] = {
        "00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11",
        "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23"
    };

    return ids[order];
}

/* ---- seats ---- */

static struct seat *seat_of(struct world *world, int team, int order)
{
    struct party *party = &world->shop.teams[team];

    for (int i = 0; i < party->seats_count; i++)
        if (party->seats[i].order == order)
            return &party->seats[i];
    return NULL;
}

struct status team_seat(struct world *world, int team, int user, int order)
{
    struct party *party = &world->shop.teams[team];

    for (int i = 0; i < party->seats_count; i++)
        if (party->seats[i].user == user && party->seats[i].state != MEMBER_LEFT)
            return fail(ALREADY_IN_TEAM, "%s is in %s", user_id(user), party->team.id);
    if (party->seats_count == SEATS_MAX)
        return fail(OVERLOADED, "no room for another seat");
    party->seats[party->seats_count++] = (struct seat){ .user = user, .order = order, .state = MEMBER_HELD };
    return OK;
}

struct status team_start(struct world *world, int user, int order, int64_t now_us, int *ret_team)
{
    const struct sale *sale = &world->shop.sales[SALE_TEAM];
    int number = world->shop.teams_count;
    struct party *party = &world->shop.teams[number];
    int64_t deadline_us = now_us + sale->team_life_us;

    if (number == TEAMS_MAX)
        return fail(OVERLOADED, "no room for another team");
    world->shop.teams_count++;
    *party = (struct party){ .sale = SALE_TEAM,
                             .team = { .id = team_id(number),
                                       .campaign_id = "team",
                                       .starter_id = user_id(user),
                                       .founder_id = user_id(user),
                                       .status = TEAM_OPEN,
                                       .size = sale->team_size,
                                       .held = 1,
                                       .sponsored_max = sale->sponsored_max,
                                       .sponsor_from_us = deadline_us - sale->sponsor_last_us,
                                       .price = sale->price,
                                       .started_us = now_us,
                                       .deadline_us = deadline_us,
                                       .version = 1 } };
    *ret_team = number;
    TRY(job_add(world, JOB_EXPIRE_TEAM, number, 0, deadline_us + world->late_start_us, 0));
    if (sale->sponsored_max)
        TRY(job_add(world, JOB_SPONSOR_TEAM, number, 0, party->team.sponsor_from_us, 0));
    return team_seat(world, number, user, order);
}

/* ---- how it ends ---- */

static struct status complete(struct world *world, int team)
{
    struct party *party = &world->shop.teams[team];

    for (int i = 0; i < party->seats_count; i++) {
        struct order *order = &world->shop.orders[party->seats[i].order];

        if (order->status == ORDER_WAITING_TEAM && order->team == team)
            TRY(order_ready(world, order));
    }
    job_remove(world, JOB_EXPIRE_TEAM, team, 0);
    job_remove(world, JOB_SPONSOR_TEAM, team, 0);
    return tell(world, EVENT_TEAM_COMPLETED, team);
}

/* Orders that may still be paid need not wait for their time. */
static struct status let_held_go(struct world *world, int team)
{
    struct party *party = &world->shop.teams[team];

    for (int i = 0; i < party->seats_count; i++) {
        if (party->seats[i].state != MEMBER_HELD)
            continue;
        party->seats[i].state = MEMBER_LEFT;
        TRY(job_add(world, JOB_CLOSE_UNPAID, party->seats[i].order, 0, 0, CANCEL_UNPAID));
    }
    return OK;
}

static struct status cancel_paid(struct world *world, int team)
{
    struct party *party = &world->shop.teams[team];
    const struct refund_wish all = { .reason = REFUND_FOR_TEAM_EXPIRED, .percent = 100 };

    for (int i = 0; i < party->seats_count; i++) {
        struct order *order = &world->shop.orders[party->seats[i].order];

        if (order->status != ORDER_WAITING_TEAM || order->team != team)
            continue;
        units_give_back(world, order);
        party->seats[i].state = MEMBER_LEFT;
        order->cancel_reason = CANCEL_TEAM_EXPIRED;
        TRY(order_move(world, order, ORDER_CANCELLED));
        TRY(tell(world, EVENT_CANCELLED, order_place(world, order)));
        if (world->mutant != MUTANT_EXPIRED_WITHOUT_REFUND)
            TRY(refund_start(world, order, &all));
    }
    return OK;
}

static struct status fail_team(struct world *world, int team)
{
    TRY(cancel_paid(world, team));
    TRY(let_held_go(world, team));
    job_remove(world, JOB_SPONSOR_TEAM, team, 0);
    return tell(world, EVENT_TEAM_FAILED, team);
}

struct status team_run_out(struct world *world, int number)
{
    struct team *team = &world->shop.teams[number].team;
    int32_t sponsored;

    if (!team_expire(team, world->now_us, &sponsored))
        return OK;
    note(world, team_status_name(team->status), number, sponsored);
    if (team->status != TEAM_COMPLETED)
        return fail_team(world, number);
    TRY(let_held_go(world, number));
    return complete(world, number);
}

struct status team_sponsor_seats(struct world *world, int number)
{
    struct team *team = &world->shop.teams[number].team;
    int32_t seats = team_sponsors_now(team, world->now_us);

    if (seats == 0)
        return OK;
    TRY(team_sponsor(team, seats));
    note(world, "sponsored", number, seats);
    return team->status == TEAM_COMPLETED ? complete(world, number) : OK;
}

/* ---- coming and going ---- */

struct status team_take_in(struct world *world, struct order *order)
{
    struct team *team = &world->shop.teams[order->team].team;
    struct seat *seat = seat_of(world, order->team, order_place(world, order));

    TRY(team_count_in(team));
    seat->state = MEMBER_PAID;
    seat->paid_us = order->paid_us;
    if (team->status != TEAM_COMPLETED)
        return order_move(world, order, ORDER_WAITING_TEAM);
    TRY(order_ready(world, order));
    return complete(world, order->team);
}

static size_t others_of(struct world *world, const struct party *party, struct team_member *ret_others)
{
    size_t count = 0;

    for (int i = 0; i < party->seats_count; i++) {
        const struct seat *seat = &party->seats[i];

        if (seat->state == MEMBER_LEFT)
            continue;
        ret_others[count++] = (struct team_member){ .user_id = user_id(seat->user),
                                                    .order_id = order_id(seat->order),
                                                    .state = seat->state,
                                                    .paid_us = seat->paid_us,
                                                    .amount = world->shop.orders[seat->order].amount };
    }
    return count;
}

struct status team_give_seat_back(struct world *world, struct order *order, bool paid)
{
    struct party *party = &world->shop.teams[order->team];
    struct seat *seat = seat_of(world, order->team, order_place(world, order));
    struct team_member others[SEATS_MAX];
    size_t count;

    seat->state = MEMBER_LEFT;
    if (party->team.status != TEAM_OPEN || world->mutant == MUTANT_SEAT_KEPT)
        return OK;
    count = others_of(world, party, others);
    team_let_go(&party->team, user_id(order->user), paid ? MEMBER_PAID : MEMBER_HELD, others, count);
    if (party->team.status == TEAM_OPEN)
        return OK;
    job_remove(world, JOB_EXPIRE_TEAM, order->team, 0);
    job_remove(world, JOB_SPONSOR_TEAM, order->team, 0);
    return tell(world, EVENT_TEAM_FAILED, order->team);
}

/* ---- paid when its team was over: as its buyer chose ---- */

static int own_team(struct world *world, const struct order *order)
{
    const struct sale *sale = &world->shop.sales[SALE_TEAM];
    int team = NOBODY;

    if (!ok(campaign_is_open("team", sale->starts_us, sale->ends_us, world->now_us)))
        return NOBODY;
    return ok(team_start(world, order->user, order_place(world, order), world->now_us, &team)) ? team : NOBODY;
}

static int open_team(struct world *world, const struct order *order)
{
    for (int i = 0; i < world->shop.teams_count; i++) {
        struct party kept = world->shop.teams[i];

        if (ok(team_admit(&world->shop.teams[i].team, world->now_us)) &&
            ok(team_seat(world, i, order->user, order_place(world, order))))
            return i;
        world->shop.teams[i] = kept;
    }
    return NOBODY;
}

int team_for_late(struct world *world, struct order *order)
{
    struct party *party = &world->shop.teams[order->team];
    struct seat *former = seat_of(world, order->team, order_place(world, order));
    int team = order->late == LATE_OWN_TEAM    ? own_team(world, order)
               : order->late == LATE_OPEN_TEAM ? open_team(world, order)
                                               : NOBODY;

    if (team == NOBODY)
        return NOBODY;
    *former = party->seats[--party->seats_count]; /* the seat goes with him */
    note(world, "changes team", order_place(world, order), team);
    order->team = team;
    return team;
}
