#include "groupbuy/flow/late_rounds.h"

#include <string.h>

#include "base/clock.h"
#include "groupbuy/flow/rounds.h"
#include "groupbuy/store/entry_store.h"

static bool in_time(const struct round *round, int64_t paid_us)
{
    return round->status == ROUND_OPEN || paid_us <= round->ends_at_us + round->grace_s * US_PER_S;
}

/* Its own units of each line, from the pool where they are or to the one where they go. */
static struct entry_units *units_of(struct call *call, const struct entry *entry, const struct order_line *lines,
                                    const char *const *items, size_t count)
{
    struct entry_units *units = arena_array(call->arena, struct entry_units, count);

    for (size_t i = 0; i < count; i++)
        units[i] = (struct entry_units){ items ? items[i] : lines[i].pool_id, entry->holder, lines[i].quantity };
    return units;
}

static struct status move(struct call *call, struct order *order, struct entry *entry, const struct round *next)
{
    struct order_line *lines;
    const char **items;
    size_t count;

    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    TRY(entry_items_in(call->tx, order->id, next->id, &items));
    TRY(entry_take(call->tx, units_of(call, entry, lines, items, count), count));
    TRY(entry_give_back(call->tx, units_of(call, entry, lines, NULL, count), count));
    TRY(entry_move(call->tx, entry, next->id, items, count));
    return order_change_round(call->tx, order, next->id);
}

struct status late_round(struct call *call, struct order *order, int64_t paid_us, enum late_fate *ret_fate)
{
    struct round round, next;
    struct entry entry;
    const char *next_id;
    bool fits = false;

    *ret_fate = LATE_TOO_LATE;
    TRY(entry_get(call->tx, order->id, &entry));
    TRY(round_get(call->tx, entry.round_id, &round));
    if (in_time(&round, paid_us))
        *ret_fate = LATE_IN_TIME;
    if (*ret_fate == LATE_IN_TIME || !entry.to_next_round)
        return OK;
    TRY(entry_next_round(call->tx, order->id, &next_id));
    if (!*next_id)
        return OK;
    TRY(round_lock(call->tx, next_id, &next));
    TRY(entry_fits(call->tx, order->id, next.id, &fits));
    if (!fits)
        return OK;
    *ret_fate = LATE_MOVED;
    return move(call, order, &entry, &next);
}
