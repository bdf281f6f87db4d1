#include "notifications/notifications.h"
#include "notifications/store/delivery_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void delivery_view(struct call *call, const struct delivery *delivery, Nt__Delivery *out)
{
    out->delivery_id = delivery->id;
    out->user_id = delivery->user_id;
    out->kind = (Nt__MessageKind)delivery->kind;
    out->template_id = delivery->template_id;
    out->state = (Nt__DeliveryState)delivery->state;
    out->why = delivery->why;
    out->created_at = timestamp_new(call->arena, delivery->created_us);
    out->done_at = timestamp_new(call->arena, delivery->done_us);
}

/* The whole platform's: a role in one community is not enough. */
struct status notifications_list_deliveries(struct call *call, const Nt__ListDeliveriesRequest *in,
                                            Nt__ListDeliveriesResponse *out)
{
    const char *filter = arena_printf(call->arena, "%s %d", in->user_id, in->state);
    struct page page;
    struct delivery *deliveries;

    if (!call_has_role(call, "operator", NULL))
        return fail(FORBIDDEN, "the caller is no operator of the platform");
    TRY(page_open(call, in, PAGE_BY_ID, filter, &page));
    TRY(delivery_list(call->tx, call->arena, in->user_id, (enum delivery_state)in->state, page.after, page.rows_max,
                      &deliveries, &page.count));

    out->next_page_token = page_next(call, &page, deliveries[page.count - 1].id);
    out->n_deliveries = page.count;
    out->deliveries = MESSAGES(call, Nt__Delivery, nt__delivery, page.count);
    for (size_t i = 0; i < page.count; i++)
        delivery_view(call, &deliveries[i], out->deliveries[i]);
    return OK;
}
