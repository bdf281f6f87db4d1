#include "groupbuy/flow/receiving.h"

#include <string.h>

#include "base/clock.h"
#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/substituting.h"
#include "linli/groupbuy/v1/events.pb-c.h"

/* An order while its part comes true. */
struct settling {
    const struct round *round;
    const struct place_row *place;
    const struct portion *portion;
    struct order order;
    struct order_line *lines;
    size_t lines_count;
    struct refund_ask_part parts[ORDER_LINES_MAX]; /* what it goes short of */
    size_t parts_count;
    struct substitution_part *others; /* something else that may come for that */
    size_t others_count;
    int64_t here; /* units that lie there for it */
};

/* Of what is short so much comes as something else: it is given no more than is still short. */
static int64_t replaced(struct settling *settling, int position, int64_t lacking)
{
    for (size_t i = 0; i < settling->others_count; i++)
        if (settling->others[i].position == position) {
            if (settling->others[i].given > lacking)
                settling->others[i].given = lacking;
            return settling->others[i].given;
        }
    return 0;
}

/* Less may be wanted than when it was confirmed: what was given back meanwhile is not short. */
static struct status compare(struct call *call, struct settling *settling)
{
    int64_t served[ORDER_LINES_MAX];

    TRY(order_lines_get(call->tx, settling->order.id, &settling->lines, &settling->lines_count));
    TRY(portion_served(call->tx, settling->order.id, served, settling->lines_count));
    TRY(substitution_of_order(call->tx, settling->order.id, &settling->others, &settling->others_count));
    for (size_t i = 0; i < settling->lines_count; i++) {
        const struct order_line *line = &settling->lines[i];
        int64_t left = line->quantity - line->refunded_units - line->fulfilled;
        int64_t lacking = served[i] >= 0 && left > served[i] ? left - served[i] : 0;

        lacking -= replaced(settling, line->position, lacking);
        settling->here += left - lacking;
        if (lacking > 0)
            settling->parts[settling->parts_count++] =
                (struct refund_ask_part){ line->position, (int32_t)lacking, REFUND_BY_UNITS, 0 };
    }
    return OK;
}

/* ---- what its buyer is told ---- */

static struct status tell_short(struct call *call, const struct settling *settling, fen amount)
{
    Gb__LineShort event = GB__LINE_SHORT__INIT;

    event.order_id = settling->order.id;
    event.user_id = settling->order.user_id;
    event.round_id = settling->round->id;
    event.amount_fen = amount;
    event.all = settling->here == 0;
    event.n_lines = settling->parts_count;
    event.lines = MESSAGES(call, Gb__ShortLine, gb__short_line, settling->parts_count);
    for (size_t i = 0; i < settling->parts_count; i++) {
        const struct order_line *line = &settling->lines[settling->parts[i].position];

        event.lines[i]->product_title = line->product_title;
        event.lines[i]->sku_title = line->sku_title;
        event.lines[i]->units = settling->parts[i].units;
    }
    hint_user(call, settling->order.user_id, "order", settling->order.id);
    return emit(call, settling->order.id, &event.base);
}

static struct status tell_ready(struct call *call, const struct settling *settling)
{
    Gb__OrderReady event = GB__ORDER_READY__INIT;

    event.order_id = settling->order.id;
    event.user_id = settling->order.user_id;
    event.round_id = settling->round->id;
    event.place_id = settling->place->place_id;
    event.place_name = settling->place->name;
    event.place_address = settling->place->address;
    event.hours = settling->place->hours;
    event.shelf = settling->portion->shelf;
    event.number = settling->portion->number;
    event.product_title = settling->order.product_title;
    event.units = settling->here;
    event.keep_until_us = call->now_us + settling->round->keep_days * 86400 * US_PER_S;
    hint_user(call, settling->order.user_id, "order", settling->order.id);
    return emit(call, settling->order.id, &event.base);
}

/* ---- coming true ---- */

static struct status refund_short(struct call *call, struct settling *settling)
{
    const struct refund_ask ask = { .reason = REFUND_FOR_SHORTAGE,
                                    .actor = JOB_SETTLE_PLACE,
                                    .key = "shortage",
                                    .owed = true,
                                    .merchant_fault = true,
                                    .parts = settling->parts,
                                    .parts_count = settling->parts_count };
    struct refund refund;

    if (settling->parts_count == 0)
        return OK;
    TRY(refund_start(call, &settling->order, &ask, &refund));
    return tell_short(call, settling, refund.amount);
}

/* After the shortage, so that only what comes stands in the lines. */
static struct status refund_difference(struct call *call, struct settling *settling)
{
    struct refund_ask_part parts[ORDER_LINES_MAX];
    struct refund_ask ask = { .reason = REFUND_FOR_SUBSTITUTION,
                              .actor = JOB_SETTLE_PLACE,
                              .key = "substitution",
                              .owed = true,
                              .parts = parts };

    if (settling->others_count == 0)
        return OK;
    TRY(order_lines_get(call->tx, settling->order.id, &settling->lines, &settling->lines_count));
    for (size_t i = 0; i < settling->others_count; i++) {
        const struct substitution_part *other = &settling->others[i];
        fen back = substitution_difference(&settling->lines[other->position], other->given, other->substitution.price);

        if (other->given > 0 && back > 0)
            parts[ask.parts_count++] = (struct refund_ask_part){ other->position, 0, back, 0 };
        TRY(substitution_give(call->tx, other));
    }
    return ask.parts_count ? refund_start(call, &settling->order, &ask, NULL) : OK;
}

/* Called off since it was confirmed: what would have come instead is nobody's. */
static struct status take_others_back(struct call *call, const char *order_id)
{
    struct substitution_part *others;
    size_t count;

    TRY(substitution_of_order(call->tx, order_id, &others, &count));
    for (size_t i = 0; i < count; i++) {
        others[i].given = 0;
        TRY(substitution_give(call->tx, &others[i]));
    }
    return OK;
}

static struct status become_ready(struct call *call, struct settling *settling)
{
    if (settling->here == 0 || settling->order.status != ORDER_WAITING_CUTOFF)
        return OK;
    TRY(order_become_ready(call, &settling->order, JOB_SETTLE_PLACE, "goods are at their place"));
    return tell_ready(call, settling);
}

struct status receiving_settle(struct call *call, const struct round *round, const struct place_row *place,
                               const struct portion *portion)
{
    struct settling *settling = arena_alloc(call->arena, sizeof *settling);

    *settling = (struct settling){ .round = round, .place = place, .portion = portion };
    TRY(order_lock(call->tx, portion->order_id, NULL, &settling->order));
    if (settling->order.status == ORDER_WAITING_CUTOFF) {
        TRY(compare(call, settling));
        TRY(refund_short(call, settling));
        TRY(refund_difference(call, settling));
        TRY(become_ready(call, settling));
    } else {
        TRY(take_others_back(call, portion->order_id));
    }
    return portion_settled(call->tx, portion->order_id);
}

struct status tell_goods_arrived(struct call *call, const struct round *round, const struct place_row *place)
{
    Gb__GoodsArrived event = GB__GOODS_ARRIVED__INIT;

    event.round_id = round->id;
    event.leader_id = round->leader_id;
    event.title = round->title;
    event.place_id = place->place_id;
    event.place_name = place->name;
    event.delivery = place->deliveries;
    return emit(call, round->id, &event.base);
}
