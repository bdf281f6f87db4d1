#include "groupbuy/flow/cards.h"
#include "rpc/page.h"

struct status groupbuy_list_my_cards(struct call *call, const Gb__ListMyCardsRequest *in, Gb__ListMyCardsResponse *out)
{
    const char *me = call->caller->user_id;
    struct card *cards;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, me, &page));
    TRY(card_list(call->tx, me, page.after, page.rows_max, &cards, &page.count));
    out->next_page_token = page_next(call, &page, cards[page.count - 1].id);
    out->n_cards = page.count;
    out->cards = MESSAGES(call, Gb__Card, gb__card, page.count);
    for (size_t i = 0; i < page.count; i++)
        TRY(card_show(call, &cards[i], false, out->cards[i]));
    return OK;
}
