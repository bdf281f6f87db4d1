#include "groupbuy/flow/channel.h"
#include "groupbuy/flow/merchants.h"

/* An account that somebody is bound to and that this replica has no keys of: its orders can't be paid, and the log says so until
 * they can. */
struct status groupbuy_check_merchants(struct call *call, const struct job *job)
{
    const char *const *ids;
    size_t count;

    (void)job;
    TRY(call_begin_read(call));
    TRY(merchant_list_bound(call->tx, &ids, &count));
    call_rollback(call);
    for (size_t i = 0; i < count; i++)
        TRY(channel_ready(call, ids[i]));
    return OK;
}
