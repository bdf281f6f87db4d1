#include "groupbuy/flow/cards.h"
#include "groupbuy/flow/leading.h"
#include "rpc/page.h"

struct status groupbuy_list_card_uses(struct call *call, const Gb__ListCardUsesRequest *in,
                                      Gb__ListCardUsesResponse *out)
{
    struct card_use *uses;
    struct point point;
    struct page page;

    TRY(serving(call, in->point_id, &point));
    TRY(page_open(call, in, PAGE_BY_ID, in->point_id, &page));
    TRY(card_use_list(call->tx, CARD_USES_OF_POINT, in->point_id, page.after, page.rows_max, &uses, &page.count));
    out->next_page_token = page_next(call, &page, uses[page.count - 1].id);
    out->n_uses = page.count;
    out->uses = MESSAGES(call, Gb__CardUse, gb__card_use, page.count);
    for (size_t i = 0; i < page.count; i++)
        card_use_view(call, &uses[i], true, out->uses[i]);
    return OK;
}
