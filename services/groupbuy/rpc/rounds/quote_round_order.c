#include "groupbuy/flow/audience.h"
#include "groupbuy/flow/round_placing.h"
#include "groupbuy/flow/views.h"
#include "rpc/timestamp.h"

static struct round_placing asked(const Gb__QuoteRoundOrderRequest *in)
{
    return (struct round_placing){
        .round_id = in->round_id,
        .wanted = in->items,
        .wanted_count = in->n_items,
        .address_id = in->address_id,
        .coupon_id = in->coupon_id,
        .points = in->points,
        .entry = { .point_id = in->point_id, .door_building = in->door ? in->door->building : NULL },
    };
}

static struct status admit(struct call *call, const struct round *round)
{
    const struct campaign like = { .id = round->id,
                                   .min_level = round->min_level,
                                   .min_level_name = round->min_level_name };

    if (round->min_level == 0)
        return OK;
    TRY(call_begin_read(call));
    TRY(audience_admit_level(call, &like));
    call_rollback(call);
    return OK;
}

/* The order's own computation; nothing is kept. */
struct status groupbuy_quote_round_order(struct call *call, const Gb__QuoteRoundOrderRequest *in, Gb__BasketQuote *out)
{
    struct round_placing *placing = arena_alloc(call->arena, sizeof *placing);

    *placing = asked(in);
    TRY(round_placing_read(call, placing));
    TRY(admit(call, &placing->round));
    TRY(round_placing_check_limits(call, placing));
    TRY(round_placing_price(call, placing, false));
    out->amount_fen = placing->pricing.amount;
    lines_view(call->arena, placing->lines, placing->lines_count, &out->n_lines, &out->lines);
    receipt_view(call->arena, placing->lines, placing->lines_count, &out->n_receipt, &out->receipt);
    out->points = placing->price.points;
    out->points_available = placing->points_available;
    for (size_t i = 0; i < placing->lines_count; i++)
        out->weight_g += (int64_t)placing->lines[i].weight_g * placing->lines[i].quantity;
    out->server_time = timestamp_new(call->arena, call->now_us);
    return OK;
}
