#include "events/audit.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/stock.h"
#include "groupbuy/store/product_store.h"
#include "groupbuy/store/wish_store.h"

struct status groupbuy_set_stock_alarm(struct call *call, const Gb__SetStockAlarmRequest *in, Gb__StockAlarm *out)
{
    struct product product;
    struct sku sku;

    TRY(platform_act(call, "operator"));
    TRY(sku_lock(call->tx, in->sku_id, &sku, &product));
    TRY(alarm_set(call->tx, sku.id, in->low_at));
    TRY(audit(call, &(struct audit_line){ .action = "set_stock_alarm",
                                          .object_type = "sku",
                                          .object_id = sku.id,
                                          .after = arena_printf(call->arena, "at %ld units", (long)in->low_at) }));
    out->sku_id = sku.id;
    out->low_at = in->low_at;
    out->stock = sku.stock;
    return OK;
}
