#include <string.h>

#include "groupbuy/flow/reducing.h"

/* Locked in the order of locks: the round, the order. */
static struct status lock_own(struct call *call, const char *order_id, struct entry *ret_entry, struct order *ret_order)
{
    struct round round;

    TRY(entry_get(call->tx, order_id, ret_entry));
    if (strcmp(ret_entry->user_id, call->caller->user_id) != 0)
        return fail(NOT_HERE, "order %s", order_id);
    TRY(round_lock(call->tx, ret_entry->round_id, &round));
    TRY(order_lock(call->tx, order_id, call->caller->user_id, ret_order));
    if (ret_order->status == ORDER_PENDING_PAYMENT)
        return fail(ORDER_NOT_PAID, "order %s", order_id);
    if (ret_order->status != ORDER_WAITING_CUTOFF || round.status != ROUND_OPEN || call->now_us >= round.ends_at_us)
        return fail(ENDED, "order %s is %s in a round that is %s", order_id, order_status_name(ret_order->status),
                    round_status_name(round.status));
    return OK;
}

struct status groupbuy_reduce_round_order(struct call *call, const Gb__ReduceRoundOrderRequest *in, Gb__RoundOrder *out)
{
    struct line_left *wanted = arena_array(call->arena, struct line_left, in->n_lines);
    struct entry entry;
    struct order order;

    TRY(lock_own(call, in->order_id, &entry, &order));
    for (size_t i = 0; i < in->n_lines; i++)
        wanted[i] = (struct line_left){ in->lines[i]->position, in->lines[i]->quantity };
    TRY(round_order_reduce(call, &order, &entry, wanted, in->n_lines));
    return round_order_show(call, &entry, out);
}
