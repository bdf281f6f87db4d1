#include "groupbuy/flow/helping.h"
#include "rpc/page.h"

struct status groupbuy_list_help_sells(struct call *call, const Gb__ListHelpSellsRequest *in,
                                       Gb__ListHelpSellsResponse *out)
{
    struct round *rounds;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, call->caller->user_id, &page));
    TRY(round_list_helped(call->tx, call->caller->user_id, page.after, page.rows_max, &rounds, &page.count));

    out->next_page_token = page_next(call, &page, rounds[page.count - 1].id);
    out->n_help_sells = page.count;
    out->help_sells = MESSAGES(call, Gb__HelpSell, gb__help_sell, page.count);
    return help_sells_show(call, rounds, page.count, out->help_sells);
}
