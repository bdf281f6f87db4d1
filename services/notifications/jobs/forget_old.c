#include "base/clock.h"
#include "notifications/notifications.h"
#include "notifications/store/delivery_store.h"
#include "notifications/store/message_store.h"

#define DAY_US (INT64_C(86400) * US_PER_S)
#define MESSAGES_KEEP_DAYS 180
#define PUSHES_KEEP_DAYS 3
#define FORGET_ROWS_MAX 1000 /* a transaction; what is left waits for the next */

/* Forgets old messages, what was sent of them, and pushes, a batch at a time. */
struct status notifications_forget_old(struct call *call, const struct job *job)
{
    int64_t messages, deliveries, pushes;

    (void)job;
    do {
        TRY(call_begin(call));
        TRY(message_forget(call->tx, call->now_us - MESSAGES_KEEP_DAYS * DAY_US, FORGET_ROWS_MAX, &messages));
        TRY(delivery_forget(call->tx, call->now_us - MESSAGES_KEEP_DAYS * DAY_US, FORGET_ROWS_MAX, &deliveries));
        TRY(push_forget(call->tx, call->now_us - PUSHES_KEEP_DAYS * DAY_US, FORGET_ROWS_MAX, &pushes));
        TRY(call_commit(call));
    } while (messages == FORGET_ROWS_MAX || deliveries == FORGET_ROWS_MAX || pushes == FORGET_ROWS_MAX);
    return OK;
}
