#include "events/audit.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/shelving.h"
#include "groupbuy/flow/suppliers.h"

static const char *in_short(struct call *call, const struct supply *supply)
{
    return arena_printf(call->arena, "supplier %s, %ld fen", *supply->supplier_id ? supply->supplier_id : "(none)",
                        (long)supply->cost_price);
}

static struct status check_supplier(struct call *call, const char *supplier_id)
{
    struct supplier supplier;

    return *supplier_id ? supplier_get(call->tx, supplier_id, &supplier) : OK;
}

/* A product on the shelf gets no SKU of a supplier whose licence is over. */
struct status groupbuy_set_sku_supplier(struct call *call, const Gb__SetSkuSupplierRequest *in, Gb__Supply *out)
{
    struct supply before, supply;
    struct product product;

    TRY(platform_act(call, "operator"));
    TRY(check_supplier(call, in->supplier_id));
    TRY(supply_set(call->tx, in->sku_id, in->supplier_id, in->cost_price_fen, &before));
    if (in->cost_price_fen > before.list_price)
        return fail_field("costPriceFen", "must be at most the list price");
    TRY(product_get(call->tx, before.product_id, false, &product));
    if (product.status == SHELF_ON)
        TRY(shelf_check(call, &product));
    TRY(supply_get(call->tx, in->sku_id, &supply));
    TRY(audit(call, &(struct audit_line){ .action = "set_sku_supplier",
                                          .object_type = "sku",
                                          .object_id = in->sku_id,
                                          .before = in_short(call, &before),
                                          .after = in_short(call, &supply),
                                          .reason = in->why }));
    supply_view(&supply, out);
    return OK;
}
