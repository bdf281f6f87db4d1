#include "groupbuy/records.h"
#include "groupbuy/store/record_store.h"

#define ROUNDS_AT_ONCE 20 /* a run; the next one comes in a minute */

struct status groupbuy_reckon_rounds(struct call *call, const struct job *job)
{
    (void)job;
    TRY(call_begin(call));
    TRY(records_reckon(call->tx, ROUNDS_AT_ONCE));
    return call_commit(call);
}
