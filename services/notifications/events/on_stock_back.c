#include "notifications/rpc/telling.h"

struct status notifications_on_stock_back(struct call *call, const Gb__StockBack *event)
{
    for (size_t i = 0; i < event->n_user_ids; i++)
        TRY(tell(call, event->user_ids[i], STOCK_BACK, event->product_id,
                 TELL_ARGS(event->product_title, event->sku_title)));
    return OK;
}
