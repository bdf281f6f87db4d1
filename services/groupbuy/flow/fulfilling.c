#include "groupbuy/flow/fulfilling.h"

#include "base/clock.h"
#include "groupbuy/flow/revenue.h"
#include "groupbuy/flow/settling.h"
#include "groupbuy/flow/sharing.h"
#include "groupbuy/flow/shipping.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/service.h"
#include "groupbuy/store/delivery_store.h"
#include "groupbuy/store/line_store.h"

/* What an order still owes its buyer, in units, and what it has handed out. */
struct owed {
    int64_t due;
    int64_t out;
};

static struct owed owed_by(const struct order_line *lines, size_t count)
{
    struct owed owed = { 0 };

    for (size_t i = 0; i < count; i++) {
        owed.due += lines[i].quantity - lines[i].refunded_units;
        owed.out += lines[i].fulfilled;
    }
    return owed;
}

/* The buyer of a round hears of his place with its shelf (settling_place.c). */
static struct status tell_where_it_lies(struct call *call, const struct order *order)
{
    struct point point;

    if (order->kind != KIND_PLAIN || order->delivery != DELIVERY_PICK_UP)
        return OK;
    TRY(point_of_order(call->tx, order->id, &point));
    return tell_order_at_point(call, order, &point);
}

struct status order_become_ready(struct call *call, struct order *order, const char *actor, const char *why)
{
    const struct order_step ready = { .to = ORDER_READY, .actor = actor, .why = why };

    TRY(order_move(call->tx, order, &ready));
    TRY(shipping_is_ready(call, order));
    return tell_where_it_lies(call, order);
}

struct status order_ship(struct call *call, struct order *order, const char *carrier, const char *tracking_number,
                         const char *actor)
{
    const struct order_step shipped = {
        .to = ORDER_SHIPPED,
        .actor = actor,
        .why = "shipped",
        .shipped_us = call->now_us,
        .confirm_by_us = call->now_us + groupbuy_of(call)->confirm_s * US_PER_S,
    };
    struct order_line *lines;
    size_t count;

    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    if (order->status != ORDER_READY || order->delivery == DELIVERY_PICK_UP || order->kind == KIND_BOOKING ||
        order->kind == KIND_CONTENT || order->kind == KIND_CARD || owed_by(lines, count).due <= 0)
        return fail(ORDER_NOT_SHIPPABLE, "order %s is %s", order->id, order_status_name(order->status));
    TRY(order_delivery_ship(call->tx, order->id, carrier, tracking_number));
    TRY(order_move(call->tx, order, &shipped));
    TRY(shipping_went_out(call, order));
    return tell_order_shipped(call, order, carrier, tracking_number);
}

/* The time for after-sales, or what a line promises beyond it. */
static struct status open_until(struct call *call, const struct order *order, int64_t *ret_until_us)
{
    int64_t claim_hours, open_s = groupbuy_of(call)->after_sale_s;

    TRY(line_claim_hours(call->tx, order->id, &claim_hours));
    *ret_until_us = call->now_us + (claim_hours * 3600 > open_s ? claim_hours * 3600 : open_s) * US_PER_S;
    return OK;
}

static struct status become_fulfilled(struct call *call, struct order *order, const char *actor, const char *why)
{
    struct order_step fulfilled = { .to = ORDER_FULFILLED, .actor = actor, .why = why, .fulfilled_us = call->now_us };

    TRY(open_until(call, order, &fulfilled.complete_by_us));
    TRY(order_move(call->tx, order, &fulfilled));
    TRY(shipping_was_served(call, order));
    return tell_order_fulfilled(call, order);
}

/* All that was not refunded. */
static struct status hand_out_all(struct call *call, const struct order *order)
{
    struct order_line *lines;
    size_t count;

    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    for (size_t i = 0; i < count; i++) {
        int32_t left = lines[i].quantity - lines[i].refunded_units - lines[i].fulfilled;

        if (left > 0)
            TRY(line_fulfil(call->tx, &lines[i], left));
    }
    return OK;
}

struct status order_receive(struct call *call, struct order *order, const char *actor)
{
    if (order->status != ORDER_SHIPPED)
        return fail(ORDER_NOT_SHIPPED, "order %s is %s", order->id, order_status_name(order->status));
    TRY(hand_out_all(call, order));
    return become_fulfilled(call, order, actor, "received");
}

struct status order_end(struct call *call, struct order *order, const char *actor, const char *why)
{
    if (!order_is_live(order->status))
        return OK;
    TRY(hand_out_all(call, order));
    return order_follow_lines(call, order, actor, why);
}

struct status order_follow_lines(struct call *call, struct order *order, const char *actor, const char *why)
{
    struct order_step step = { .actor = actor, .why = why };
    struct order_line *lines;
    struct owed owed;
    size_t count;

    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    owed = owed_by(lines, count);
    step.to = owed.out == 0 ? ORDER_READY : owed.out < owed.due ? ORDER_PARTLY_FULFILLED : ORDER_FULFILLED;
    if (step.to == order->status)
        return OK;
    if (step.to == ORDER_FULFILLED)
        return become_fulfilled(call, order, actor, why);
    TRY(order_move(call->tx, order, &step));
    hint_user(call, order->user_id, "order", order->id);
    return OK;
}

struct status order_close_uncollected(struct call *call, struct order *order, const char *actor)
{
    struct order_line *lines;
    fen kept = 0;
    size_t count;

    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    for (size_t i = 0; i < count; i++)
        kept += lines[i].payable - lines[i].refunded;
    if (kept == 0 || (order->status != ORDER_READY && order->status != ORDER_PARTLY_FULFILLED))
        return OK;
    return become_fulfilled(call, order, actor, "not collected");
}

struct status order_complete(struct call *call, struct order *order, const char *actor)
{
    const struct order_step completed = {
        .to = ORDER_COMPLETED, .actor = actor, .why = "after-sale window over", .completed_us = call->now_us
    };

    TRY(revenue_book(call, order));
    TRY(order_move(call->tx, order, &completed));
    TRY(shares_vest(call, order));
    TRY(settling_begin(call, order));
    return tell_order_completed(call, order);
}
