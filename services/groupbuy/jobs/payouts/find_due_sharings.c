#include "groupbuy/payouts.h"
#include "groupbuy/receivers.h"
#include "groupbuy/store/receiver_store.h"
#include "groupbuy/store/sharing_store.h"

#define DUE_SHARINGS_MAX 200 /* a run; the next one comes in a minute */

/* The row is the timer: what waits for WeChat, or was left by a crash, gets its job again. */
struct status groupbuy_find_due_sharings(struct call *call, const struct job *job)
{
    (void)job;
    TRY(call_begin(call));
    TRY(sharing_add_due_jobs(call->tx, JOB_DRIVE_SHARING, DUE_SHARINGS_MAX));
    TRY(receivers_let_go(call->tx, DUE_SHARINGS_MAX));
    TRY(receivers_add_jobs(call->tx, JOB_DRIVE_RECEIVER, DUE_SHARINGS_MAX));
    TRY(share_returns_add_jobs(call->tx, JOB_DRIVE_SHARE_RETURN, DUE_SHARINGS_MAX));
    return call_commit(call);
}
