#include "groupbuy/flow/hall.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/store/product_store.h"

static struct status goods_of(struct call *call, const Gb__OfferInHallRequest *in, struct hall_goods *ret_goods)
{
    struct product product;
    struct sku sku;

    TRY(sku_get(call->tx, in->sku_id, &sku, &product));
    if (product.kind != PRODUCT_GOODS)
        return fail_field("skuId", "is of a product that leaves no shelf");
    *ret_goods = (struct hall_goods){
        .id = id_make(call->arena),
        .community_id = in->community_id,
        .sku_id = sku.id,
        .list_price = sku.list_price,
        .commission_bp = in->commission_basis_points,
        .lowest_price = in->lowest_price_fen,
        .supply_limit = in->supply_limit,
    };
    return hall_check_line(call, ret_goods);
}

struct status groupbuy_offer_in_hall(struct call *call, const Gb__OfferInHallRequest *in, Gb__HallGoods *out)
{
    struct hall_goods goods;
    struct place place;
    bool is_new;

    TRY(platform_act(call, "operator"));
    TRY(place_find(call, in->community_id, "", &place));
    TRY(call_begin(call));
    TRY(goods_of(call, in, &goods));
    TRY(hall_insert(call->tx, &goods, call->caller->user_id, &is_new));
    if (!is_new)
        return fail(HALL_OFFERED, "SKU %s is in that hall", in->sku_id);
    TRY(hall_lock(call->tx, goods.id, &goods));
    TRY(hall_audit(call, "offer_in_hall", NULL, &goods));
    hall_goods_view(call, &goods, out);
    return OK;
}
