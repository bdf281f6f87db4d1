#include "groupbuy/delivery.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/ledger_store.h"

#define CLOSE_AFTER_S 3600 /* midnight, and every transaction that began before it is over */
#define DAYS_MAX      400  /* a run */

struct status groupbuy_close_ledger_days(struct call *call, const struct job *job)
{
    bool closed = true;

    (void)job;
    for (int day = 0; day < DAYS_MAX && closed; day++) {
        TRY(call_begin(call));
        TRY(ledger_close_day(call->tx, CLOSE_AFTER_S, &closed));
        TRY(call_commit(call));
    }
    return OK;
}
