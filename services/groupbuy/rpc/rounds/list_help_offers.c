#include "groupbuy/flow/helping.h"
#include "groupbuy/flow/leading.h"
#include "rpc/page.h"

struct status groupbuy_list_help_offers(struct call *call, const Gb__ListHelpOffersRequest *in,
                                        Gb__ListHelpOffersResponse *out)
{
    const char *filter = arena_printf(call->arena, "%s %s", call->caller->user_id, in->community_id);
    struct round *rounds;
    struct page page;

    if (*in->community_id)
        TRY(leading(call, in->community_id, false));
    TRY(page_open(call, in, PAGE_BY_ID, filter, &page));
    TRY(round_list_offered(call->tx, call->caller->user_id, in->community_id, page.after, page.rows_max, &rounds,
                           &page.count));

    out->next_page_token = page_next(call, &page, rounds[page.count - 1].id);
    out->n_offers = page.count;
    out->offers = MESSAGES(call, Gb__HelpSell, gb__help_sell, page.count);
    return help_sells_show(call, rounds, page.count, out->offers);
}
