/* shared/events/job_runner.c */
#include <stdatomic.h>
#include <string.h>

#include "base/clock.h"
#include "db/outbox.h"
#include "events_house.h"

static struct estate estate;
static atomic_int runs, failures_left, beats;

static struct status run_once(struct call *call, const struct job *job)
{
    assert_null(call->tx);
    assert_string_equal(call->operation_id, job->id);
    atomic_fetch_add(&runs, 1);
    if (atomic_fetch_sub(&failures_left, 1) > 0)
        return fail(NOT_AVAILABLE, "not yet");
    TRY(call_begin(call));
    TRY(db_exec(call->tx, "insert into done (key, payload) values ($1, $2)", db_text(job->key),
                db_bytes(job->payload, job->payload_bytes)));
    return call_commit(call);
}

static struct status forget_to_commit(struct call *call, const struct job *job)
{
    TRY(call_begin(call));
    return db_exec(call->tx, "insert into done (key) values ($1)", db_text(job->key));
}

static struct status beat(struct call *call, const struct job *job)
{
    (void)call;
    (void)job;
    atomic_fetch_add(&beats, 1);
    return OK;
}

static const struct job_handler handlers[] = {
    { "close_order", run_once, 0 },
    { "forgetful", forget_to_commit, 0 },
    { "beat", beat, 1 },
};

static int setup(void **state)
{
    (void)state;
    estate_start(&estate, "job_runner");
    test_sql(estate.db, "create table done (key text, payload bytea)");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    estate_finish(&estate);
    return 0;
}

static struct job_runner *start(size_t count)
{
    struct job_runner *runner;
    assert_ok(job_runner_start(&estate.teller, handlers, count, 2, &runner));
    return runner;
}

static void add(const char *kind, const char *key, int64_t delay_ms)
{
    struct tx *tx;
    int64_t now_us;
    assert_ok(tx_begin(estate.db, TX_READ_WRITE, &estate.arena, &tx, &now_us));
    assert_ok(job_add(tx, kind, key, now_us + delay_ms * US_PER_MS, "x", 1));
    assert_ok(tx_commit(tx));
}

static void a_job_runs_when_it_is_due_and_goes(void **state)
{
    (void)state;
    struct job_runner *runner = start(2);
    add("close_order", "k", 500);
    clock_sleep_ms(300);
    assert_int_equal(runs, 0);
    estate_wait(&estate, "select count(*) from done where key = 'k' and payload = 'x'", 1, 3000);
    estate_wait(&estate, "select count(*) from jobs", 0, 1000);
    assert_int_equal(runs, 1);
    job_runner_stop(runner);
}

static void a_failure_comes_back(void **state)
{
    (void)state;
    struct job_runner *runner = start(2);
    runs = 0;
    failures_left = 1;
    add("close_order", "again", 0);
    estate_wait(&estate, "select count(*) from done where key = 'again'", 1, 6000);
    assert_int_equal(runs, 2);
    job_runner_stop(runner);
}

static void a_transaction_left_open_is_rolled_back(void **state)
{
    (void)state;
    struct job_runner *runner = start(2);
    add("forgetful", "f", 0);
    estate_wait(&estate, "select count(*) from jobs where kind = 'forgetful'", 0, 3000);
    assert_int_equal(test_sql_int(estate.db, "select count(*) from done where key = 'f'"), 0);
    job_runner_stop(runner);
}

static void a_standing_job_runs_again_and_again_once_for_all_replicas(void **state)
{
    (void)state;
    struct job_runner *first = start(3), *second = start(3);
    clock_sleep_ms(3300);
    assert_in_range(beats, 2, 4);
    assert_int_equal(test_sql_int(estate.db, "select count(*) from jobs where kind = 'beat'"), 1);
    job_runner_stop(first);
    job_runner_stop(second);
}

static void the_runner_sweeps_the_platforms_tables(void **state)
{
    (void)state;
    test_sql(estate.db, "insert into outbox (id, type, aggregate_id, version, payload, published_at, stream_seq)"
                        " values (gen_random_uuid(), 't', gen_random_uuid(), 1, '', now() - interval '8 days', 1)");
    struct job_runner *runner = start(0);
    estate_wait(&estate, "select count(*) from outbox", 0, 3000);
    job_runner_stop(runner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_runs_when_it_is_due_and_goes),
        cmocka_unit_test(a_failure_comes_back),
        cmocka_unit_test(a_transaction_left_open_is_rolled_back),
        cmocka_unit_test(a_standing_job_runs_again_and_again_once_for_all_replicas),
        cmocka_unit_test(the_runner_sweeps_the_platforms_tables),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
