#include "notifications/rpc/telling.h"

struct status notifications_on_sku_refunded(struct call *call, const Gb__SkuRefunded *event)
{
    return tell(call, event->user_id, SKU_REFUNDED, event->order_id,
                TELL_ARGS(event->product_title, text_money(call->arena, event->amount_fen), event->reason));
}
