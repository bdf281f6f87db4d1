#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/sku_refunds.h"
#include "groupbuy/flow/tell.h"

#define LINES_MAX 20 /* a transaction */

static const char *not_refundable(const struct order *order, fen left)
{
    if (!order_is_live(order->status) || order->status == ORDER_WAITING_TEAM)
        return order_status_name(order->status);
    return left <= 0 ? "nothing is left" : NULL;
}

static struct status tell(struct call *call, const struct sku_refund *refund, const struct order *order, fen amount)
{
    Gb__SkuRefunded event = GB__SKU_REFUNDED__INIT;

    event.sku_refund_id = refund->id;
    event.order_id = order->id;
    event.user_id = order->user_id;
    event.product_title = order->product_title;
    event.amount_fen = amount;
    event.reason = refund->reason;
    return emit(call, order->id, &event.base);
}

/* Never more than was planned, and never more than is left by now. */
static struct status refund_line(struct call *call, const struct sku_refund *refund, struct sku_refund_line *line)
{
    struct refund_ask_part part = { .position = line->position };
    const struct refund_ask ask = {
        .reason = REFUND_FOR_WHOLE_SKU,
        .actor = refund->started_by,
        .key = arena_printf(call->arena, "sku:%s:%d", refund->id, line->position),
        .owed = true,
        .parts = &part,
        .parts_count = 1,
    };
    const char *why;
    struct refund_line *lines;
    struct refund started;
    struct order order;
    size_t count;
    fen left;

    TRY(order_lock(call->tx, line->order_id, NULL, &order));
    TRY(refund_left(call, &order, &lines, &count));
    left = (size_t)line->position < count ? lines[line->position].goods - lines[line->position].goods_before : 0;
    why = not_refundable(&order, left);
    if (why) {
        line->state = SKU_REFUND_LINE_SKIPPED;
        line->skipped_why = why;
        return sku_refund_line_done(call->tx, refund->id, line);
    }
    part.goods = left < line->planned ? left : line->planned;
    if (line->units && part.goods == left)
        part.units = lines[line->position].quantity - lines[line->position].units_before;
    TRY(refund_start(call, &order, &ask, &started));
    line->state = SKU_REFUND_LINE_DONE;
    line->refund_id = started.id;
    line->refunded = part.goods;
    TRY(tell(call, refund, &order, started.amount));
    return sku_refund_line_done(call->tx, refund->id, line);
}

static struct status run_some(struct call *call, const char *id, size_t *ret_count)
{
    struct sku_refund_line *lines;
    struct sku_refund refund;

    *ret_count = 0;
    TRY(sku_refund_lock(call->tx, id, &refund));
    if (refund.state != SKU_REFUND_RUNNING)
        return OK;
    TRY(sku_refund_next(call->tx, id, LINES_MAX, &lines, ret_count));
    for (size_t i = 0; i < *ret_count; i++)
        TRY(refund_line(call, &refund, &lines[i]));
    return *ret_count ? OK : sku_refund_end(call->tx, id, SKU_REFUND_DONE);
}

/* Each line once: it is marked in the transaction that starts its refund, whose key is the line's. */
struct status groupbuy_run_sku_refund(struct call *call, const struct job *job)
{
    size_t count;

    do {
        TRY(call_begin(call));
        TRY(run_some(call, job->key, &count));
        TRY(call_commit(call));
    } while (count > 0);
    return OK;
}
