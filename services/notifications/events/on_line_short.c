#include <inttypes.h>

#include "base/buf.h"
#include "notifications/rpc/telling.h"

/* 蓝莓 2 斤 × 1、车厘子 1 箱 × 2 */
struct status notifications_on_line_short(struct call *call, const Gb__LineShort *event)
{
    struct buf goods;

    buf_init(&goods, call->arena, 64);
    for (size_t i = 0; i < event->n_lines; i++)
        buf_printf(&goods, "%s%s %s × %" PRId64, i ? "、" : "", event->lines[i]->product_title,
                   event->lines[i]->sku_title, event->lines[i]->units);
    return tell(call, event->user_id, LINE_SHORT, event->order_id,
                TELL_ARGS(goods.data, text_money(call->arena, event->amount_fen)));
}
