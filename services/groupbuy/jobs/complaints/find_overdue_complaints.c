#include "groupbuy/flow/complaining.h"
#include "groupbuy/service.h"

#define OVERDUE_MAX 100 /* a run; the next one comes in seconds */

/* Each wait rings once. */
struct status groupbuy_find_overdue_complaints(struct call *call, const struct job *job)
{
    struct complaint *complaints;
    size_t count;

    (void)job;
    TRY(call_begin(call));
    TRY(complaint_take_overdue(call->tx, groupbuy_of(call)->complaint_alarm_s, OVERDUE_MAX, &complaints, &count));
    for (size_t i = 0; i < count; i++)
        TRY(tell_complaint_overdue(call, &complaints[i]));
    return call_commit(call);
}
