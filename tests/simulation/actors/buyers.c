/* Buyers: they want something, ask again with the same key while they have heard nothing, pay or do not, change their
 * minds. */
#include "simulation/actors/actors.h"

#define PATIENCE_US (5 * US_PER_S)

const char *user_id(int user)
{
    static const char *const ids[USERS_MAX] = { "user-0", "user-1", "user-2", "user-3", "user-4", "user-5" };

    return ids[user];
}

/* ---- wishing ---- */

static void claim_coupon(struct world *world, int user)
{
    struct status status;

    tx_begin(&world->voucher_store);
    status = voucher_issue(world, user, chance_below(&world->chance, TEMPLATES));
    if (ok(status))
        tx_commit(world, &world->voucher_store);
    else
        tx_rollback(&world->voucher_store);
}

static int coupon_of(struct world *world, int user)
{
    int from = chance_below(&world->chance, COUPONS_MAX);

    for (int i = 0; i < world->vouchers.coupons_count; i++) {
        int coupon = (from + i) % world->vouchers.coupons_count;

        if (world->vouchers.coupons[coupon].user == user)
            return coupon;
    }
    return NOBODY;
}

static void choose(struct world *world, struct request *request)
{
    struct chance *chance = &world->chance;

    *request = (struct request){ .wish = chance_in_100(chance, 50) ? world->theme : (enum wish)chance_below(chance, 4),
                                 .user = chance_below(chance, world->crowd),
                                 .quantity = (int)chance_between(chance, 1, 2),
                                 .team = NOBODY,
                                 .coupon = NOBODY,
                                 .late = (enum late_payment)chance_between(chance, LATE_REFUND, LATE_OPEN_TEAM),
                                 .order = NOBODY };
    if (request->wish == WISH_FLASH)
        return;
    if (chance_in_100(chance, 50))
        request->coupon = coupon_of(world, request->user);
    if (request->wish == WISH_JOIN_TEAM)
        request->team = world->shop.teams_count ? chance_below(chance, world->shop.teams_count) : NOBODY;
    if (request->wish != WISH_PLAIN)
        return;
    request->lines_count = (int)chance_between(chance, 1, LINES_MAX);
    for (int i = 0; i < request->lines_count; i++) {
        request->sku[i] = i;
        request->units[i] = (int)chance_between(chance, 1, 3);
    }
    request->points = chance_in_100(chance, 50) ? chance_between(chance, 1, 400) : 0;
}

static void ask(struct world *world, int request)
{
    world->requests[request].deadline_us = world->now_us + PATIENCE_US;
    note(world, "asks", request, world->requests[request].wish);
    send(world, (struct message){ MESSAGE_REQUEST, request, 0, 0, 0 });
}

static void wish(struct world *world)
{
    int request = world->requests_count;

    if (request == REQUESTS_MAX)
        return;
    choose(world, &world->requests[request]);
    if (world->requests[request].wish == WISH_JOIN_TEAM && world->requests[request].team == NOBODY)
        return;
    world->requests_count++;
    ask(world, request);
}

/* The same again, with the same key: mostly of what nothing was heard of. */
static void ask_again(struct world *world)
{
    int from = chance_below(&world->chance, REQUESTS_MAX);
    bool any = chance_in_100(&world->chance, 20);

    for (int i = 0; i < world->requests_count; i++) {
        int number = (from + i) % world->requests_count;
        const struct request *request = &world->requests[number];

        if (request->refused || (request->answered && !any))
            continue;
        ask(world, number);
        return;
    }
}

void buyer_hears(struct world *world, int number, int order)
{
    struct request *request = &world->requests[number];

    note(world, "hears", number, order);
    if (order == NOBODY) {
        if (!request->answered)
            request->refused = true;
        return;
    }
    if (request->answered && request->order != order)
        broken(world, "R-I7 the same key, the same order", "request %d heard of orders %d and %d", number,
               request->order, order);
    request->answered = true;
    request->order = order;
}

/* Nobody asks a merchant when he may. */
static void change_price(struct world *world)
{
    tx_begin(&world->shop_store);
    world->shop.skus[chance_below(&world->chance, SKUS)].price = chance_between(&world->chance, 1, 4000);
    tx_commit(world, &world->shop_store);
}

/* ---- what he does with an order ---- */

static bool is_worth_a_look(const struct world *world, const struct request *request)
{
    return request->answered && order_is_live(world->shop.orders[request->order].status) ==
                                    (world->shop.orders[request->order].status != ORDER_PENDING_PAYMENT);
}

/* One of those that he knows of, pending or paid. */
static int some_order(struct world *world)
{
    int from = chance_below(&world->chance, REQUESTS_MAX);

    for (int i = 0; i < world->requests_count; i++) {
        const struct request *request = &world->requests[(from + i) % world->requests_count];

        if (is_worth_a_look(world, request))
            return request->order;
    }
    return NOBODY;
}

static enum message_type wish_for(struct world *world, int order)
{
    static const enum message_type later[] = { MESSAGE_LEAVE, MESSAGE_HAND_OUT, MESSAGE_HAND_OUT, MESSAGE_REFUND,
                                               MESSAGE_REFUND };
    bool pending = world->shop.orders[order].status == ORDER_PENDING_PAYMENT || chance_in_100(&world->chance, 5);

    if (pending)
        return chance_in_100(&world->chance, 90) ? MESSAGE_PAY : MESSAGE_CANCEL;
    return later[chance_below(&world->chance, sizeof later / sizeof *later)];
}

static void act_on(struct world *world, int order)
{
    if (world->may_pay[order] && world->wechat.trades[order].state == TRADE_OPEN && chance_in_100(&world->chance, 70))
        wechat_pay(world, order);
    else
        send(world,
             (struct message){ wish_for(world, order), order, chance_below(&world->chance, 2 * LINES_MAX), 0, 0 });
}

bool buyer_acts(struct world *world)
{
    int luck = chance_below(&world->chance, 100), order;
    int eager = world->requests_count < REQUESTS_MAX / 2 ? 40 : world->requests_count < REQUESTS_MAX ? 15 : 0;

    if (luck < eager) {
        wish(world);
    } else if (luck < eager + 10) {
        ask_again(world);
    } else if (luck < eager + 15) {
        claim_coupon(world, chance_below(&world->chance, USERS_MAX));
    } else if (luck < eager + 19) {
        change_price(world);
    } else {
        order = some_order(world);
        if (order == NOBODY)
            return false;
        act_on(world, order);
    }
    return true;
}
