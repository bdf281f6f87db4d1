/* Timers and work that must happen: rows, taken with SKIP LOCKED, leased while they run, repeated with growing delay.
 */
#ifndef LINLI_DB_JOBS_H
#define LINLI_DB_JOBS_H

#include "db/db.h"

#define JOB_ATTEMPTS_MAX      1000   /* after that the row stays, marked dead, and an alarm metric counts it */
#define JOB_DELAY_MS_MAX      300000 /* growth of the delay between attempts ends at 5 min */
#define JOB_PAYLOAD_BYTES_MAX 65536

struct job {
    const char *id;
    const char *kind; /* close_unpaid_order */
    const char *key;  /* unique with kind: an order's id; adding the same again changes nothing */
    const uint8_t *payload;
    size_t payload_bytes;
    int attempts; /* this one included */
};

/* Runs at `run_at_us` (database time; 0: now). An existing row of (kind, key) stays as it is, also while it runs. */
struct status job_add(struct tx *tx, const char *kind, const char *key, int64_t run_at_us, const void *payload,
                      size_t payload_bytes);
/* Moves it, when it exists and is not running. */
struct status job_move(struct tx *tx, const char *kind, const char *key, int64_t run_at_us);
struct status job_remove(struct tx *tx, const char *kind, const char *key);

/* ---- for the runner (shared/events); each is a transaction of its own ---- */
/* Takes the job among `kinds` that has been due longest, for `lease_ms`. *ret_found says whether there was one. */
struct status job_take(struct db *db, struct arena *arena, const char *const *kinds, size_t kinds_count,
                       int64_t lease_ms, struct job *ret_job, bool *ret_found);
/* Frees those whose worker's session has ended, so that they are due at once: taken for `lease_ms` as above, at least
 * `grace_ms` ago. Whoever lost only his session, and still works, is fenced like one whose lease lapsed: until he has
 * ended two are at it, so what a handler asks of the outside must bear to be asked twice at once. */
struct status jobs_let_go(struct db *db, struct arena *arena, int64_t lease_ms, int64_t grace_ms, int64_t *ret_jobs);
/* It is done: the row goes. A worker whose lease lapsed changes nothing, here and below: somebody else has the job. */
struct status job_done(struct db *db, struct arena *arena, const struct job *job);
/* It is done for this time: it runs again after `delay_s`. */
struct status job_again(struct db *db, struct arena *arena, const struct job *job, int64_t delay_s);
/* It failed: again after a growing, scattered delay; dead after JOB_ATTEMPTS_MAX, unless it stands: nobody would add that
 * one again. */
struct status job_failed(struct db *db, struct arena *arena, const struct job *job, const char *reason, bool stands);
/* What becomes of one that another job adds again and again: after the last try it is over, not dead, or that one would add
 * nothing any more. */
struct status job_added_again(const struct job *job, struct status status);

#endif
