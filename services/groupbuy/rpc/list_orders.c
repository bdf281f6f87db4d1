#include "groupbuy/flow/views.h"
#include "rpc/page.h"

struct status groupbuy_list_orders(struct call *call, const Gb__ListOrdersRequest *in, Gb__ListOrdersResponse *out)
{
    const char *filter = arena_printf(call->arena, "%s %d", call->caller->user_id, (int)in->status);
    struct page page;
    struct order *orders;

    TRY(page_open(call, in, PAGE_BY_ID, filter, &page));
    TRY(order_list(call->tx, call->caller->user_id, (enum order_status)in->status, page.after, page.rows_max, &orders,
                   &page.count));

    out->next_page_token = page_next(call, &page, orders[page.count - 1].id);
    out->n_orders = page.count;
    out->orders = MESSAGES(call, Gb__Order, gb__order, page.count);
    return orders_show(call, orders, page.count, out->orders);
}
