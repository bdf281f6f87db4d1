#include "groupbuy/flow/views.h"

struct status groupbuy_get_product(struct call *call, const Gb__GetProductRequest *in, Gb__Product *out)
{
    struct product product;

    TRY(product_get(call->tx, in->product_id, true, &product));
    if (product.kind == PRODUCT_CONTENT) /* is offered where its channel is: GetContentOffer */
        return fail(NOT_HERE, "product %s", in->product_id);
    product_view(call, &product, out);
    return OK;
}
