#include "groupbuy/flow/cards.h"

struct status groupbuy_get_card_terms(struct call *call, const Gb__GetCardTermsRequest *in, Gb__CardTerms *out)
{
    struct card_terms *terms = arena_array(call->arena, struct card_terms, 1);

    TRY(card_terms_get(call->tx, in->sku_id, terms));
    card_terms_view(terms, out);
    return OK;
}
