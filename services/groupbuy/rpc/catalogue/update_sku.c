#include "events/audit.h"
#include "groupbuy/catalogue.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/views.h"

static const char *in_short(struct call *call, const char *title, fen price, int32_t weight_g)
{
    return arena_printf(call->arena, "%s, %ld fen, %d g", title, (long)price, weight_g);
}

struct status groupbuy_update_sku(struct call *call, const Gb__UpdateSkuRequest *in, Gb__Product *out)
{
    const struct sku sku = { .id = in->sku_id,
                             .title = in->title,
                             .list_price = in->list_price_fen,
                             .weight_g = in->weight_g,
                             .image_url = in->image_url };
    struct sku before;
    struct product product;
    bool done;

    TRY(platform_act(call, "operator"));
    TRY(sku_lock(call->tx, in->sku_id, &before, &product));
    if (in->list_price_fen < before.cost_price)
        return fail_field("listPriceFen", "is below cost");
    TRY(sku_update(call->tx, &sku, in->version, &done));
    if (!done)
        return fail(VERSION_STALE, "product %s is of version %ld", product.id, (long)product.version);
    TRY(audit(call, &(struct audit_line){ .action = "update_sku",
                                          .object_type = "sku",
                                          .object_id = in->sku_id,
                                          .before = in_short(call, before.title, before.list_price, before.weight_g),
                                          .after = in_short(call, in->title, in->list_price_fen, in->weight_g) }));
    TRY(product_get(call->tx, before.product_id, false, &product));
    product_view(call, &product, out);
    return OK;
}
