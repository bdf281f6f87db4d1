/* shared/db/jobs.c */
#include "db/jobs.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/clock.h"
#include "support/check.h"
#include "support/pg.h"

static struct db *db;
static struct arena arena;
static const char *const kinds[] = { "close", "remind" };

static int setup(void **state)
{
    (void)state;
    db = test_db("jobs");
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    test_db_drop(db, "jobs");
    return 0;
}

static int empty(void **state)
{
    (void)state;
    test_sql(db, "delete from jobs");
    return 0;
}

static int64_t begin(struct tx **ret_tx)
{
    int64_t now_us;
    assert_ok(tx_begin(db, TX_READ_WRITE, &arena, ret_tx, &now_us));
    return now_us;
}

static void add(const char *kind, const char *key, int64_t delay_ms)
{
    struct tx *tx;
    int64_t now_us = begin(&tx);
    assert_ok(job_add(tx, kind, key, delay_ms ? now_us + delay_ms * US_PER_MS : 0, key, 1));
    assert_ok(tx_commit(tx));
}

static bool take(int64_t lease_ms, struct job *ret_job)
{
    bool found;
    assert_ok(job_take(db, &arena, kinds, 2, lease_ms, ret_job, &found));
    return found;
}

static void jobs_come_when_they_are_due_longest_first(void **state)
{
    (void)state;
    struct job job;
    add("close", "b", 0);
    clock_sleep_ms(2);
    add("remind", "a", 0);
    add("close", "later", 60000);
    add("unknown", "x", 0);
    assert_true(take(1000, &job));
    assert_string_equal(job.kind, "close");
    assert_string_equal(job.key, "b");
    assert_int_equal(job.attempts, 1);
    assert_memory_equal(job.payload, "b", 1);
    assert_ok(job_done(db, &arena, &job));
    assert_true(take(1000, &job));
    assert_string_equal(job.key, "a");
    assert_ok(job_done(db, &arena, &job));
    assert_false(take(1000, &job));
    assert_int_equal(test_sql_int(db, "select count(*) from jobs"), 2);
}

static void adding_again_changes_nothing(void **state)
{
    (void)state;
    add("close", "k", 60000);
    add("close", "k", 0);
    struct job job;
    assert_false(take(1000, &job));
    assert_int_equal(test_sql_int(db, "select count(*) from jobs"), 1);
}

static void a_job_can_be_moved_and_removed_but_not_while_it_runs(void **state)
{
    (void)state;
    struct job job;
    struct tx *tx;
    add("close", "k", 60000);
    begin(&tx);
    assert_ok(job_move(tx, "close", "k", 0));
    assert_ok(tx_commit(tx));
    assert_true(take(60000, &job));

    begin(&tx);
    assert_ok(job_move(tx, "close", "k", 0));
    assert_ok(tx_commit(tx));
    struct job second;
    assert_false(take(1000, &second));

    begin(&tx);
    assert_ok(job_remove(tx, "close", "k"));
    assert_ok(tx_commit(tx));
    assert_int_equal(test_sql_int(db, "select count(*) from jobs"), 0);
}

static void a_lapsed_lease_gives_the_job_to_another_and_fences_the_first(void **state)
{
    (void)state;
    struct job first, second;
    add("close", "k", 0);
    assert_true(take(50, &first));
    assert_false(take(50, &second));
    clock_sleep_ms(80);
    assert_true(take(10000, &second));
    assert_int_equal(second.attempts, 2);
    assert_ok(job_done(db, &arena, &first));
    assert_ok(job_failed(db, &arena, &first, "LATE", false));
    assert_int_equal(test_sql_int(db, "select count(*) from jobs where last_reason is null and leased_until > now()"),
                     1);
    assert_ok(job_done(db, &arena, &second));
    assert_int_equal(test_sql_int(db, "select count(*) from jobs"), 0);
}

static int64_t let_go(int64_t grace_ms)
{
    int64_t jobs;

    assert_ok(jobs_let_go(db, &arena, 60000, grace_ms, &jobs));
    return jobs;
}

/* PostgreSQL takes a moment to see that somebody is gone. */
static void wait_until_gone(int64_t session)
{
    for (int tries = 0; tries < 1000; tries++) {
        if (test_sql_int(db, "select count(*) from pg_stat_activity where pid = $1", db_int(session)) == 0)
            return;
        clock_sleep_ms(10);
    }
    fail_msg("session %ld is still there", (long)session);
}

static void a_job_whose_worker_has_ended_is_due_again(void **state)
{
    (void)state;
    struct db *other = test_db_again("jobs", NULL);
    int64_t session = test_sql_int(other, "select pg_backend_pid()");
    struct job job, again;
    bool found;

    add("close", "k", 0);
    assert_ok(job_take(other, &arena, kinds, 2, 60000, &job, &found));
    assert_true(found);
    assert_int_equal(let_go(0), 0); /* he is at it */
    db_destroy(other);
    wait_until_gone(session);
    assert_int_equal(let_go(30000), 0);
    assert_false(take(1000, &again));
    clock_sleep_ms(60); /* he had it for a moment */
    assert_int_equal(let_go(50), 1);
    assert_int_equal(let_go(0), 0);
    assert_true(take(60000, &again));
    assert_int_equal(again.attempts, 2);
    assert_ok(job_done(db, &arena, &job)); /* and he is fenced, should he live after all */
    assert_int_equal(test_sql_int(db, "select count(*) from jobs"), 1);
    test_sql(db, "update jobs set attempts = attempts + 1, worker = 0"); /* taken by a release that writes no worker */
    assert_int_equal(let_go(0), 0);
}

static void failures_come_back_later_and_later_and_end(void **state)
{
    (void)state;
    struct job job;
    int64_t delay_ms, before_ms = 0;
    add("close", "k", 0);
    for (int i = 1; i <= 12; i++) {
        test_sql(db, "update jobs set run_at = now()");
        assert_true(take(1000, &job));
        assert_int_equal(job.attempts, i);
        assert_ok(job_failed(db, &arena, &job, "NOT_YET", false));
        delay_ms = test_sql_int(
            db, "select (extract(epoch from run_at - now()) * 1000)::bigint from jobs where last_reason = 'NOT_YET'");
        assert_true(delay_ms > before_ms || before_ms > JOB_DELAY_MS_MAX / 2);
        assert_true(delay_ms <= JOB_DELAY_MS_MAX * 5 / 4);
        before_ms = delay_ms;
    }
    test_sql(db, "update jobs set run_at = now(), attempts = $1", db_int(JOB_ATTEMPTS_MAX - 1));
    assert_true(take(1000, &job));
    assert_ok(job_failed(db, &arena, &job, "NOT_YET", true)); /* one that stands */
    test_sql(db, "update jobs set run_at = now()");
    assert_true(take(1000, &job));
    assert_ok(job_failed(db, &arena, &job, "NEVER", false));
    test_sql(db, "update jobs set run_at = now()");
    assert_false(take(1000, &job));
    assert_int_equal(test_sql_int(db, "select count(*) from jobs where dead"), 1);
}

static atomic_int taken[200];

static void *take_all(void *unused)
{
    (void)unused;
    struct db *own = test_db_again("jobs", NULL);
    struct arena memory;
    struct job job;
    bool found = true;
    arena_init(&memory, ARENA_BYTES_MAX);
    while (found) {
        assert_ok(job_take(own, &memory, kinds, 2, 60000, &job, &found));
        if (found) {
            int n = 0;
            assert_int_equal(sscanf(job.key, "%d", &n), 1);
            taken[n]++;
            assert_ok(job_done(own, &memory, &job));
        }
        arena_reset(&memory);
    }
    arena_finish(&memory);
    db_destroy(own);
    return NULL;
}

static void four_workers_take_each_job_once(void **state)
{
    (void)state;
    pthread_t threads[4];
    test_sql(db, "insert into jobs (id, kind, key, payload, run_at) select gen_random_uuid(), 'close', n::text, '', "
                 "now() from generate_series(0, 199) n");
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take_all, NULL), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    for (int n = 0; n < 200; n++)
        assert_int_equal(taken[n], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(jobs_come_when_they_are_due_longest_first, empty),
        cmocka_unit_test_setup(adding_again_changes_nothing, empty),
        cmocka_unit_test_setup(a_job_can_be_moved_and_removed_but_not_while_it_runs, empty),
        cmocka_unit_test_setup(a_lapsed_lease_gives_the_job_to_another_and_fences_the_first, empty),
        cmocka_unit_test_setup(a_job_whose_worker_has_ended_is_due_again, empty),
        cmocka_unit_test_setup(failures_come_back_later_and_later_and_end, empty),
        cmocka_unit_test_setup(four_workers_take_each_job_once, empty),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
