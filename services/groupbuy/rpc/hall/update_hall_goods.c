#include "groupbuy/catalogue.h"
#include "groupbuy/flow/hall.h"
#include "groupbuy/flow/scope.h"

static struct status change(struct call *call, const Gb__UpdateHallGoodsRequest *in, struct hall_goods *goods)
{
    if (in->version != goods->version)
        return fail(VERSION_STALE, "line %s is of version %ld", goods->id, (long)goods->version);
    if (in->supply_limit < goods->taken)
        return fail_field("supplyLimit", "must be at least the %ld units that are taken", (long)goods->taken);
    goods->commission_bp = in->commission_basis_points;
    goods->lowest_price = in->lowest_price_fen;
    goods->supply_limit = in->supply_limit;
    goods->withdrawn = in->withdrawn;
    goods->version++;
    return hall_check_line(call, goods);
}

struct status groupbuy_update_hall_goods(struct call *call, const Gb__UpdateHallGoodsRequest *in, Gb__HallGoods *out)
{
    struct hall_goods before, goods;

    TRY(platform_act(call, "operator"));
    TRY(hall_lock(call->tx, in->hall_goods_id, &before));
    goods = before;
    TRY(change(call, in, &goods));
    TRY(hall_save(call->tx, &goods));
    TRY(hall_audit(call, "update_hall_goods", &before, &goods));
    hall_goods_view(call, &goods, out);
    return OK;
}
