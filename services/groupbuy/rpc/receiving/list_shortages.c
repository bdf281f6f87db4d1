#include <stdlib.h>
#include <string.h>

#include "groupbuy/flow/receiving.h"
#include "rpc/page.h"

static bool is_after(const struct pick *pick, int64_t number, int position)
{
    return pick->number > number || (pick->number == number && pick->position > position);
}

/* Of what would be shared out now. */
static struct status proposed(struct call *call, const struct round *round, const struct place_row *place,
                              int64_t number, int position, int limit, struct pick **ret_picks, size_t *ret_count)
{
    struct pick *less;
    size_t count, from = 0;

    TRY(receiving_propose(call, round, place, &less, &count));
    while (from < count && !is_after(&less[from], number, position))
        from++;
    *ret_picks = less + from;
    *ret_count = count - from < (size_t)limit ? count - from : (size_t)limit;
    return OK;
}

static void shortage_view(const struct pick *pick, Gb__Shortage *out)
{
    out->order_id = pick->order_id;
    out->number = pick->number;
    out->name = pick->name;
    out->item_id = pick->item_id;
    out->product_title = pick->product_title;
    out->sku_title = pick->sku_title;
    out->wanted = pick->wanted;
    out->served = pick->served;
}

struct status groupbuy_list_shortages(struct call *call, const Gb__ListShortagesRequest *in,
                                      Gb__ListShortagesResponse *out)
{
    const char *filter = arena_printf(call->arena, "%s %s", in->round_id, in->place_id);
    struct place_row place;
    struct round round;
    struct pick *picks;
    struct page page;
    char *rest = "";
    int64_t number;
    int position;

    TRY(receiving_own(call, in->round_id, in->place_id, false, &round, &place));
    TRY(page_open(call, in, PAGE_BY_TEXT, filter, &page));
    number = strtoll(page.after, &rest, 10);
    position = *rest ? (int)strtol(rest, NULL, 10) : -1;
    if (place.status == PLACE_CONFIRMED || place.status == PLACE_SETTLED)
        TRY(picks_short(call->tx, round.id, place.place_id, number, position, page.rows_max, &picks, &page.count));
    else
        TRY(proposed(call, &round, &place, number, position, page.rows_max, &picks, &page.count));
    out->next_page_token = page_next(
        call, &page,
        arena_printf(call->arena, "%ld %d", (long)picks[page.count - 1].number, picks[page.count - 1].position));
    out->n_shortages = page.count;
    out->shortages = MESSAGES(call, Gb__Shortage, gb__shortage, page.count);
    for (size_t i = 0; i < page.count; i++)
        shortage_view(&picks[i], out->shortages[i]);
    return OK;
}
