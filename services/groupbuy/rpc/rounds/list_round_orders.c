#include <stdlib.h>
#include <string.h>

#include "groupbuy/flow/round_orders.h"
#include "rpc/page.h"

static struct status may_see(struct call *call, const struct round *round)
{
    if (strcmp(round->leader_id, call->caller->user_id) == 0)
        return leading(call, round->community_id, false);
    return ok(overseeing(call, round->community_id)) ? OK : fail(NOT_HERE, "round %s", round->id);
}

struct status groupbuy_list_round_orders(struct call *call, const Gb__ListRoundOrdersRequest *in,
                                         Gb__ListRoundOrdersResponse *out)
{
    struct entry *entries;
    struct round round;
    struct page page;

    TRY(round_get(call->tx, in->round_id, &round));
    TRY(may_see(call, &round));
    TRY(page_open(call, in, PAGE_BY_TEXT, in->round_id, &page));
    TRY(entry_list(call->tx, in->round_id, false, strtoll(page.after, NULL, 10), page.rows_max, &entries, &page.count));

    out->next_page_token =
        page_next(call, &page, arena_printf(call->arena, "%ld", (long)entries[page.count - 1].number));
    out->n_orders = page.count;
    out->orders = MESSAGES(call, Gb__RoundOrder, gb__round_order, page.count);
    return round_orders_show(call, entries, page.count, out->orders);
}
