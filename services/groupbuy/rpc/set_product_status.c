#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/views.h"

/* On the shelf or off it. Running campaigns go on. */
struct status groupbuy_set_product_status(struct call *call, const Gb__SetProductStatusRequest *in, Gb__Product *out)
{
    struct product product;

    TRY(platform_act(call));
    if (in->status != GB__PRODUCT_STATUS__ON_SHELF && in->status != GB__PRODUCT_STATUS__OFF_SHELF)
        return fail_field("status", "must be ON_SHELF or OFF_SHELF");
    TRY(product_set_status(call->tx, in->product_id, (enum product_status)in->status));
    TRY(product_get(call->tx, in->product_id, false, &product));
    product_view(call, &product, out);
    return OK;
}
