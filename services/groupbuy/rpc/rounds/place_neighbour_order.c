#include <string.h>

#include "groupbuy/flow/neighbours.h"
#include "groupbuy/flow/round_orders.h"
#include "groupbuy/flow/round_placing.h"
#include "groupbuy/flow/sources.h"
#include "groupbuy/store/pay_link_store.h"

/* Of the caller's own round. */
static struct status check_leader(struct call *call, const struct round *round)
{
    if (strcmp(round->leader_id, call->caller->user_id) != 0)
        return fail(NOT_HERE, "round %s", round->id);
    TRY(call_begin_read(call));
    TRY(leading(call, round->community_id, false));
    call_rollback(call);
    return OK;
}

struct status groupbuy_place_neighbour_order(struct call *call, const Gb__PlaceNeighbourOrderRequest *in,
                                             Gb__RoundOrder *out)
{
    static const char *const ways[] = { "", "BY_LEADER", "BY_LINK", "IN_CASH" };
    struct round_placing *placing = arena_alloc(call->arena, sizeof *placing);
    struct order order;
    const char *key;

    *placing = (struct round_placing){
        .round_id = in->round_id,
        .wanted = in->items,
        .wanted_count = in->n_items,
        .address_id = "",
        .coupon_id = "",
        .source = source_of(NULL, call->now_us),
        .entry = { .point_id = in->point_id,
                   .door_building = in->door ? in->door->building : NULL,
                   .door_unit = in->door ? in->door->unit : NULL,
                   .door_floor = in->door ? in->door->floor : 0,
                   .remark = in->remark,
                   .neighbour_name = in->name,
                   .neighbour_building = in->building,
                   .pays = (enum entry_pays)in->pays },
    };
    TRY(round_placing_read(call, placing));
    TRY(check_leader(call, &placing->round));
    neighbour_set(call, &placing->entry, &placing->round, in->phone, &placing->limit_keys);
    TRY(round_placing_price(call, placing, true));
    TRY(round_placing_place(call, placing, &order));
    if (placing->entry.pays == PAYS_BY_LINK)
        TRY(pay_link_make(call->tx, order.id, call->caller->user_id, &key));
    TRY(round_audit(call, &placing->round, "place_neighbour_order", NULL, order.id, ways[in->pays]));
    return round_order_show(call, &placing->entry, out);
}
