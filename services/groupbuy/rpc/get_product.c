#include "groupbuy/flow/views.h"

struct status groupbuy_get_product(struct call *call, const Gb__GetProductRequest *in, Gb__Product *out)
{
    struct product product;

    TRY(product_get(call->tx, in->product_id, true, &product));
    product_view(call, &product, out);
    return OK;
}
