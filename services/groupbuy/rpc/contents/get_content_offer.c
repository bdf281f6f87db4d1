#include "groupbuy/flow/contents.h"
#include "groupbuy/flow/views.h"

/* Where nothing virtual is sold there is no such thing at all. */
struct status groupbuy_get_content_offer(struct call *call, const Gb__GetContentOfferRequest *in, Gb__ContentOffer *out)
{
    Gb__Product *shown = MESSAGE(call, Gb__Product, gb__product);
    struct product product;

    TRY(product_get(call->tx, in->product_id, true, &product));
    if (product.kind != PRODUCT_CONTENT || !content_is_sold_on(call, in->platform))
        return fail(NOT_HERE, "product %s", in->product_id);
    product_view(call, &product, shown);
    out->product_id = shown->product_id;
    out->title = shown->title;
    out->description = shown->description;
    out->n_skus = shown->n_skus;
    out->skus = shown->skus;
    out->channel = VIRTUAL_PAY;
    return OK;
}
