#include "groupbuy/flow/units.h"

#include <string.h>

#include "groupbuy/flow/bookings.h"
#include "groupbuy/flow/cards.h"
#include "groupbuy/flow/round_orders.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/store/line_store.h"
#include "groupbuy/store/shelf_store.h"
#include "groupbuy/store/stock_store.h"

/* What goes back, by the pool it goes to. */
struct going_back {
    const struct order *orders;
    size_t orders_count;
    const struct line_units *units;
    size_t count;
};

static int32_t units_of(const struct going_back *back, const struct order *order, enum pool pool)
{
    int32_t units = 0;

    for (size_t i = 0; i < back->count; i++)
        if (back->units[i].pool == pool && strcmp(back->units[i].order_id, order->id) == 0)
            units += back->units[i].units;
    return units;
}

static struct status to_sale(struct call *call, const struct going_back *back)
{
    struct stock_return *items = arena_array(call->arena, struct stock_return, back->orders_count);
    const struct order *first = NULL;
    int64_t restocked;
    size_t count = 0;

    for (size_t i = 0; i < back->orders_count; i++) {
        const struct order *order = &back->orders[i];
        int32_t units = units_of(back, order, POOL_SALE);

        if (units == 0)
            continue;
        first = first ? first : order;
        items[count++] = (struct stock_return){ order->user_id, units, order->bucket };
    }
    if (count == 0)
        return OK;
    TRY(stock_give_back(call->tx, first->campaign_id, items, count, &restocked));
    return restocked ? tell_restocked(call, first->campaign_id, first->campaign_title, restocked) : OK;
}

static struct status to_shelf(struct call *call, const struct going_back *back)
{
    struct shelf_units *units = arena_array(call->arena, struct shelf_units, back->count);

    for (size_t i = 0; i < back->orders_count; i++) {
        size_t count = 0;

        for (size_t u = 0; u < back->count; u++)
            if (back->units[u].pool == POOL_SKU && strcmp(back->units[u].order_id, back->orders[i].id) == 0)
                units[count++] =
                    (struct shelf_units){ back->units[u].pool_id, back->units[u].product_id, back->units[u].units };
        TRY(shelf_give_back(call->tx, back->orders[i].user_id, units, count));
    }
    return OK;
}

/* A booking knows its slot, and gives back its places. */
static struct status to_slots(struct call *call, const struct going_back *back)
{
    for (size_t i = 0; i < back->orders_count; i++)
        if (units_of(back, &back->orders[i], POOL_SLOT) > 0)
            TRY(booking_follow_order(call, back->orders[i].id, "order", "its order is off"));
    return OK;
}

/* A card that was never paid is off; one that is paid back has ended before. */
static struct status cards_off(struct call *call, const struct order *orders, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (orders[i].kind == KIND_CARD)
            TRY(card_follow_order(call, orders[i].id, CARD_OFF));
    return OK;
}

struct status units_give_back(struct call *call, const struct order *orders, size_t count)
{
    const char **ids = arena_array(call->arena, const char *, count);
    struct going_back back = { .orders = orders, .orders_count = count };
    struct line_units *units;

    for (size_t i = 0; i < count; i++)
        ids[i] = orders[i].id;
    TRY(lines_return_all(call->tx, ids, count, &units, &back.count));
    back.units = units;
    TRY(to_sale(call, &back));
    TRY(round_units_give_back(call, orders, count, units, back.count));
    TRY(to_slots(call, &back));
    TRY(cards_off(call, orders, count));
    return to_shelf(call, &back);
}
