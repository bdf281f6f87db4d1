#include <string.h>

#include "groupbuy/flow/after_sales.h"
#include "groupbuy/flow/leading.h"

/* The buyer, or the leader who hands it out for him. */
static struct status check_asker(struct call *call, const struct order *order, const struct after_sale *sale)
{
    if (strcmp(order->user_id, call->caller->user_id) == 0)
        return OK;
    if (strcmp(sale->leader_id, call->caller->user_id) == 0)
        return leading(call, sale->community_id, false);
    return fail(NOT_HERE, "order %s", order->id);
}

static struct status check_order(struct call *call, const struct order *order, enum after_sale_kind kind)
{
    bool over = order->complete_by_us && order->complete_by_us <= call->now_us;
    bool of_things = order->kind != KIND_BOOKING && order->kind != KIND_CONTENT && order->kind != KIND_CARD;

    if (!of_things && kind != AFTER_SALE_REFUND && kind != AFTER_SALE_PART_REFUND)
        return fail(AFTER_SALE_NOT_POSSIBLE, "order %s has nothing that could come back", order->id);

    if (!after_sale_fits(kind, order->status) || over)
        return fail(AFTER_SALE_NOT_POSSIBLE, "%s of order %s, which is %s", after_sale_kind_name(kind), order->id,
                    over ? "past its time" : order_status_name(order->status));
    return OK;
}

/* Goods that nobody was handed do not stay with their buyer. */
static bool with_buyer(const struct order *order, const struct order_line *sold, const struct after_sale_line *line)
{
    bool here = order->status == ORDER_READY || order->status == ORDER_PARTLY_FULFILLED;

    return !here || (sold->fulfilled > 0 && sold->fulfilled >= line->units);
}

/* What was promised of each line when it was ordered; a line that is not there is said by its worth. */
static struct status apply_promises(struct call *call, const struct order *order, const struct after_sale *sale,
                                    struct after_sale_line *lines, size_t count)
{
    int64_t received_us = order->status == ORDER_FULFILLED ? order->fulfilled_us : 0;
    struct order_line *sold;
    size_t sold_count;

    TRY(order_lines_get(call->tx, order->id, &sold, &sold_count));
    for (size_t i = 0; i < count; i++) {
        const struct promise *promise;

        if (lines[i].position < 0 || (size_t)lines[i].position >= sold_count)
            continue;
        promise = &sold[lines[i].position].promise;
        if (!after_sale_in_time(promise, sale->kind, sale->cause, received_us, call->now_us))
            return fail(CLAIM_TOO_LATE, "line %d of order %s: %d hours from receipt on", lines[i].position, order->id,
                        promise->claim_hours);
        if (!after_sale_is_claim(sale->kind, sale->cause) || !with_buyer(order, &sold[lines[i].position], &lines[i]))
            continue;
        lines[i].claim_percent = promise->claim_percent;
        lines[i].claim_borne_by = promise->claim_borne_by;
    }
    return OK;
}

static struct after_sale_line *lines_of(struct call *call, const Gb__RequestAfterSaleRequest *in)
{
    struct after_sale_line *lines = arena_array(call->arena, struct after_sale_line, in->n_lines);

    for (size_t i = 0; i < in->n_lines; i++)
        lines[i] = (struct after_sale_line){ .position = in->lines[i]->position,
                                             .units = in->lines[i]->units,
                                             .goods = in->lines[i]->goods_fen };
    return lines;
}

static struct after_sale sale_of(struct call *call, const Gb__RequestAfterSaleRequest *in)
{
    return (struct after_sale){
        .id = id_make(call->arena),
        .order_id = in->order_id,
        .asked_by = call->caller->user_id,
        .kind = (enum after_sale_kind)in->kind,
        .cause = (enum after_sale_cause)in->cause,
        .description = in->description,
        .photos = (const char *const *)in->photos,
        .photos_count = in->n_photos,
        .status = AFTER_SALE_REQUESTED,
        .version = 1,
        .carrier = "",
        .tracking_number = "",
        .created_us = call->now_us,
    };
}

struct status groupbuy_request_after_sale(struct call *call, const Gb__RequestAfterSaleRequest *in, Gb__AfterSale *out)
{
    struct after_sale_line *lines = lines_of(call, in);
    struct after_sale sale = sale_of(call, in);
    struct order order;

    TRY(after_sale_check(sale.kind, lines, in->n_lines));
    TRY(order_lock(call->tx, in->order_id, NULL, &order));
    sale.user_id = order.user_id;
    TRY(order_leader(call->tx, &order, &sale.leader_id, &sale.community_id));
    TRY(check_asker(call, &order, &sale));
    TRY(check_order(call, &order, sale.kind));
    TRY(apply_promises(call, &order, &sale, lines, in->n_lines));
    TRY(after_sale_worth(call, &order, sale.kind, lines, in->n_lines, &sale.amount));
    TRY(after_sale_insert(call->tx, &sale, lines, in->n_lines));
    TRY(order_note_after_sale(call->tx, &order, 1));
    /* The description is personal: it stays in the row, out of events. */
    TRY(after_sale_move(call, &order, &sale, after_sale_first(sale.leader_id, sale.user_id, sale.asked_by),
                        call->caller->user_id, ""));
    return after_sale_show(call, &sale, out);
}
