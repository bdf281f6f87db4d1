#include <inttypes.h>

#include "notifications/rpc/telling.h"

struct status notifications_on_bill_difference(struct call *call, const Gb__BillDifference *event)
{
    const char *count = arena_printf(call->arena, "%" PRId64, event->differences);

    return tell_operators(call, "", BILL_DIFFERENCE, "",
                          TELL_ARGS(event->day, count, text_account(call->arena, event->merchant_id)));
}
