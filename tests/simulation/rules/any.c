/* What holds at every moment, on what is committed. */
#include <string.h>

#include "simulation/actors/actors.h"
#include "simulation/rules/names.h"

/* ---- stock ---- */

/* By its status, whatever is said of its units. */
static bool holds_units(const struct order *order)
{
    bool off = order->status == ORDER_CANCELLED;

    for (int i = 0; i < order->moves_count; i++)
        off = off || order->moves[i].to == ORDER_CANCELLED;
    return !off;
}

static int64_t units_of(const struct world *world, int user, enum campaign_kind kind, int sku)
{
    int64_t units = 0;

    for (int i = 0; i < world->shop.orders_count; i++) {
        const struct order *order = &world->shop.orders[i];

        if (order->user != user || order->kind != kind || !holds_units(order))
            continue;
        for (int l = 0; l < order->lines_count; l++)
            units += sku == NOBODY || order->sku[l] == sku ? order->lines[l].quantity : 0;
    }
    return units;
}

static void check_sale(struct world *world, int number)
{
    const struct sale *sale = &world->shop.sales[number];
    enum campaign_kind kind = number == SALE_FLASH ? KIND_FLASH_SALE : KIND_TEAM_BUY;
    int64_t left = 0, held = 0;

    for (int i = 0; i < sale->buckets; i++) {
        if (sale->unsold[i] < 0 || sale->unsold[i] > sale->total)
            broken(world, RULE_STOCK_IN_BOUNDS, "bucket %d of sale %d has %ld of %ld", i, number, (long)sale->unsold[i],
                   (long)sale->total);
        left += sale->unsold[i];
    }
    for (int user = 0; user < USERS_MAX; user++) {
        int64_t his = units_of(world, user, kind, NOBODY);

        held += his;
        if (his > sale->per_user_limit)
            broken(world, RULE_LIMITS, "user %d has %ld of %d in sale %d", user, (long)his, sale->per_user_limit,
                   number);
    }
    if (left + held != sale->total)
        broken(world, RULE_STOCK_ADDS_UP, "sale %d: %ld left and %ld held of %ld", number, (long)left, (long)held,
               (long)sale->total);
}

static void check_household(struct world *world, int first)
{
    const struct sale *sale = &world->shop.sales[SALE_FLASH];
    int64_t held =
        units_of(world, first, KIND_FLASH_SALE, NOBODY) + units_of(world, first + 1, KIND_FLASH_SALE, NOBODY);

    if (sale->per_household_limit && held > sale->per_household_limit)
        broken(world, RULE_LIMITS, "the household of user %d has %ld of %d", first, (long)held,
               sale->per_household_limit);
}

static void check_sku(struct world *world, int number)
{
    const struct sku *sku = &world->shop.skus[number];
    int64_t held = 0;

    for (int user = 0; user < USERS_MAX; user++) {
        int64_t his = units_of(world, user, KIND_PLAIN, number);

        held += his;
        if (sku->per_user_limit && his > sku->per_user_limit)
            broken(world, RULE_LIMITS, "user %d has %ld of %d of SKU %d", user, (long)his, sku->per_user_limit, number);
    }
    if (sku->stock < 0 || sku->stock > sku->total)
        broken(world, RULE_STOCK_IN_BOUNDS, "SKU %d has %ld of %ld", number, (long)sku->stock, (long)sku->total);
    if (sku->stock + held != sku->total)
        broken(world, RULE_STOCK_ADDS_UP, "SKU %d: %ld left and %ld held of %ld", number, (long)sku->stock, (long)held,
               (long)sku->total);
}

/* ---- orders ---- */

static void check_moves(struct world *world, const struct order *order)
{
    enum order_status at = ORDER_NONE;

    for (int i = 0; i < order->moves_count; i++) {
        if (order->moves[i].from != at || !order_may_move(order->moves[i].from, order->moves[i].to))
            broken(world, RULE_MOVES, "order %d from %s to %s", order_place(world, order),
                   order_status_name(order->moves[i].from), order_status_name(order->moves[i].to));
        if (at == ORDER_REFUNDED || (at == ORDER_CANCELLED && order->moves[i].to != ORDER_REFUNDED))
            broken(world, RULE_ENDS, "order %d goes on to %s", order_place(world, order),
                   order_status_name(order->moves[i].to));
        at = order->moves[i].to;
    }
    if (at != order->status || order->version != order->moves_count)
        broken(world, RULE_MOVES, "order %d is %s after %d moves", order_place(world, order),
               order_status_name(order->status), order->version);
}

static void check_key(struct world *world, int number)
{
    for (int other = 0; other < number; other++)
        if (world->shop.orders[other].key == world->shop.orders[number].key)
            broken(world, RULE_ONE_ORDER_A_KEY, "orders %d and %d of request %d", other, number,
                   world->shop.orders[number].key);
}

static void check_times(struct world *world, const struct order *order)
{
    const struct request *request = &world->requests[order->key];
    const struct sale *sale = &world->shop.sales[order->kind == KIND_FLASH_SALE ? SALE_FLASH : SALE_TEAM];
    bool joins = request->wish == WISH_JOIN_TEAM;

    if (order->kind == KIND_FLASH_SALE && order->created_us >= request->deadline_us)
        broken(world, RULE_NOTHING_AFTER_ITS_DEADLINE, "order %d came %ld us late", order_place(world, order),
               (long)(order->created_us - request->deadline_us));
    if (order->kind != KIND_PLAIN && !joins &&
        (order->created_us < sale->starts_us || order->created_us >= sale->ends_us))
        broken(world, RULE_IN_ITS_TIME, "order %d", order_place(world, order));
}

/* What WeChat may still take money for is not off. */
static void check_closed_first(struct world *world, int number)
{
    const struct order *order = &world->shop.orders[number];

    if (order->status == ORDER_CANCELLED && world->may_pay[number] && world->wechat.trades[number].state == TRADE_OPEN)
        broken(world, RULE_CLOSED_FIRST, "order %d is off, and WeChat takes money for it", number);
}

static void check_payment(struct world *world, int number)
{
    const struct payment *payment = &world->shop.payments[number];
    const struct order *order = &world->shop.orders[number];
    fen promised = 0;

    if (payment->effects > 1)
        broken(world, RULE_ONE_BOOKING, "order %d was booked %d times", number, payment->effects);
    for (int i = 0; i < world->shop.refunds_count; i++)
        promised += world->shop.refunds[i].order == number ? world->shop.refunds[i].amount : 0;
    if (promised > 0 && (payment->state != PAYMENT_PAID || promised > order->amount))
        broken(world, RULE_NO_MORE_BACK_THAN_PAID, "%ld of %ld of order %d", (long)promised, (long)order->amount,
               number);
}

static void check_order(struct world *world, int number)
{
    const struct order *order = &world->shop.orders[number];

    check_moves(world, order);
    check_key(world, number);
    check_times(world, order);
    check_closed_first(world, number);
    check_payment(world, number);
}

/* ---- teams ---- */

static void check_team(struct world *world, int number)
{
    const struct party *party = &world->shop.teams[number];
    const struct team *team = &party->team;
    int held = 0, paid = 0;

    for (int i = 0; i < party->seats_count; i++) {
        held += party->seats[i].state == MEMBER_HELD;
        paid += party->seats[i].state == MEMBER_PAID;
        for (int other = 0; other < i; other++)
            if (party->seats[i].user == party->seats[other].user && party->seats[i].state != MEMBER_LEFT &&
                party->seats[other].state != MEMBER_LEFT)
                broken(world, RULE_SEATS, "user %d is in team %d twice", party->seats[i].user, number);
    }
    if (team->held + team->paid + team->sponsored > team->size || team->held < 0 || team->paid < 0)
        broken(world, RULE_SEATS, "team %d of %d: %d held, %d paid, %d sponsored", number, team->size, team->held,
               team->paid, team->sponsored);
    if (team->status == TEAM_OPEN && (held != team->held || paid != team->paid))
        broken(world, RULE_SEATS, "team %d says %d and %d, its members %d and %d", number, team->held, team->paid, held,
               paid);
}

/* ---- coupons and points ---- */

static void check_coupon(struct world *world, int number)
{
    const struct voucher *coupon = &world->vouchers.coupons[number];
    int tied = 0;

    for (int i = 0; i < world->vouchers.locks_count; i++) {
        const struct voucher_lock *lock = &world->vouchers.locks[i];

        tied += lock->coupon == number && (lock->state == LOCK_LOCKED || lock->state == LOCK_CONSUMED);
    }
    if (tied > 1 || (tied == 1) != (coupon->state != COUPON_FREE))
        broken(world, RULE_ONE_LOCK_A_COUPON, "coupon %d in state %d has %d locks", number, (int)coupon->state, tied);
}

static bool is_locked(const struct world *world, const struct given_back *back)
{
    if (back->coupon == NOBODY) {
        for (int i = 0; i < world->vouchers.purse_locks_count; i++)
            if (world->vouchers.purse_locks[i].operation == back->operation)
                return world->vouchers.purse_locks[i].lock.state == LOCK_LOCKED;
        return false;
    }
    for (int i = 0; i < world->vouchers.locks_count; i++)
        if (world->vouchers.locks[i].coupon == back->coupon && world->vouchers.locks[i].operation == back->operation)
            return world->vouchers.locks[i].state == LOCK_LOCKED;
    return false;
}

static void check_given_back(struct world *world)
{
    for (int i = 0; i < world->vouchers.given_back_count; i++)
        if (is_locked(world, &world->vouchers.given_back[i]))
            broken(world, RULE_NO_LOCK_AFTER_ITS_END, "operation %d gave coupon %d back and holds it",
                   world->vouchers.given_back[i].operation, world->vouchers.given_back[i].coupon);
}

static void check_templates(struct world *world)
{
    for (int i = 0; i < TEMPLATES; i++) {
        const struct template *template = &world->templates[i];

        if ((template->budget_count && world->vouchers.issued_count[i] > template->budget_count) ||
            world->vouchers.issued[i] > template->budget)
            broken(world, RULE_QUOTA, "%ld of template %d", (long)world->vouchers.issued_count[i], i);
    }
}

static void check_points(struct world *world)
{
    int64_t available = 0, held = 0, debt = 0, sum = 0;

    for (int i = 0; i < USERS_MAX; i++) {
        const struct points_account *account = &world->vouchers.accounts[i];

        available += account->available;
        held += account->held;
        debt += account->debt;
        if (account->available < 0 || account->held < 0 || account->debt < 0)
            broken(world, RULE_POINTS_BALANCE, "user %d has %ld points", i, (long)account->available);
    }
    for (int i = 0; i < POINTS_ACCOUNTS; i++)
        sum += world->vouchers.ledger[i];
    if (sum != 0 || available != world->vouchers.ledger[ACCOUNT_AVAILABLE] ||
        held != world->vouchers.ledger[ACCOUNT_HELD] || debt != -world->vouchers.ledger[ACCOUNT_DEBT])
        broken(world, RULE_POINTS_BALANCE, "the ledger says %ld, people have %ld",
               (long)world->vouchers.ledger[ACCOUNT_AVAILABLE], (long)available);
}

/* ---- money ---- */

static void check_books(struct world *world)
{
    fen sum = 0;

    for (int i = 0; i < ACCOUNTS_MAX; i++)
        sum += world->shop.accounts[i].sum;
    if (sum != 0)
        broken(world, RULE_BOOKS_BALANCE, "all accounts together have %ld fen", (long)sum);
}

/* Every refund at WeChat is one of ours, for what we promised. */
static void check_refunds(struct world *world)
{
    for (int i = 0; i < world->wechat.refunds_count; i++) {
        const struct wechat_refund *told = &world->wechat.refunds[i];
        const struct refund *ours = told->number >= 1 && told->number <= world->shop.refunds_count
                                        ? &world->shop.refunds[told->number - 1]
                                        : NULL;

        if (!ours || ours->order != told->trade || ours->amount != told->amount)
            broken(world, RULE_NUMBERS_ARE_ONE, "WeChat has a refund %ld of order %d that is none of ours",
                   (long)told->number, told->trade);
    }
}

static void check_answers(struct world *world)
{
    for (int i = 0; i < world->requests_count; i++) {
        const struct request *request = &world->requests[i];

        if (!request->answered)
            continue;
        if (request->order >= world->shop.orders_count || world->shop.orders[request->order].key != i ||
            world->shop.orders[request->order].user != request->user)
            broken(world, RULE_ANSWERED_IS_THERE, "request %d heard of order %d", i, request->order);
    }
}

void rules_of_any_moment(struct world *world)
{
    for (int i = 0; i < SALES; i++)
        check_sale(world, i);
    for (int i = 0; i < SKUS; i++)
        check_sku(world, i);
    check_household(world, 0);
    check_household(world, 2);
    for (int i = 0; i < world->shop.orders_count; i++)
        check_order(world, i);
    for (int i = 0; i < world->shop.teams_count; i++)
        check_team(world, i);
    for (int i = 0; i < world->vouchers.coupons_count; i++)
        check_coupon(world, i);
    check_given_back(world);
    check_templates(world);
    check_points(world);
    check_books(world);
    check_refunds(world);
    check_answers(world);
}
