#include "groupbuy/delivery.h"
#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/views.h"

struct status groupbuy_confirm_receipt(struct call *call, const Gb__ConfirmReceiptRequest *in, Gb__Order *out)
{
    struct order order;

    TRY(order_lock(call->tx, in->order_id, call->caller->user_id, &order));
    TRY(order_receive(call, &order, call->caller->user_id));
    return order_show(call, &order, out);
}
