#include "groupbuy/flow/rounds.h"
#include "rpc/page.h"

struct status groupbuy_list_my_rounds(struct call *call, const Gb__ListMyRoundsRequest *in,
                                      Gb__ListMyRoundsResponse *out)
{
    const char *filter = arena_printf(call->arena, "%s %d", call->caller->user_id, (int)in->status);
    struct round *rounds;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, filter, &page));
    TRY(round_list_of(call->tx, call->caller->user_id, (enum round_status)in->status, page.after, page.rows_max,
                      &rounds, &page.count));

    out->next_page_token = page_next(call, &page, rounds[page.count - 1].id);
    out->n_rounds = page.count;
    out->rounds = MESSAGES(call, Gb__Round, gb__round, page.count);
    return rounds_show(call, rounds, page.count, out->rounds);
}
