#include "db/jobs.h"

#include "base/id.h"

struct status job_add(struct tx *tx, const char *kind, const char *key, int64_t run_at_us, const void *payload,
                      size_t payload_bytes)
{
    struct id id = id_new();
    if (payload_bytes > JOB_PAYLOAD_BYTES_MAX)
        return fail(INTERNAL, "job %s with %zu bytes, at most %d", kind, payload_bytes, JOB_PAYLOAD_BYTES_MAX);
    return db_exec(tx,
                   "insert into jobs (id, kind, key, run_at, payload) values ($1, $2, $3, coalesce($4, now()), $5)"
                   " on conflict (kind, key) do nothing",
                   db_text(id.text), db_text(kind), db_text(key), db_time(run_at_us), db_bytes(payload, payload_bytes));
}

struct status job_move(struct tx *tx, const char *kind, const char *key, int64_t run_at_us)
{
    return db_exec(tx,
                   "update jobs set run_at = coalesce($3, now()) where kind = $1 and key = $2"
                   " and (leased_until is null or leased_until <= clock_timestamp())",
                   db_text(kind), db_text(key), db_time(run_at_us));
}

struct status job_remove(struct tx *tx, const char *kind, const char *key)
{
    return db_exec(tx, "delete from jobs where kind = $1 and key = $2", db_text(kind), db_text(key));
}

struct status job_take(struct db *db, struct arena *arena, const char *const *kinds, size_t kinds_count,
                       int64_t lease_ms, struct job *ret_job, bool *ret_found)
{
    struct rows *rows;
    TRY(db_run(
        db, arena, &rows,
        "update jobs set attempts = attempts + 1, worker = pg_backend_pid(), worker_attempt = attempts + 1,"
        "  run_at = clock_timestamp() + $2 * interval '1 ms', leased_until = clock_timestamp() + $2 * interval '1 ms'"
        " where id = (select id from jobs where run_at <= clock_timestamp() and not dead and kind = any ($1::text[])"
        "  order by run_at limit 1 for update skip locked)"
        " returning id, kind, key, attempts, payload",
        db_texts(kinds, kinds_count), db_int(lease_ms)));
    *ret_found = rows_count(rows) == 1;
    if (!*ret_found)
        return OK;
    *ret_job = (struct job){
        .id = rows_id(rows, 0, 0),
        .kind = rows_text(rows, 0, 1),
        .key = rows_text(rows, 0, 2),
        .attempts = (int)rows_int(rows, 0, 3),
    };
    ret_job->payload = rows_bytes(rows, 0, 4, &ret_job->payload_bytes);
    return OK;
}

/* A session ends with its process at once, a lease long after. A release that knows no workers leaves the one of an earlier
 * attempt. */
struct status jobs_let_go(struct db *db, struct arena *arena, int64_t lease_ms, int64_t grace_ms, int64_t *ret_jobs)
{
    struct rows *rows;
    TRY(db_run(db, arena, &rows,
               "update jobs set run_at = clock_timestamp(), leased_until = null"
               " where leased_until > clock_timestamp()"
               "  and leased_until <= clock_timestamp() + $1 * interval '1 ms'"
               "  and worker_attempt = attempts and not exists (select from pg_stat_activity where pid = worker)",
               db_int(lease_ms - grace_ms)));
    *ret_jobs = rows_affected(rows);
    return OK;
}

/* The number of the attempt is the fence: whoever took the job later has a higher one. */
struct status job_done(struct db *db, struct arena *arena, const struct job *job)
{
    return db_run(db, arena, NULL, "delete from jobs where id = $1 and attempts = $2", db_text(job->id),
                  db_int(job->attempts));
}

struct status job_again(struct db *db, struct arena *arena, const struct job *job, int64_t delay_s)
{
    return db_run(db, arena, NULL,
                  "update jobs set leased_until = null, last_reason = null, attempts = 0, worker_attempt = null,"
                  " run_at = clock_timestamp() + $3 * interval '1 s' where id = $1 and attempts = $2",
                  db_text(job->id), db_int(job->attempts), db_int(delay_s));
}

struct status job_failed(struct db *db, struct arena *arena, const struct job *job, const char *reason,
                         bool stands)
{
    return db_run(
        db, arena, NULL,
        "update jobs set leased_until = null, last_reason = $3, dead = attempts >= $4 and not $6, run_at = clock_timestamp()"
        "  + least(500 * power(2, least(attempts, 20)), $5) * (0.75 + random() / 2) * interval '1 ms'"
        " where id = $1 and attempts = $2",
        db_text(job->id), db_int(job->attempts), db_text(reason), db_int(JOB_ATTEMPTS_MAX), db_int(JOB_DELAY_MS_MAX),
        db_bool(stands));
}

struct status job_added_again(const struct job *job, struct status status)
{
    return job->attempts < JOB_ATTEMPTS_MAX ? status : OK;
}
