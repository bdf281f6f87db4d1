#include "groupbuy/flow/desk.h"

#include "groupbuy/flow/views.h"
#include "rpc/timestamp.h"

static const char *filter_of(struct call *call, const Gb__SearchOrdersRequest *in, const struct order_search *search)
{
    return arena_printf(call->arena, "%s %s %s %d %lld %lld", in->buyer_id, in->round_id, in->campaign_id,
                        (int)in->status, (long long)search->from_us, (long long)search->to_us);
}

/* The token is the last one looked at, not the last one found: its page is never cut by page_next(). */
struct status desk_search(struct call *call, const Gb__SearchOrdersRequest *in, struct order **ret_orders,
                          size_t *ret_count, const char **ret_next)
{
    const struct order_search search = {
        .user_id = in->buyer_id,
        .round_id = in->round_id,
        .campaign_id = in->campaign_id,
        .status = (enum order_status)in->status,
        .from_us = in->from ? timestamp_us(in->from) : 0,
        .to_us = in->to ? timestamp_us(in->to) : 0,
    };
    const char *last;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, filter_of(call, in, &search), &page));
    TRY(order_search(call->tx, &search, page.after, page.rows_max, ret_orders, ret_count, &last));
    *ret_next = *last ? page_token(call, &page, 0, last) : "";
    return OK;
}

struct status desk_show(struct call *call, const char *order_id, Gb__DeskOrder *out)
{
    struct order_note *notes;
    struct order order;

    TRY(order_get(call->tx, order_id, NULL, &order));
    TRY(order_note_list(call->tx, order_id, &notes, &out->n_notes));
    out->buyer_id = order.user_id;
    out->merchant_id = order.merchant_id;
    out->notes = MESSAGES(call, Gb__OrderNote, gb__order_note, out->n_notes);
    for (size_t i = 0; i < out->n_notes; i++) {
        out->notes[i]->text = notes[i].text;
        out->notes[i]->author_id = notes[i].author_id;
        out->notes[i]->created_at = timestamp_new(call->arena, notes[i].created_us);
    }
    out->order = MESSAGE(call, Gb__Order, gb__order);
    return order_show(call, &order, out->order);
}
