#include "events/audit.h"
#include "groupbuy/catalogue.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/views.h"

#define STOCK_MAX 100000000

/* Units that came or went outside of orders. */
struct status groupbuy_adjust_stock(struct call *call, const Gb__AdjustStockRequest *in, Gb__Product *out)
{
    struct product product;
    struct sku sku;

    TRY(platform_act(call, "operator"));
    TRY(sku_lock(call->tx, in->sku_id, &sku, &product));
    if (sku.stock + in->change < 0)
        return fail(STOCK_SHORT, "SKU %s has %ld units", sku.id, (long)sku.stock);
    if (sku.stock + in->change > STOCK_MAX)
        return fail_field("change", "makes more than %d units", STOCK_MAX);
    TRY(sku_adjust(call->tx, in->sku_id, in->change));
    TRY(audit(call, &(struct audit_line){ .action = "adjust_stock",
                                          .object_type = "sku",
                                          .object_id = in->sku_id,
                                          .before = arena_printf(call->arena, "%ld", (long)sku.stock),
                                          .after = arena_printf(call->arena, "%ld", (long)(sku.stock + in->change)),
                                          .reason = in->why }));
    TRY(product_get(call->tx, sku.product_id, false, &product));
    product_view(call, &product, out);
    return OK;
}
