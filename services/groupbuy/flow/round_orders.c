#include "groupbuy/flow/round_orders.h"

#include <string.h>

#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/views.h"

/* What is left of each line, by the item it came from. */
static struct status units_of(struct call *call, const struct order *order, struct entry_units **ret_units,
                              size_t *ret_count)
{
    struct order_line *lines;
    struct entry_units *units;
    size_t count;

    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    units = arena_array(call->arena, struct entry_units, count);
    for (size_t i = 0; i < count; i++)
        units[i] = (struct entry_units){ lines[i].pool_id, order->user_id, lines[i].quantity - lines[i].refunded_units,
                                         lines[i].payable - lines[i].refunded };
    *ret_units = units;
    *ret_count = count;
    return OK;
}

static struct status count(struct call *call, const struct order *order, bool counts)
{
    struct entry_units *units;
    size_t units_count;
    bool changed;

    TRY(entry_set_counts(call->tx, order->id, counts, &changed));
    if (!changed)
        return OK;
    TRY(units_of(call, order, &units, &units_count));
    return entry_count(call->tx, units, units_count, counts ? 1 : -1);
}

struct status round_order_count_in(struct call *call, const struct order *order)
{
    return count(call, order, true);
}

struct status round_order_count_out(struct call *call, const struct order *order)
{
    return count(call, order, false);
}

static const char *user_of(const struct order *orders, size_t count, const char *order_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(orders[i].id, order_id) == 0)
            return orders[i].user_id;
    return "";
}

struct status round_units_give_back(struct call *call, const struct order *orders, size_t orders_count,
                                    const struct line_units *units, size_t count)
{
    struct entry_units *back = arena_array(call->arena, struct entry_units, count);
    size_t back_count = 0;

    for (size_t i = 0; i < count; i++)
        if (units[i].pool == POOL_ROUND)
            back[back_count++] =
                (struct entry_units){ units[i].pool_id, user_of(orders, orders_count, units[i].order_id),
                                      units[i].units, 0 };
    return entry_give_back(call->tx, back, back_count);
}

struct status round_order_leave(struct call *call, const char *order_id, struct order *ret_order)
{
    struct entry entry;
    struct round round;

    TRY(call_begin(call));
    TRY(entry_get(call->tx, order_id, &entry));
    TRY(round_lock(call->tx, entry.round_id, &round));
    TRY(order_lock(call->tx, order_id, call->caller->user_id, ret_order));
    if (round.status != ROUND_OPEN || call->now_us >= round.ends_at_us || ret_order->status != ORDER_WAITING_CUTOFF)
        return fail(ORDER_NOT_CANCELLABLE, "order %s is %s in a round that is %s", order_id,
                    order_status_name(ret_order->status), round_status_name(round.status));
    return order_cancel(call, ret_order, NULL, CANCEL_BY_BUYER, call->caller->user_id);
}

static struct status read_orders(struct call *call, const struct entry *entries, size_t count, struct order *orders)
{
    for (size_t i = 0; i < count; i++)
        TRY(order_get(call->tx, entries[i].order_id, NULL, &orders[i]));
    return OK;
}

struct status round_orders_show(struct call *call, const struct entry *entries, size_t count,
                                Gb__RoundOrder *const *outs)
{
    struct order *orders = arena_array(call->arena, struct order, count);
    Gb__Order **shown = MESSAGES(call, Gb__Order, gb__order, count);

    TRY(read_orders(call, entries, count, orders));
    TRY(orders_show(call, orders, count, shown));
    for (size_t i = 0; i < count; i++) {
        outs[i]->order = shown[i];
        outs[i]->round_id = entries[i].round_id;
        outs[i]->number = entries[i].number;
        outs[i]->point_id = entries[i].point_id;
        outs[i]->remark = entries[i].remark;
        outs[i]->hidden = entries[i].hidden;
    }
    return OK;
}
