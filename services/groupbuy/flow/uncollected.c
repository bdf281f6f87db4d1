#include "groupbuy/flow/uncollected.h"

#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/pick_ups.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/store/uncollected_store.h"

#define REFUND_KEY "uncollected"

struct status uncollected_remind(struct call *call, const struct order *order)
{
    struct uncollected uncollected;

    TRY(uncollected_get(call->tx, order->id, &uncollected));
    if (!uncollected.open || uncollected.reminded || uncollected.remind_us > call->now_us)
        return OK;
    TRY(uncollected_set_reminded(call->tx, order->id));
    return tell_pick_up_ending(call, order, &uncollected);
}

/* So much of what the units of a line cost goes back. */
static struct status part_of(struct call *call, const struct order *order, const struct order_line *line, int percent,
                             struct refund_ask_part *ret_part)
{
    const struct refund_ask_part all = { line->position, parcel_units(line), REFUND_BY_UNITS, 0 };
    const struct refund_ask ask = { .reason = REFUND_FOR_NOT_COLLECTED, .parts = &all, .parts_count = 1 };
    fen cost, back;

    *ret_part = all;
    if (percent == 100)
        return OK;
    TRY(refund_quote(call, order, &ask, &cost));
    if (__builtin_mul_overflow(cost, (fen)percent, &back))
        return fail(AMOUNT_OVERFLOW, "%d %% of %ld fen", percent, (long)cost);
    ret_part->goods = back / 100;
    return OK;
}

static struct status refund_part(struct call *call, struct order *order, int percent, fen *ret_amount)
{
    struct refund_ask ask = {
        .reason = REFUND_FOR_NOT_COLLECTED, .actor = JOB_SETTLE_UNCOLLECTED, .key = REFUND_KEY, .owed = true
    };
    struct refund_ask_part *parts;
    struct order_line *lines;
    struct refund refund;
    size_t count;

    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    parts = arena_array(call->arena, struct refund_ask_part, count);
    for (size_t i = 0; i < count; i++)
        if (parcel_units(&lines[i]) > 0)
            TRY(part_of(call, order, &lines[i], percent, &parts[ask.parts_count++]));
    ask.parts = parts;
    if (ask.parts_count == 0)
        return fail(INTERNAL, "order %s is %s and nothing of it waits", order->id, order_status_name(order->status));
    TRY(refund_start(call, order, &ask, &refund));
    *ret_amount = refund.amount;
    return OK;
}

struct status uncollected_settle(struct call *call, struct order *order)
{
    struct uncollected uncollected;
    fen back = 0;

    TRY(uncollected_get(call->tx, order->id, &uncollected));
    if (!uncollected.open || uncollected.settled || order->after_sales_open > 0 || uncollected.keep_until_us == 0 ||
        uncollected.keep_until_us > call->now_us)
        return OK;
    TRY(uncollected_set_settled(call->tx, order->id));
    if (uncollected.refunds_part) {
        TRY(refund_part(call, order, uncollected.refund_percent, &back));
        TRY(order_close_uncollected(call, order, JOB_SETTLE_UNCOLLECTED));
    }
    return tell_pick_up_over(call, order, &uncollected, back);
}
