#include <stdlib.h>
#include <string.h>

#include "groupbuy/flow/receiving.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/store/weight_store.h"
#include "linli/groupbuy/v1/events.pb-c.h"

/* One line on the scales. */
struct weighing {
    const Gb__WeightAsk *ask;
    struct order order;
    struct order_line line;
    struct weight weight;
};

static bool is_here(const struct order *order)
{
    return order->status == ORDER_READY || order->status == ORDER_PARTLY_FULFILLED || order->status == ORDER_FULFILLED;
}

static struct status find_line(struct call *call, struct weighing *weighing)
{
    struct order_line *lines;
    size_t count;

    TRY(order_lines_get(call->tx, weighing->order.id, &lines, &count));
    for (size_t i = 0; i < count; i++) {
        if (lines[i].pool != POOL_ROUND || strcmp(lines[i].pool_id, weighing->ask->item_id) != 0)
            continue;
        weighing->line = lines[i];
        return OK;
    }
    return fail(NOT_HERE, "order %s has no line of item %s", weighing->order.id, weighing->ask->item_id);
}

/* The order is locked from here on. */
static struct status read_line(struct call *call, const struct place_row *place, struct weighing *weighing)
{
    const Gb__WeightAsk *ask = weighing->ask;
    bool belongs, weighed;

    TRY(weight_belongs(call->tx, place->round_id, place->place_id, ask->order_id, ask->item_id, &belongs, &weighed));
    if (!belongs)
        return fail(NOT_HERE, "order %s has no item %s at place %s", ask->order_id, ask->item_id, place->place_id);
    TRY(order_lock(call->tx, ask->order_id, NULL, &weighing->order));
    TRY(find_line(call, weighing));
    if (!weighed || !is_here(&weighing->order) || weighing->line.weight_g <= 0 ||
        weighing->line.refunded_units == weighing->line.quantity)
        return fail(NOT_TO_BE_WEIGHED, "order %s is %s, item %s", ask->order_id,
                    order_status_name(weighing->order.status), ask->item_id);
    return OK;
}

static struct status weigh(struct weighing *weighing)
{
    const struct order_line *line = &weighing->line;
    struct weight *weight = &weighing->weight;

    *weight = (struct weight){ .order_id = weighing->order.id,
                               .position = line->position,
                               .grams = weighing->ask->grams,
                               .upper_g = (int64_t)line->weight_g * (line->quantity - line->refunded_units) };
    return weight_difference(line->payable - line->delivery - line->refunded, weight->grams, weight->upper_g,
                             &weight->refund)
               ? OK
               : fail(BAD_REQUEST, "%ld g of %ld g", (long)weight->grams, (long)weight->upper_g);
}

static struct status give_back(struct call *call, struct weighing *weighing)
{
    const struct refund_ask_part part = { weighing->line.position, 0, weighing->weight.refund, 0 };
    const struct refund_ask ask = { .reason = REFUND_FOR_WEIGHED_LESS,
                                    .actor = call->caller->user_id,
                                    .key = arena_printf(call->arena, "weight:%d", weighing->line.position),
                                    .owed = true,
                                    .parts = &part,
                                    .parts_count = 1 };

    return weighing->weight.refund > 0 ? refund_start(call, &weighing->order, &ask, NULL) : OK;
}

static struct status tell_settled(struct call *call, const struct weighing *weighing)
{
    Gb__WeightSettled event = GB__WEIGHT_SETTLED__INIT;

    event.order_id = weighing->order.id;
    event.user_id = weighing->order.user_id;
    event.product_title = weighing->line.product_title;
    event.sku_title = weighing->line.sku_title;
    event.grams = weighing->weight.grams;
    event.upper_g = weighing->weight.upper_g;
    event.refund_fen = weighing->weight.refund;
    return emit(call, weighing->order.id, &event.base);
}

static struct status settle(struct call *call, const struct place_row *place, const Gb__WeightAsk *ask,
                            Gb__LineWeight *out)
{
    struct weighing weighing = { .ask = ask };
    bool is_new;

    TRY(read_line(call, place, &weighing));
    TRY(weigh(&weighing));
    TRY(weight_insert(call->tx, &weighing.weight, call->caller->user_id, &is_new));
    if (!is_new)
        return fail(WEIGHED_BEFORE, "order %s, item %s", ask->order_id, ask->item_id);
    TRY(give_back(call, &weighing));
    TRY(tell_settled(call, &weighing));
    out->order_id = ask->order_id;
    out->item_id = ask->item_id;
    out->grams = weighing.weight.grams;
    out->upper_g = weighing.weight.upper_g;
    out->refund_fen = weighing.weight.refund;
    return OK;
}

static int by_order(const void *a, const void *b)
{
    const Gb__WeightAsk *const *one = a, *const *other = b;

    return strcmp((*one)->order_id, (*other)->order_id);
}

/* Orders are locked in the order of their ids. */
struct status groupbuy_record_weights(struct call *call, const Gb__RecordWeightsRequest *in,
                                      Gb__RecordWeightsResponse *out)
{
    Gb__WeightAsk **asks = arena_array(call->arena, Gb__WeightAsk *, in->n_weights);
    struct place_row place;
    struct round round;

    TRY(receiving_own(call, in->round_id, in->place_id, false, &round, &place));
    memcpy(asks, in->weights, in->n_weights * sizeof *asks);
    qsort(asks, in->n_weights, sizeof *asks, by_order);
    out->n_weights = in->n_weights;
    out->weights = MESSAGES(call, Gb__LineWeight, gb__line_weight, in->n_weights);
    for (size_t i = 0; i < in->n_weights; i++)
        TRY(settle(call, &place, asks[i], out->weights[i]));
    return round_audit(call, &round, "record_weights", NULL,
                       arena_printf(call->arena, "%s: %zu lines", place.name, in->n_weights), NULL);
}
