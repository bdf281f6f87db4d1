#include "groupbuy/flow/hall.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

struct status groupbuy_list_hall_goods(struct call *call, const Gb__ListHallGoodsRequest *in,
                                       Gb__ListHallGoodsResponse *out)
{
    struct hall_goods *goods;
    struct page page;

    TRY(platform_act(call, "operator", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, "", &page));
    TRY(hall_list_all(call->tx, page.after, page.rows_max, &goods, &page.count));

    out->next_page_token = page_next(call, &page, goods[page.count - 1].id);
    out->n_goods = page.count;
    out->goods = MESSAGES(call, Gb__HallGoods, gb__hall_goods, page.count);
    for (size_t i = 0; i < page.count; i++)
        hall_goods_view(call, &goods[i], out->goods[i]);
    return OK;
}
