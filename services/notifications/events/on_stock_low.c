#include "notifications/rpc/telling.h"

struct status notifications_on_stock_low(struct call *call, const Gb__StockLow *event)
{
    return tell_operators(
        call, "", STOCK_LOW, event->product_id,
        TELL_ARGS(event->product_title, event->sku_title, arena_printf(call->arena, "%ld", (long)event->stock)));
}
