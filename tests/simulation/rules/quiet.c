/* What holds when everything has come to rest: all is delivered, every timer has fired. */
#include <string.h>

#include "simulation/actors/baskets.h"
#include "simulation/rules/names.h"

/* ---- orders ---- */

static bool has_moved(const struct order *order, enum order_status to)
{
    for (int i = 0; i < order->moves_count; i++)
        if (order->moves[i].to == to)
            return true;
    return false;
}

/* Each payment is served, or all of it is back. */
static void check_paid(struct world *world, int number)
{
    const struct order *order = &world->shop.orders[number];
    const struct trade *trade = &world->wechat.trades[number];
    bool paid_in = trade->state == TRADE_PAID;
    bool is_over = order->status == ORDER_CANCELLED || order->status == ORDER_REFUNDED;
    fen back = 0;

    for (int i = 0; i < world->wechat.refunds_count; i++)
        back += world->wechat.refunds[i].trade == number && world->wechat.refunds[i].state == BACK_SUCCESS
                    ? world->wechat.refunds[i].amount
                    : 0;
    if (paid_in && is_over && back != trade->amount)
        broken(world, RULE_PAID_IS_SERVED_OR_BACK, "order %d is %s, and %ld of %ld are back", number,
               order_status_name(order->status), (long)back, (long)trade->amount);
    if (paid_in && !order_is_live(order->status) && !is_over)
        broken(world, RULE_PAID_IS_SERVED_OR_BACK, "order %d is paid, and %s", number,
               order_status_name(order->status));
    if (!paid_in && order->amount > 0 && order_is_live(order->status))
        broken(world, RULE_PAID_IS_SERVED_OR_BACK, "order %d is %s, and nobody has paid", number,
               order_status_name(order->status));
    if (back != order->refunded)
        broken(world, RULE_NO_MORE_BACK_THAN_PAID, "%ld of order %d are back, its row says %ld", (long)back, number,
               (long)order->refunded);
}

static void check_settled(struct world *world, int number)
{
    const struct order *order = &world->shop.orders[number];

    if (order->status == ORDER_PENDING_PAYMENT || order->status == ORDER_WAITING_TEAM || order->status == ORDER_PAID)
        broken(world, RULE_TEAMS_END, "order %d is %s at rest", number, order_status_name(order->status));
}

/* What stands in the order is what the lines, the coupon and the points make of it. */
static void check_price(struct world *world, int number)
{
    const struct order *order = &world->shop.orders[number];
    fen goods = 0, delivery = 0;

    for (int i = 0; i < order->lines_count; i++) {
        const struct refund_line *line = &order->lines[i];

        goods += line->goods;
        delivery += line->delivery;
        if (line->goods < 0 || line->goods_before > line->goods || line->delivery_before > line->delivery ||
            line->units_before > line->quantity)
            broken(world, RULE_PRICE_ADDS_UP, "line %d of order %d", i, number);
    }
    if (goods + delivery != order->amount ||
        order->list - order->campaign_discount - order->coupon_discount - order->points_discount + order->delivery !=
            order->amount)
        broken(world, RULE_PRICE_ADDS_UP, "order %d of %ld fen", number, (long)order->amount);
}

/* ---- teams ---- */

static void check_member(struct world *world, const struct team *team, int number)
{
    const struct order *order = &world->shop.orders[number];
    bool off = order->status == ORDER_CANCELLED || order->status == ORDER_REFUNDED;

    if (team->status != TEAM_FAILED)
        return;
    if (!off)
        broken(world, RULE_FAILED_TEAM_NOT_SERVED, "order %d of %s is %s", number, team->id,
               order_status_name(order->status));
    if (has_moved(order, ORDER_PAID) && order->refunded != order->amount)
        broken(world, RULE_FAILED_TEAM_REFUNDED, "%ld of %ld of order %d", (long)order->refunded, (long)order->amount,
               number);
}

static void check_team(struct world *world, int number)
{
    const struct party *party = &world->shop.teams[number];
    const struct team *team = &party->team;

    if (team->status == TEAM_OPEN)
        broken(world, RULE_TEAMS_END, "%s is open at rest", team->id);
    if (team->status == TEAM_COMPLETED && team->paid + team->sponsored != team->size)
        broken(world, RULE_TEAMS_END, "%s is complete with %d and %d of %d", team->id, team->paid, team->sponsored,
               team->size);
    for (int i = 0; i < party->seats_count; i++)
        if (world->shop.orders[party->seats[i].order].team == number)
            check_member(world, team, party->seats[i].order);
}

/* ---- coupons and points ---- */

static const struct order *order_of(const struct world *world, int operation)
{
    for (int i = 0; i < world->shop.orders_count; i++)
        if (operation && world->shop.orders[i].operation == operation)
            return &world->shop.orders[i];
    return NULL;
}

static void check_lock(struct world *world, const char *what, enum lock_state state, int operation)
{
    const struct order *order = order_of(world, operation);

    if (state == LOCK_LOCKED)
        broken(world, RULE_NO_ORPHAN_LOCK, "%s of operation %d is locked at rest", what, operation);
    if (state == LOCK_CONSUMED && (!order || !has_moved(order, ORDER_PAID)))
        broken(world, RULE_NO_ORPHAN_LOCK, "%s of operation %d is used, and its order never was paid", what, operation);
}

static void check_locks(struct world *world)
{
    for (int i = 0; i < world->vouchers.locks_count; i++)
        check_lock(world, "the coupon", world->vouchers.locks[i].state, world->vouchers.locks[i].operation);
    for (int i = 0; i < world->vouchers.purse_locks_count; i++)
        check_lock(world, "the points", world->vouchers.purse_locks[i].lock.state,
                   world->vouchers.purse_locks[i].operation);
}

/* Who paid less for a coupon, and has what he paid for, has given it away. */
static void check_discounts(struct world *world, const struct order *order)
{
    enum lock_state coupon = LOCK_NONE, points = LOCK_NONE;

    if (!order_is_live(order->status))
        return;
    for (int i = 0; i < world->vouchers.locks_count; i++)
        if (world->vouchers.locks[i].operation == order->operation && world->vouchers.locks[i].coupon == order->coupon)
            coupon = world->vouchers.locks[i].state;
    for (int i = 0; i < world->vouchers.purse_locks_count; i++)
        if (world->vouchers.purse_locks[i].operation == order->operation)
            points = world->vouchers.purse_locks[i].lock.state;
    if (order->coupon != NOBODY && coupon != LOCK_CONSUMED)
        broken(world, RULE_PAID_COUPON_IS_USED, "order %d is paid, its coupon's lock is %d", order_place(world, order),
               (int)coupon);
    if (order->points && points != LOCK_CONSUMED && points != LOCK_RETURNED)
        broken(world, RULE_PAID_COUPON_IS_USED, "order %d is paid, its points' lock is %d", order_place(world, order),
               (int)points);
}

/* ---- stock and money ---- */

static void check_sold_out(struct world *world)
{
    for (int s = 0; s < SALES; s++) {
        const struct sale *sale = &world->shop.sales[s];
        int64_t left = 0;

        for (int i = 0; i < sale->buckets; i++)
            left += sale->unsold[i];
        if (sale->sold_out && left > 0)
            broken(world, RULE_SOLD_OUT_IS_SOLD, "sale %d is sold out with %ld left", s, (long)left);
    }
}

static void check_balance(struct world *world)
{
    for (int i = 0; i < ACCOUNTS_MAX; i++) {
        const struct account_sum *account = &world->shop.accounts[i];

        if (account->name && strcmp(account->name, ACCOUNT_WECHAT) == 0 && account->sum != world->wechat.balance)
            broken(world, RULE_BALANCE_IS_WECHATS, "our books say %ld, WeChat %ld", (long)account->sum,
                   (long)world->wechat.balance);
        if (account->name && strcmp(account->name, ACCOUNT_REFUNDS) == 0 && account->sum != 0)
            broken(world, RULE_BALANCE_IS_WECHATS, "%ld are promised back at rest", (long)account->sum);
    }
}

/* ---- events ---- */

static int told(const struct world *world, enum event_type type, int about)
{
    int count = 0;

    for (int i = 0; i < world->shop.events_count; i++)
        count += world->shop.events[i].type == type && world->shop.events[i].about == about;
    return count;
}

static void expect(struct world *world, enum event_type type, int about, bool wanted)
{
    int count = told(world, type, about);

    if (count != wanted)
        broken(world, RULE_ONE_EVENT_A_CHANGE, "%d events of type %d about %d", count, (int)type, about);
}

static void check_told(struct world *world)
{
    for (int i = 0; i < world->shop.orders_count; i++) {
        expect(world, EVENT_PLACED, i, true);
        expect(world, EVENT_PAID, i, has_moved(&world->shop.orders[i], ORDER_PAID));
        expect(world, EVENT_CANCELLED, i, has_moved(&world->shop.orders[i], ORDER_CANCELLED));
    }
    for (int i = 0; i < world->shop.refunds_count; i++)
        expect(world, EVENT_REFUND_DONE, i, world->shop.refunds[i].state == REFUND_SUCCESS);
    for (int i = 0; i < world->shop.teams_count; i++) {
        expect(world, EVENT_TEAM_COMPLETED, i, world->shop.teams[i].team.status == TEAM_COMPLETED);
        expect(world, EVENT_TEAM_FAILED, i, world->shop.teams[i].team.status == TEAM_FAILED);
    }
}

static void check_event(struct world *world, int number)
{
    if (!world->vouchers.inbox[number] || !world->inbox.inbox[number])
        broken(world, RULE_EVENTS_ARRIVE, "event %d was heard by %d and %d", number, world->vouchers.inbox[number],
               world->inbox.inbox[number]);
    if (world->shop.events[number].sequence == 0)
        broken(world, RULE_EVENTS_ARRIVE, "event %d is not marked", number);
    if (world->vouchers.effects[number] > 1 || world->inbox.effects[number] > 1)
        broken(world, RULE_ONE_EFFECT, "event %d took effect %d and %d times", number, world->vouchers.effects[number],
               world->inbox.effects[number]);
}

/* Points of an order that went back wholly are gone again. */
static void check_earned(struct world *world)
{
    for (int i = 0; i < world->shop.orders_count; i++) {
        const struct earned *earned = &world->vouchers.earned[i];

        if (earned->whole && earned->taken_back != earned->points)
            broken(world, RULE_POINTS_BALANCE, "order %d went back, and %ld of %ld points stayed", i,
                   (long)(earned->points - earned->taken_back), (long)earned->points);
    }
    for (int i = 0; i < USERS_MAX; i++)
        if (world->vouchers.members[i].level != level_at(&world->levels, world->vouchers.members[i].growth))
            broken(world, RULE_POINTS_BALANCE, "user %d has another level than his growth", i);
}

void rules_at_rest(struct world *world)
{
    check_sold_out(world);
    for (int i = 0; i < world->shop.teams_count; i++)
        check_team(world, i);
    for (int i = 0; i < world->shop.orders_count; i++) {
        check_settled(world, i);
        check_paid(world, i);
        check_price(world, i);
        check_discounts(world, &world->shop.orders[i]);
    }
    check_locks(world);
    check_balance(world);
    check_told(world);
    for (int i = 0; i < world->shop.events_count; i++)
        check_event(world, i);
    check_earned(world);
}
