#include <string.h>

#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/rounds.h"

#define ORDERS_MAX 50 /* a transaction */

static const struct round_item *item_of(const struct round_parts *parts, const struct order_line *line)
{
    for (size_t i = 0; i < parts->items_count; i++)
        if (strcmp(parts->items[i].id, line->pool_id) == 0)
            return &parts->items[i];
    return NULL;
}

/* What a line costs less than was paid for it: of the units that are left, and never more than is left of it. */
static fen less_for(const struct order_line *line, const struct round_item *item)
{
    fen difference = item ? line->price - item->frozen_price : 0;
    fen left = line->payable - line->delivery - line->refunded;
    fen less = difference * (line->quantity - line->refunded_units);

    if (difference <= 0 || left <= 0)
        return 0;
    return less < left ? less : left;
}

static struct status refund_order(struct call *call, const char *order_id, const struct round_parts *parts)
{
    struct refund_ask_part asked[ORDER_LINES_MAX];
    struct refund_ask ask = { .reason = REFUND_FOR_PRICE_STEP,
                              .actor = JOB_REFUND_PRICE_STEP,
                              .key = "price_step",
                              .owed = true,
                              .parts = asked };
    struct order order;
    struct order_line *lines;
    size_t count;

    TRY(order_lock(call->tx, order_id, NULL, &order));
    if (order.status != ORDER_WAITING_CUTOFF)
        return OK;
    TRY(order_lines_get(call->tx, order_id, &lines, &count));
    for (size_t i = 0; i < count; i++) {
        fen less = less_for(&lines[i], item_of(parts, &lines[i]));

        if (less > 0)
            asked[ask.parts_count++] = (struct refund_ask_part){ lines[i].position, 0, less, 0 };
    }
    return ask.parts_count ? refund_start(call, &order, &ask, NULL) : OK;
}

static struct status refund_some(struct call *call, const char *round_id, size_t *ret_count)
{
    const char *const *ids;
    struct round_parts parts;

    TRY(round_orders_to_refund(call->tx, round_id, ORDERS_MAX, &ids, ret_count));
    TRY(round_parts_get(call->tx, &round_id, 1, &parts));
    for (size_t i = 0; i < *ret_count; i++)
        TRY(refund_order(call, ids[i], &parts));
    return OK;
}

/* By the hundred, each order once: the refund's key sees to it. */
struct status groupbuy_refund_price_step(struct call *call, const struct job *job)
{
    size_t count;

    do {
        TRY(call_begin(call));
        TRY(refund_some(call, job->key, &count));
        TRY(call_commit(call));
    } while (count > 0);
    return OK;
}
