#include "groupbuy/flow/reducing.h"

#include <stdio.h>

#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/refunding.h"

static int32_t left_of(const struct order_line *line)
{
    return line->quantity - line->refunded_units;
}

static struct status bad_line(size_t i, const char *member, const char *why)
{
    char field[64];

    snprintf(field, sizeof field, "lines[%zu].%s", i, member);
    return fail_field(field, "%s", why);
}

/* Units to take off each line. The last that was said of a line counts. */
static struct status units_off(const struct order_line *lines, size_t lines_count, const struct line_left *wanted,
                               size_t count, int32_t *off)
{
    for (size_t i = 0; i < count; i++) {
        const struct order_line *line;

        if (wanted[i].position < 0 || (size_t)wanted[i].position >= lines_count)
            return bad_line(i, "position", "is no line of the order");
        line = &lines[wanted[i].position];
        if (wanted[i].quantity > left_of(line))
            return bad_line(i, "quantity", "must not be more than is left of the line");
        off[wanted[i].position] = left_of(line) - wanted[i].quantity;
    }
    return OK;
}

static struct status refund(struct call *call, struct order *order, const int32_t *off, size_t lines_count)
{
    struct refund_ask_part parts[ORDER_LINES_MAX];
    struct refund_ask ask = { .reason = REFUND_FOR_CANCELLED, .actor = call->caller->user_id, .parts = parts };

    for (size_t i = 0; i < lines_count; i++)
        if (off[i] > 0)
            parts[ask.parts_count++] = (struct refund_ask_part){ (int)i, off[i], REFUND_BY_UNITS, 0 };
    return refund_start(call, order, &ask, NULL);
}

/* What goods of each line were promised back. */
static struct status goods_back(struct call *call, const char *order_id, size_t count, struct refund_line **ret_lines)
{
    *ret_lines = arena_array(call->arena, struct refund_line, count);
    return refund_lines_before(call->tx, order_id, *ret_lines, count);
}

/* Units to their pool, and out of the totals with what was paid for them. */
static struct status give_back(struct call *call, const struct entry *entry, struct order_line *lines, size_t count,
                               const int32_t *off)
{
    struct entry_units *units = arena_array(call->arena, struct entry_units, count);
    size_t units_count = 0;

    for (size_t i = 0; i < count; i++) {
        if (off[i] == 0)
            continue;
        TRY(line_return(call->tx, &lines[i], off[i]));
        units[units_count++] = (struct entry_units){ lines[i].pool_id, entry->holder, off[i] };
    }
    return entry_give_back(call->tx, units, units_count);
}

static struct status take_off(struct call *call, struct order *order, const struct entry *entry,
                              struct order_line *lines, size_t count, const int32_t *off)
{
    struct refund_line *before, *after;

    TRY(goods_back(call, order->id, count, &before));
    TRY(refund(call, order, off, count));
    TRY(goods_back(call, order->id, count, &after));
    TRY(give_back(call, entry, lines, count, off));
    for (size_t i = 0; i < count; i++)
        if (off[i] > 0)
            TRY(entry_count_less(call->tx, order->id, lines[i].pool_id, off[i],
                                 after[i].goods_before - before[i].goods_before));
    return OK;
}

struct status round_order_reduce(struct call *call, struct order *order, const struct entry *entry,
                                 const struct line_left *wanted, size_t count)
{
    int32_t off[ORDER_LINES_MAX] = { 0 }, taken = 0, left = 0;
    struct order_line *lines;
    size_t lines_count;

    TRY(order_lines_get(call->tx, order->id, &lines, &lines_count));
    TRY(units_off(lines, lines_count, wanted, count, off));
    for (size_t i = 0; i < lines_count; i++) {
        taken += off[i];
        left += left_of(&lines[i]) - off[i];
    }
    if (taken == 0)
        return OK;
    if (left == 0)
        return order_cancel(call, order, NULL, CANCEL_BY_BUYER, call->caller->user_id);
    return take_off(call, order, entry, lines, lines_count, off);
}
