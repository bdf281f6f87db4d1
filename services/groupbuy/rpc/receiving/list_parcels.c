#include <stdlib.h>

#include "groupbuy/flow/sheets.h"
#include "rpc/page.h"

/* How many orders these lines are of. */
static size_t orders_of(const struct sheet_pick *picks, size_t count)
{
    size_t orders = 0;

    for (size_t i = 0; i < count; i++)
        if (i == 0 || picks[i].number != picks[i - 1].number)
            orders++;
    return orders;
}

static void goods_view(const struct sheet_pick *pick, Gb__PickedGoods *out)
{
    out->item_id = pick->item_id;
    out->product_title = pick->product_title;
    out->sku_title = pick->sku_title;
    out->units = pick->units;
}

/* Gives where the next parcel begins. */
static size_t parcel_view(struct call *call, const struct sheet_pick *picks, size_t count, size_t from,
                          Gb__PickParcel *out)
{
    size_t to = from;

    out->order_id = picks[from].order_id;
    out->number = picks[from].number;
    out->name = picks[from].name;
    out->shelf = picks[from].shelf;
    out->remark = picks[from].remark;
    while (to < count && picks[to].number == picks[from].number)
        to++;
    out->n_goods = to - from;
    out->goods = MESSAGES(call, Gb__PickedGoods, gb__picked_goods, out->n_goods);
    for (size_t i = from; i < to; i++)
        goods_view(&picks[i], out->goods[i - from]);
    return to;
}

struct status groupbuy_list_parcels(struct call *call, const Gb__ListParcelsRequest *in, Gb__ListParcelsResponse *out)
{
    const char *filter = arena_printf(call->arena, "%s %s", in->round_id, in->place_id);
    struct place_row place;
    struct sheet_pick *picks;
    struct round round;
    struct page page;
    size_t count, from = 0;

    TRY(receiving_own(call, in->round_id, in->place_id, false, &round, &place));
    TRY(page_open(call, in, PAGE_BY_TEXT, filter, &page));
    TRY(sheet_picks(call->tx, round.id, place.place_id, strtoll(page.after, NULL, 10), page.rows_max, &picks, &count));
    page.count = orders_of(picks, count);
    out->parcels = MESSAGES(call, Gb__PickParcel, gb__pick_parcel, page.count);
    for (size_t i = 0; i < page.count; i++)
        from = parcel_view(call, picks, count, from, out->parcels[i]);
    out->next_page_token =
        page_next(call, &page, arena_printf(call->arena, "%ld", (long)out->parcels[page.count - 1]->number));
    out->n_parcels = page.count;
    return OK;
}
