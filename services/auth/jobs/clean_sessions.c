#include "auth/auth.h"
#include "auth/store/session_store.h"

#define ROWS_MAX   1000 /* in one transaction */
#define ROUNDS_MAX 20   /* in one go; the rest waits for the next */

/* Tokens that ran out, revocations that every token has outlived. */
struct status auth_clean_sessions(struct call *call, const struct job *job)
{
    int64_t removed = ROWS_MAX;

    (void)job;
    for (int i = 0; i < ROUNDS_MAX && removed >= ROWS_MAX; i++) {
        TRY(call_begin(call));
        TRY(session_clean(call->tx, ROWS_MAX, &removed));
        TRY(call_commit(call));
    }
    return OK;
}
