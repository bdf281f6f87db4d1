#include <string.h>

#include "groupbuy/flow/round_orders.h"

struct status groupbuy_set_entry_hidden(struct call *call, const Gb__SetEntryHiddenRequest *in,
                                        Gb__SetEntryHiddenResponse *out)
{
    struct entry entry;

    (void)out;
    TRY(entry_get(call->tx, in->order_id, &entry));
    if (strcmp(entry.user_id, call->caller->user_id) != 0)
        return fail(NOT_HERE, "order %s", in->order_id);
    return entry_set_hidden(call->tx, in->order_id, in->hidden);
}
