#include "groupbuy/flow/audience.h"
#include "groupbuy/flow/holds.h"
#include "groupbuy/flow/round_orders.h"
#include "groupbuy/flow/round_placing.h"
#include "groupbuy/flow/sources.h"

static struct status check_buyer(struct call *call, const struct round *round)
{
    bool refused;

    TRY(call_begin_read(call));
    TRY(buyer_is_refused(call->tx, round->leader_id, call->caller->user_id, &refused));
    call_rollback(call);
    return refused ? fail(BUYER_REFUSED, "leader %s refuses user %s", round->leader_id, call->caller->user_id) : OK;
}

static struct status admit(struct call *call, const struct round *round)
{
    const struct campaign like = { .id = round->id,
                                   .community_id = "",
                                   .circle_id = round->circle_id,
                                   .min_level = round->min_level,
                                   .min_level_name = round->min_level_name };

    TRY(check_buyer(call, round));
    return audience_admit_caller(call, &like);
}

static struct status check_late_payment(Gb__LatePayment late)
{
    if (late == GB__LATE_PAYMENT__LATE_OWN_TEAM || late == GB__LATE_PAYMENT__LATE_OPEN_TEAM)
        return fail_field("latePayment", "is of orders in a team");
    return OK;
}

struct status groupbuy_place_round_order(struct call *call, const Gb__PlaceRoundOrderRequest *in, Gb__RoundOrder *out)
{
    struct round_placing *placing = arena_alloc(call->arena, sizeof *placing);
    struct order order;

    holds_for_order(call, in->coupon_id, in->points);
    *placing = (struct round_placing){
        .round_id = in->round_id,
        .wanted = in->items,
        .wanted_count = in->n_items,
        .address_id = in->address_id,
        .coupon_id = in->coupon_id,
        .points = in->points,
        .source = source_of(in->source, call->now_us),
        .entry = { .holder = call->caller->user_id,
                   .point_id = in->point_id,
                   .door_building = in->door ? in->door->building : NULL,
                   .door_unit = in->door ? in->door->unit : NULL,
                   .door_floor = in->door ? in->door->floor : 0,
                   .remark = in->remark,
                   .hidden = in->hidden,
                   .to_next_round = in->late_payment == GB__LATE_PAYMENT__LATE_NEXT_ROUND },
    };
    TRY(check_late_payment(in->late_payment));
    TRY(round_placing_read(call, placing));
    TRY(admit(call, &placing->round));
    TRY(round_placing_price(call, placing, true));
    TRY(round_placing_place(call, placing, &order));
    return round_order_show(call, &placing->entry, out);
}
