#include "groupbuy/flow/hall.h"
#include "groupbuy/flow/leading.h"
#include "rpc/page.h"

/* Whoever keeps the catalogue, and those who lead there. */
static struct status may_look(struct call *call, const char *community_id)
{
    return ok(platform_act(call, "operator", "auditor")) ? OK : leading(call, community_id, false);
}

struct status groupbuy_list_hall(struct call *call, const Gb__ListHallRequest *in, Gb__ListHallResponse *out)
{
    struct hall_goods *goods;
    struct page page;
    bool hall_only;

    TRY(may_look(call, in->community_id));
    TRY(page_open(call, in, PAGE_BY_ID, in->community_id, &page));
    TRY(hall_rule_get(call->tx, in->community_id, &hall_only));
    TRY(hall_list(call->tx, in->community_id, page.after, page.rows_max, &goods, &page.count));

    out->hall_only = hall_only;
    out->next_page_token = page_next(call, &page, goods[page.count - 1].id);
    out->n_goods = page.count;
    out->goods = MESSAGES(call, Gb__HallGoods, gb__hall_goods, page.count);
    for (size_t i = 0; i < page.count; i++)
        hall_goods_view(call, &goods[i], out->goods[i]);
    return OK;
}
