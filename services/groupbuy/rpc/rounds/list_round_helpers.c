#include <string.h>

#include "groupbuy/flow/helping.h"
#include "rpc/page.h"

struct status groupbuy_list_round_helpers(struct call *call, const Gb__ListRoundHelpersRequest *in,
                                          Gb__ListRoundHelpersResponse *out)
{
    struct round round;
    struct help *helps;
    struct page page;

    TRY(round_get(call->tx, in->round_id, &round));
    if (strcmp(round.leader_id, call->caller->user_id) != 0)
        return fail(NOT_HERE, "round %s", in->round_id);
    TRY(page_open(call, in, PAGE_BY_ID, in->round_id, &page));
    TRY(help_list(call->tx, in->round_id, page.after, page.rows_max, &helps, &page.count));

    out->next_page_token = page_next(call, &page, helps[page.count - 1].helper_id);
    out->n_helpers = page.count;
    out->helpers = MESSAGES(call, Gb__RoundHelper, gb__round_helper, page.count);
    for (size_t i = 0; i < page.count; i++)
        helper_view(call, &helps[i], out->helpers[i]);
    return OK;
}
