#include "groupbuy/flow/pages.h"
#include "groupbuy/flow/views.h"

/* One more than the page is read: when it is there, there is a next page. */
struct status groupbuy_list_orders(struct call *call, const Gb__ListOrdersRequest *in, Gb__ListOrdersResponse *out)
{
    const char *filter = arena_printf(call->arena, "%s %d", call->caller->user_id, (int)in->status);
    size_t limit = (size_t)page_size(in->page_size), count;
    const char *after;
    struct order *orders;

    TRY(page_after(call, filter, in->page_token, &after));
    TRY(order_list(call->tx, call->caller->user_id, (enum order_status)in->status, after, (int)limit + 1, &orders,
                   &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, filter, &orders[count - 1].id, 1);
    }
    out->n_orders = count;
    out->orders = arena_array(call->arena, Gb__Order *, count);
    for (size_t i = 0; i < count; i++)
        out->orders[i] = MESSAGE(call, Gb__Order, gb__order);
    return orders_show(call, orders, count, out->orders);
}
