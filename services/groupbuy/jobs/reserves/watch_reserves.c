#include "groupbuy/flow/reserving.h"

struct status groupbuy_watch_reserves(struct call *call, const struct job *job)
{
    (void)job;
    TRY(call_begin(call));
    TRY(reserves_watch(call));
    return call_commit(call);
}
