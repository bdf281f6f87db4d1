#include "groupbuy/flow/leading.h"
#include "rpc/page.h"

struct status groupbuy_list_leaders(struct call *call, const Gb__ListLeadersRequest *in, Gb__ListLeadersResponse *out)
{
    struct leader *leaders;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, in->community_id, &page));
    TRY(leader_list_here(call->tx, in->community_id, page.after, page.rows_max, &leaders, &page.count));

    out->next_page_token = page_next(call, &page, leaders[page.count - 1].user_id);
    out->n_leaders = page.count;
    out->leaders = MESSAGES(call, Gb__Leader, gb__leader, page.count);
    for (size_t i = 0; i < page.count; i++)
        leader_view(call, &leaders[i], out->leaders[i]);
    return OK;
}
