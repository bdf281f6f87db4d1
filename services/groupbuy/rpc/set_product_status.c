#include "events/audit.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/shelving.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/flow/views.h"

/* On the shelf or off it. Running campaigns go on. Nothing is put there that lacks what the law wants. */
struct status groupbuy_set_product_status(struct call *call, const Gb__SetProductStatusRequest *in, Gb__Product *out)
{
    enum product_status status = (enum product_status)in->status, before;
    struct product product;

    TRY(platform_act(call, "operator"));
    if (status != SHELF_ON && status != SHELF_OFF)
        return fail_field("status", "must be ON_SHELF or OFF_SHELF");
    TRY(product_set_status(call->tx, in->product_id, status, &before));
    TRY(audit(call, &(struct audit_line){ .action = "set_product_status",
                                          .object_type = "product",
                                          .object_id = in->product_id,
                                          .before = product_status_name(before),
                                          .after = product_status_name(status),
                                          .reason = in->why }));
    TRY(product_get(call->tx, in->product_id, false, &product));
    if (status == SHELF_ON)
        TRY(shelf_check(call, &product));
    if (status == SHELF_ON && before != SHELF_ON)
        TRY(tell_product_published(call, &product, before == SHELF_OFF));
    product_view(call, &product, out);
    return OK;
}
