/* Timers and work that must happen: rows, taken with SKIP LOCKED, leased while they run, repeated with growing delay. */
#ifndef LINLI_DB_JOBS_H
#define LINLI_DB_JOBS_H

#include "db/db.h"

#define JOB_ATTEMPTS_MAX 1000       /* after that the row stays, marked dead, and an alarm metric counts it */
#define JOB_DELAY_MS_MAX 300000     /* growth of the delay between attempts ends at 5 min */

struct job {
    const char *id;
    const char *kind; /* close_unpaid_order */
    const char *key;  /* unique with kind: an order's id; adding the same again changes nothing */
    const uint8_t *payload;
    size_t payload_bytes;
    int attempts; /* before this one */
};

/* Runs at `run_at_us` (database time; 0: now). An existing row of (kind, key) stays as it is. */
struct status job_add(struct tx *tx, const char *kind, const char *key, int64_t run_at_us, const void *payload, size_t payload_bytes);
/* Moves it, when it exists and is not running. */
struct status job_move(struct tx *tx, const char *kind, const char *key, int64_t run_at_us);
struct status job_remove(struct tx *tx, const char *kind, const char *key);

#endif
