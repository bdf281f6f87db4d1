#include "groupbuy/flow/desk.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/views.h"

struct status groupbuy_search_orders(struct call *call, const Gb__SearchOrdersRequest *in,
                                     Gb__SearchOrdersResponse *out)
{
    const char *next;
    struct order *orders;
    Gb__Order **views;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(desk_search(call, in, &orders, &out->n_orders, &next));
    out->next_page_token = next;
    out->orders = MESSAGES(call, Gb__DeskOrder, gb__desk_order, out->n_orders);
    views = MESSAGES(call, Gb__Order, gb__order, out->n_orders);
    for (size_t i = 0; i < out->n_orders; i++) {
        out->orders[i]->buyer_id = orders[i].user_id;
        out->orders[i]->merchant_id = orders[i].merchant_id;
        out->orders[i]->order = views[i];
    }
    return orders_show(call, orders, out->n_orders, views);
}
