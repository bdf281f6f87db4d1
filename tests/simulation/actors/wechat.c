/* WeChat Pay in miniature: it forgets nothing, tells of everything more than once, and pays nothing back twice under
 * one number. */
#include "simulation/actors/actors.h"

#define TRANSACTIONS_FROM 7000

static void begin_to_tell(struct world *world, bool refund, int about)
{
    struct wechat *wechat = &world->wechat;

    if (wechat->notices_count < NOTICES_MAX)
        wechat->notices[wechat->notices_count++] = (struct wechat_notice){ .refund = refund, .about = about };
}

/* OPEN, or what stands in the way. */
enum trade_state wechat_prepay(struct world *world, int order, fen amount)
{
    struct trade *trade = &world->wechat.trades[order];

    if (trade->state == TRADE_NONE)
        *trade = (struct trade){ .state = TRADE_OPEN, .amount = amount };
    note(world, "wechat prepay", order, trade->state);
    return trade->state;
}

void wechat_pay(struct world *world, int order)
{
    struct trade *trade = &world->wechat.trades[order];

    note(world, "wechat pay", order, trade->state);
    if (trade->state != TRADE_OPEN)
        return;
    trade->state = TRADE_PAID;
    trade->transaction = TRANSACTIONS_FROM + ++world->wechat.transactions;
    trade->paid_us = world->now_us;
    world->wechat.balance += trade->amount;
    begin_to_tell(world, false, order);
}

enum trade_state wechat_query(const struct world *world, int order)
{
    return world->wechat.trades[order].state;
}

/* CLOSED also when there never was such an order, as it is then forgotten; PAID when it is too late. */
enum trade_state wechat_close(struct world *world, int order)
{
    struct trade *trade = &world->wechat.trades[order];

    note(world, "wechat close", order, trade->state);
    if (trade->state == TRADE_OPEN)
        trade->state = TRADE_CLOSED;
    return trade->state == TRADE_PAID ? TRADE_PAID : TRADE_CLOSED;
}

static struct wechat_refund *refund_of(struct world *world, int64_t number)
{
    for (int i = 0; i < world->wechat.refunds_count; i++)
        if (world->wechat.refunds[i].number == number)
            return &world->wechat.refunds[i];
    return NULL;
}

static enum refund_state state_of(const struct wechat_refund *refund)
{
    static const char *const words[] = { "PROCESSING", "SUCCESS", "ABNORMAL" };

    return refund_state_of_wechat(words[refund->state]);
}

/* REFUND_NONE: it is refused. */
enum refund_state wechat_refund(struct world *world, int64_t number, int order, fen amount)
{
    struct wechat *wechat = &world->wechat;
    struct trade *trade = &wechat->trades[order];
    struct wechat_refund *refund = refund_of(world, number);

    note(world, "wechat refund", number, amount);
    if (refund)
        return state_of(refund);
    if (!world->calm && chance_in_100(&world->chance, 10))
        return REFUND_WAITING_FUNDS;
    if (trade->state != TRADE_PAID || trade->refunded + amount > trade->amount ||
        wechat->refunds_count == REFUNDS_MAX * 2)
        return REFUND_NONE;
    trade->refunded += amount;
    refund = &wechat->refunds[wechat->refunds_count++];
    *refund = (struct wechat_refund){ .number = number, .trade = order, .amount = amount, .state = BACK_PROCESSING };
    return state_of(refund);
}

/* REFUND_NONE: there is none. */
enum refund_state wechat_refund_query(struct world *world, int64_t number)
{
    const struct wechat_refund *refund = refund_of(world, number);

    return refund ? state_of(refund) : REFUND_NONE;
}

/* ---- by itself ---- */

static bool pay_something_out(struct world *world)
{
    struct wechat *wechat = &world->wechat;

    for (int i = 0; i < wechat->refunds_count; i++) {
        struct wechat_refund *refund = &wechat->refunds[i];

        if (refund->state == BACK_SUCCESS || (!world->calm && chance_in_100(&world->chance, 30)))
            continue;
        if (refund->state == BACK_PROCESSING && !world->calm && chance_in_100(&world->chance, 10)) {
            refund->state = BACK_ABNORMAL;
        } else {
            refund->state = BACK_SUCCESS;
            wechat->balance -= refund->amount;
        }
        begin_to_tell(world, true, i);
        return true;
    }
    return false;
}

/* Until it is heard; a while after, once more. */
static bool tell_again(struct world *world)
{
    struct wechat *wechat = &world->wechat;
    int from = wechat->notices_count ? chance_below(&world->chance, wechat->notices_count) : 0;

    for (int i = 0; i < wechat->notices_count; i++) {
        int number = (from + i) % wechat->notices_count;
        struct wechat_notice *notice = &wechat->notices[number];

        if (notice->acked && (world->calm || notice->sent > 3))
            continue;
        if (world->calm && notice->sent > 30)
            continue; /* it has given up: what it would say is asked for */
        notice->sent++;
        send(world, (struct message){ MESSAGE_NOTICE, number, 0, 0, 0 });
        return true;
    }
    return false;
}

bool wechat_acts(struct world *world)
{
    return chance_in_100(&world->chance, 40) ? pay_something_out(world) || tell_again(world)
                                             : tell_again(world) || pay_something_out(world);
}
