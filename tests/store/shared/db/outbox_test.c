/* shared/db/outbox.c and retention.c */
#include "db/outbox.h"

#include <pthread.h>
#include <string.h>

#include "base/id.h"
#include "db/retention.h"
#include "support/check.h"
#include "support/pg.h"

static struct db *db;
static struct arena arena;

static int setup(void **state)
{
    (void)state;
    db = test_db("outbox");
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    test_db_drop(db, "outbox");
    return 0;
}

static struct tx *begin_on(struct db *which, struct arena *memory)
{
    struct tx *tx;
    int64_t now_us;
    assert_ok(tx_begin(which, TX_READ_WRITE, memory, &tx, &now_us));
    return tx;
}

static struct outbox_event event_of(const char *aggregate_id)
{
    return (struct outbox_event){
        .type = "t.Happened", .aggregate_id = aggregate_id, .payload = "\0\xff", .payload_bytes = 2
    };
}

static void an_event_commits_with_its_transaction_and_versions_count(void **state)
{
    (void)state;
    struct id a = id_new();
    struct outbox_event event = event_of(a.text);
    event.traceparent = "00-x";
    struct tx *tx = begin_on(db, &arena);
    assert_ok(outbox_add(tx, &event));
    assert_ok(outbox_add(tx, &event));
    assert_ok(tx_commit(tx));
    tx = begin_on(db, &arena);
    assert_ok(outbox_add(tx, &event));
    tx_rollback(tx);

    size_t bytes;
    struct rows *rows = test_sql(db,
                                 "select version, payload, traceparent, published_at is null, id from outbox where "
                                 "aggregate_id = $1 order by version",
                                 db_id(a.text));
    assert_int_equal(rows_count(rows), 2);
    assert_int_equal(rows_int(rows, 0, 0), 1);
    assert_int_equal(rows_int(rows, 1, 0), 2);
    assert_memory_equal(rows_bytes(rows, 0, 1, &bytes), "\0\xff", 2);
    assert_string_equal(rows_text(rows, 0, 2), "00-x");
    assert_true(rows_bool(rows, 0, 3));
    assert_true(id_valid(rows_id(rows, 0, 4)));
}

static void many_at_once_get_the_versions_of_their_aggregates(void **state)
{
    (void)state;
    struct id ids[OUTBOX_EVENTS_MAX];
    const char *aggregates[OUTBOX_EVENTS_MAX]; /* ids of the same microsecond are in no order: each is named */
    struct outbox_event events[OUTBOX_EVENTS_MAX + 1];
    for (int i = 0; i < OUTBOX_EVENTS_MAX; i++) {
        ids[i] = id_new();
        aggregates[i] = ids[i].text;
        events[i] = event_of(ids[i].text);
        if (i == 7)
            events[i].traceparent = "00-seven";
    }
    struct tx *tx = begin_on(db, &arena);
    assert_ok(outbox_add(tx, &events[3]));
    assert_ok(outbox_add_many(tx, events, OUTBOX_EVENTS_MAX));
    assert_ok(outbox_add_many(tx, events, 0));
    assert_fails(outbox_add_many(tx, events, OUTBOX_EVENTS_MAX + 1), INTERNAL);
    assert_ok(tx_commit(tx));
    assert_int_equal(test_sql_int(db, "select count(*) from outbox where aggregate_id = any ($1::uuid[])",
                                  db_texts(aggregates, OUTBOX_EVENTS_MAX)),
                     OUTBOX_EVENTS_MAX + 1);
    assert_int_equal(test_sql_int(db, "select max(version) from outbox where aggregate_id = $1", db_id(ids[3].text)),
                     2);
    struct rows *rows =
        test_sql(db, "select payload = '\\x00ff', traceparent from outbox where aggregate_id = $1", db_id(ids[7].text));
    assert_true(rows_bool(rows, 0, 0));
    assert_string_equal(rows_text(rows, 0, 1), "00-seven");
}

static void firsts_are_the_first_of_their_aggregates(void **state)
{
    (void)state;
    struct id a = id_new(), b = id_new();
    struct outbox_event events[] = { event_of(a.text), event_of(b.text) };
    struct tx *tx;

    events[1].traceparent = "00-second";
    tx = begin_on(db, &arena);
    assert_ok(outbox_add_firsts(tx, events, 2));
    assert_ok(outbox_add_firsts(tx, events, 0));
    assert_fails(outbox_add_firsts(tx, events, OUTBOX_EVENTS_MAX + 1), INTERNAL);
    assert_ok(outbox_add(tx, &events[0])); /* what comes behind it counts on */
    assert_ok(tx_commit(tx));
    assert_int_equal(test_sql_int(db, "select max(version) from outbox where aggregate_id = $1", db_id(a.text)), 2);
    struct rows *rows =
        test_sql(db, "select version, type, payload = '\\x00ff', traceparent from outbox where aggregate_id = $1",
                 db_id(b.text));
    assert_int_equal(rows_count(rows), 1);
    assert_int_equal(rows_int(rows, 0, 0), 1);
    assert_string_equal(rows_text(rows, 0, 1), "t.Happened");
    assert_true(rows_bool(rows, 0, 2));
    assert_string_equal(rows_text(rows, 0, 3), "00-second");

    tx = begin_on(db, &arena);
    assert_ok(outbox_add_firsts(tx, &events[1], 1));
    assert_fails(tx_commit(tx), UNIQUE_VIOLATION);
    tx_rollback(tx);
}

static void an_event_that_is_too_large_is_refused(void **state)
{
    (void)state;
    struct id a = id_new();
    struct outbox_event event = event_of(a.text);
    event.payload = arena_alloc(&arena, OUTBOX_PAYLOAD_BYTES_MAX + 1);
    event.payload_bytes = OUTBOX_PAYLOAD_BYTES_MAX + 1;
    struct tx *tx = begin_on(db, &arena);
    assert_fails(outbox_add(tx, &event), INTERNAL);
    assert_fails(outbox_add_many(tx, &event, 1), INTERNAL);
    event.payload_bytes--;
    assert_ok(outbox_add(tx, &event));
    tx_rollback(tx);
}

/* ---- under concurrency ---- */

#define THREADS 4
#define ROUNDS  50
static struct id shared_ids[8];

static void *add_rounds(void *unused)
{
    (void)unused;
    struct db *own = test_db_again("outbox", NULL);
    struct arena memory;
    arena_init(&memory, ARENA_BYTES_MAX);
    for (int i = 0; i < ROUNDS; i++) {
        struct outbox_event events[8];
        /* Every thread names them in another order: the statement locks them in one. */
        for (int k = 0; k < 8; k++)
            events[k] = event_of(shared_ids[(k * 3 + i) % 8].text);
        struct tx *tx = begin_on(own, &memory);
        assert_ok(outbox_add_many(tx, events, 8));
        if (i % 5 == 4)
            tx_rollback(tx);
        else
            assert_ok(tx_commit(tx));
        arena_reset(&memory);
    }
    arena_finish(&memory);
    db_destroy(own);
    return NULL;
}

static void versions_have_no_gap_and_no_twin_under_concurrency(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    for (int k = 0; k < 8; k++)
        shared_ids[k] = id_new();
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, add_rounds, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int k = 0; k < 8; k++) {
        struct rows *rows =
            test_sql(db, "select count(*), max(version), count(distinct version) from outbox where aggregate_id = $1",
                     db_id(shared_ids[k].text));
        for (int column = 0; column < 3; column++)
            assert_int_equal(rows_int(rows, 0, column), THREADS * ROUNDS * 4 / 5);
    }
}

/* ---- retention ---- */

static void what_is_old_goes_and_what_is_owed_stays(void **state)
{
    (void)state;
    int64_t removed;
    test_sql(db, "delete from outbox");
    test_sql(db, "insert into outbox (id, type, aggregate_id, version, payload, created_at, published_at, stream_seq)"
                 " select gen_random_uuid(), 't', gen_random_uuid(), 1, '', now() - interval '8 days', at, case when "
                 "at is not null then 1 end"
                 " from (values (now() - interval '8 days'), (now() - interval '6 days'), (null)) as v (at), "
                 "generate_series(1, 1500)");
    /* Events of 10 to 18 days ago, which came then, or again 14 days ago. */
    test_sql(db,
             "insert into inbox (event_id, consumer, handled_at) select lpad(to_hex((extract(epoch from now() - d * "
             "interval '1 day') * 1000)::bigint), 12, '0') || '7000800000000000000' || d % 10, c,"
             " now() - least(d, latest) * interval '1 day'"
             " from generate_series(10, 18) d, (values ('once', 18), ('twice', 14)) v (c, latest)");
    test_sql(
        db,
        "insert into idempotency (caller_id, method, key, operation_id, request_sha256, state, answer)"
        " select 'u', 'm', s || h, (lpad(to_hex((extract(epoch from now() - h * interval '1 hour') * 1000)::bigint), "
        "12, '0')"
        " || '70008000000000000' || lpad(h::text, 2, '0') || case s when 'DONE' then '0' else '1' end)::uuid, "
        "sha256(''), s,"
        " case s when 'DONE' then ''::bytea end from generate_series(30, 60, 10) h, (values ('DONE'), ('OPEN')) v (s)");
    assert_ok(retention_run(db, 1, &removed));
    assert_int_equal(test_sql_int(db, "select count(*) from outbox"), 3500);
    assert_ok(retention_run(db, 10, &removed));
    assert_int_equal(removed, 500);
    assert_int_equal(test_sql_int(db, "select count(*) from outbox where published_at is null"), 1500);
    assert_int_equal(test_sql_int(db, "select count(*) from outbox where published_at is not null"), 1500);
    assert_int_equal(test_sql_int(db, "select count(*) from inbox where consumer = 'once'"), 5);
    assert_int_equal(test_sql_int(db, "select count(*) from inbox where consumer = 'twice'"), 9);
    assert_int_equal(test_sql_int(db, "select count(*) from idempotency where state = 'OPEN'"), 4);
    assert_int_equal(test_sql_int(db, "select count(*) from idempotency where state = 'DONE'"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_commits_with_its_transaction_and_versions_count),
        cmocka_unit_test(many_at_once_get_the_versions_of_their_aggregates),
        cmocka_unit_test(firsts_are_the_first_of_their_aggregates),
        cmocka_unit_test(an_event_that_is_too_large_is_refused),
        cmocka_unit_test(versions_have_no_gap_and_no_twin_under_concurrency),
        cmocka_unit_test(what_is_old_goes_and_what_is_owed_stays),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
