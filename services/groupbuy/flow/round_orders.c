#include "groupbuy/flow/round_orders.h"

#include <string.h>

#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/neighbours.h"
#include "groupbuy/flow/pay_links.h"
#include "groupbuy/flow/round_news.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/store/pay_link_store.h"

struct status round_order_count_in(struct call *call, const struct order *order)
{
    bool changed;

    TRY(entry_set_counts(call->tx, order->id, true, &changed));
    if (!changed)
        return OK;
    TRY(entry_count_in(call->tx, order->id));
    return round_news_paid(call, order);
}

struct status round_order_count_out(struct call *call, const struct order *order)
{
    bool changed;

    TRY(entry_set_counts(call->tx, order->id, false, &changed));
    return changed ? entry_count_out(call->tx, order->id) : OK;
}

static size_t place_of(const struct order *orders, size_t count, const char *order_id)
{
    size_t i = 0;

    while (i < count && strcmp(orders[i].id, order_id) != 0)
        i++;
    return i;
}

static size_t count_of_rounds(const struct line_units *units, size_t count)
{
    size_t of_rounds = 0;

    for (size_t i = 0; i < count; i++)
        of_rounds += units[i].pool == POOL_ROUND;
    return of_rounds;
}

struct status round_units_give_back(struct call *call, const struct order *orders, size_t orders_count,
                                    const struct line_units *units, size_t count)
{
    struct entry_units *back = arena_array(call->arena, struct entry_units, count);
    const char **ids = arena_array(call->arena, const char *, orders_count), **holders;
    size_t back_count = 0;

    if (count_of_rounds(units, count) == 0)
        return OK;
    for (size_t i = 0; i < orders_count; i++)
        ids[i] = orders[i].id;
    TRY(entry_holders(call->tx, ids, orders_count, &holders));
    for (size_t i = 0; i < count; i++)
        if (units[i].pool == POOL_ROUND)
            back[back_count++] =
                (struct entry_units){ units[i].pool_id, holders[place_of(orders, orders_count, units[i].order_id)],
                                      units[i].units };
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

/* Those of the entries, in their order, in one statement. */
static struct status read_orders(struct call *call, const struct entry *entries, size_t count, struct order *orders)
{
    const char **ids = arena_array(call->arena, const char *, count);
    struct order *found;
    size_t found_count;

    for (size_t i = 0; i < count; i++)
        ids[i] = entries[i].order_id;
    TRY(order_list_of(call->tx, ids, count, &found, &found_count));
    for (size_t i = 0; i < count; i++) {
        size_t at = place_of(found, found_count, ids[i]);

        if (at == found_count)
            return fail(NOT_HERE, "order %s", ids[i]);
        orders[i] = found[at];
    }
    return OK;
}

Gb__DoorPlace *door_view(struct call *call, const struct entry *entry)
{
    Gb__DoorPlace *door;

    if (!entry->door_building || !*entry->door_building)
        return NULL;
    door = MESSAGE(call, Gb__DoorPlace, gb__door_place);
    door->building = entry->door_building;
    door->unit = entry->door_unit;
    door->floor = entry->door_floor;
    return door;
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
        outs[i]->late_payment =
            entries[i].to_next_round ? GB__LATE_PAYMENT__LATE_NEXT_ROUND : GB__LATE_PAYMENT__LATE_REFUND;
        outs[i]->neighbour_name = entries[i].neighbour_name;
        outs[i]->neighbour_building = entries[i].neighbour_building;
        outs[i]->pays = (Gb__NeighbourPays)entries[i].pays;
        outs[i]->help_seller_id = entries[i].help_seller_id;
        outs[i]->door = door_view(call, &entries[i]);
    }
    return OK;
}

struct status round_order_show(struct call *call, const struct entry *entry, Gb__RoundOrder *out)
{
    struct order order;
    const char *key;

    TRY(round_orders_show(call, entry, 1, &out));
    out->neighbour_phone = neighbour_phone(call, entry);
    TRY(pay_link_of(call->tx, entry->order_id, &key));
    if (!*key)
        return OK;
    TRY(order_get(call->tx, entry->order_id, NULL, &order));
    out->pay_link = MESSAGE(call, Gb__PayLink, gb__pay_link);
    return pay_link_show(call, key, &order, out->pay_link);
}
