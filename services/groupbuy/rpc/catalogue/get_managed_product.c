#include "groupbuy/catalogue.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/views.h"

struct status groupbuy_get_managed_product(struct call *call, const Gb__GetManagedProductRequest *in, Gb__Product *out)
{
    struct product product;

    TRY(platform_act(call, "operator", "auditor"));
    TRY(product_get(call->tx, in->product_id, false, &product));
    product_view(call, &product, out);
    return OK;
}
