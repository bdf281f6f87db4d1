#include "bus/house.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"

#define NAME  "rpc_server"
#define CROWD 12

static struct house house;
static struct arena arena;

static struct status echo(const struct asking *asking, const char *text, int wait_ms, Pr__EchoResponse **ret_answer)
{
    Pr__EchoRequest in = PR__ECHO_REQUEST__INIT;

    in.text = text;
    in.wait_ms = wait_ms;
    return house_ask(&house, &arena, asking, &in.base, &pr__echo_response__descriptor, ret_answer);
}

static struct status add_entry(struct arena *a, const char *user, const char *key, const char *text,
                               Pr__Entry **ret_entry)
{
    Pr__AddEntryRequest in = PR__ADD_ENTRY_REQUEST__INIT;

    in.text = text;
    return house_ask(&house, a, &(struct asking){ .method = "Probe.AddEntry", .user = user, .key = key }, &in.base,
                     &pr__entry__descriptor, ret_entry);
}

static const struct asking as_guest = { .method = "Probe.Echo" };

static int up(void **state)
{
    (void)state;
    house_up(&house, NAME, (struct house_options){ 0 });
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_finish(&arena);
    house_down(&house, NAME);
    return 0;
}

/* ---- what every request meets ---- */

static void answers(void **state)
{
    Pr__EchoResponse *answer;

    (void)state;
    assert_ok(echo(&(struct asking){ .method = "Probe.Echo", .user = "u1" }, "hello", 0, &answer));
    assert_string_equal(answer->text, "hello");
    assert_string_equal(answer->user_id, "u1");
}

static void has_its_connections_before_anybody_asks(void **state)
{
    struct rows *rows;

    (void)state;
    assert_ok(db_run(house.db, &arena, &rows,
                     "select count(*) from pg_stat_activity"
                     " where application_name = current_setting('application_name') and pid <> pg_backend_pid()"));
    assert_int_equal(rows_int(rows, 0, 0), 4); /* one a worker that waits for nothing but the database */
}

static void names_every_wrong_field(void **state)
{
    struct status status = echo(&as_guest, "far too long for twenty characters", 9000, NULL);

    (void)state;
    assert_fails(status, FIELDS_INVALID);
    assert_non_null(status.violations);
    assert_int_equal(status.violations->count, 2);
    assert_string_equal(status.violations->list[0].field, "text");
    assert_string_equal(status.violations->list[1].field, "waitMs");
    assert_int_equal(atomic_load(&probe.echoes), 0);
}

static void lets_in_only_whom_the_contract_names(void **state)
{
    Pr__AdministerRequest in = PR__ADMINISTER_REQUEST__INIT;
    Pr__PeekRequest peek = PR__PEEK_REQUEST__INIT;
    const ProtobufCMessageDescriptor *out = &pr__echo_response__descriptor;
    struct asking asking = { .method = "Probe.Administer" };
    Pr__EchoResponse *answer;

    (void)state;
    assert_fails(house_ask(&house, &arena, &asking, &in.base, out, NULL), TOKEN_MISSING);
    asking.user = "u1";
    assert_fails(house_ask(&house, &arena, &asking, &in.base, out, NULL), FORBIDDEN);
    asking.role = "leader";
    assert_fails(house_ask(&house, &arena, &asking, &in.base, out, NULL), FORBIDDEN);
    asking.role = "operator";
    assert_ok(house_ask(&house, &arena, &asking, &in.base, out, NULL));
    asking.method = "Internal.Peek";
    assert_fails(house_ask(&house, &arena, &asking, &peek.base, out, NULL), FORBIDDEN);
    asking.service = "groupbuy";
    assert_ok(house_ask(&house, &arena, &asking, &peek.base, out, &answer));
    assert_string_equal(answer->text, "groupbuy");
}

static void hides_reasons_that_are_not_declared(void **state)
{
    (void)state;
#ifdef NDEBUG
    assert_fails(echo(&as_guest, "undeclared", 0, NULL), INTERNAL);
#else
    skip(); /* a debug build aborts: that is the point of it */
#endif
}

static void says_at_once_that_nobody_is_there(void **state)
{
    int64_t started_ms = clock_mono_ms();

    (void)state;
    assert_fails(echo(&(struct asking){ .method = "Probe.Nothing" }, "hello", 0, NULL), NOT_AVAILABLE);
    assert_true(clock_mono_ms() - started_ms < 500);
}

static void hands_the_trace_on(void **state)
{
    Pr__EchoRequest in = PR__ECHO_REQUEST__INIT;
    struct rpc_request request = { .subject = "rpc.linli.probe.v1.Probe.Echo",
                                   .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
    struct rpc_reply reply;
    Pr__EchoResponse *answer;

    (void)state;
    in.text = "x";
    request.data = message_pack(&arena, &in.base, &request.bytes);
    request.deadline_ms = rpc_now_ms(house.client) + 2000;
    assert_ok(rpc_call(house.client, &arena, &request, &reply));
    answer = message_unpack(&arena, &pr__echo_response__descriptor, reply.data, reply.bytes);
    assert_string_equal(answer->trace, "0af7651916cd43dd8448eb211c80319c");
}

/* ---- deadlines ---- */

static void gives_up_at_the_deadline(void **state)
{
    struct asking asking = as_guest;
    int64_t started_ms = clock_mono_ms();

    (void)state;
    asking.timeout_ms = 200;
    assert_fails(echo(&asking, "slow", 1000, NULL), TIMED_OUT);
    assert_in_range(clock_mono_ms() - started_ms, 190, 600);
}

static void nothing_takes_effect_after_the_deadline(void **state)
{
    Pr__AddEntryRequest in = PR__ADD_ENTRY_REQUEST__INIT;
    struct asking asking = { .method = "Probe.AddEntry", .user = "late", .key = "k", .timeout_ms = 200 };

    (void)state;
    in.text = "late";
    atomic_store(&probe.entry_wait_ms, 400);
    assert_fails(house_ask(&house, &arena, &asking, &in.base, &pr__entry__descriptor, NULL), TIMED_OUT);
    clock_sleep_ms(500);
    atomic_store(&probe.entry_wait_ms, 0);
    assert_int_equal(atomic_load(&probe.entries), 1);
    assert_int_equal(test_sql_int(house.db, "select count(*) from entries"), 0);
    assert_int_equal(test_sql_int(house.db, "select count(*) from idempotency"), 0);
}

static void zombies_stay_dead(void **state)
{
    int64_t started_ms = clock_mono_ms();

    (void)state;
    test_nats_kill(&house.nats);
    while (bus_connected(house.bus))
        clock_sleep_ms(5);
    for (int i = 0; i < 3; i++)
        assert_fails(echo(&as_guest, "zombie", 0, NULL), NOT_AVAILABLE);
    assert_true(clock_mono_ms() - started_ms < 2000);
    test_nats_restart(&house.nats);
    while (!bus_connected(house.bus) || !bus_connected(house.replicas[0].bus))
        clock_sleep_ms(10);
    clock_sleep_ms(300);
    assert_int_equal(atomic_load(&probe.echoes), 0);
    natsConnection_Flush(bus_connection(house.replicas[0].bus));
    assert_ok(echo(&as_guest, "alive", 0, NULL));
}

/* ---- keys ---- */

static void a_repeat_gets_the_same_answer(void **state)
{
    Pr__Entry *first, *again;

    (void)state;
    assert_ok(add_entry(&arena, "u1", "key-1", "one", &first));
    assert_ok(add_entry(&arena, "u1", "key-1", "one", &again));
    assert_string_equal(first->entry_id, again->entry_id);
    assert_int_equal(atomic_load(&probe.entries), 1);
    assert_fails(add_entry(&arena, "u1", "key-1", "two", NULL), IDEMPOTENCY_KEY_REUSED);
    assert_fails(add_entry(&arena, "u1", NULL, "two", NULL), IDEMPOTENCY_KEY_REQUIRED);
    assert_ok(add_entry(&arena, "u2", "key-1", "two", &again)); /* another's key is another key */
    assert_string_not_equal(first->entry_id, again->entry_id);
}

static void refusals_are_judged_anew(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++)
        assert_fails(add_entry(&arena, "u1", "key-2", "refuse", NULL), CODE_FAILED_PRECONDITION, "REFUSED");
    assert_int_equal(atomic_load(&probe.entries), 2);
    assert_int_equal(test_sql_int(house.db, "select count(*) from entries"), 0);
}

static void conflicts_are_run_again(void **state)
{
    (void)state;
    atomic_store(&probe.conflicts_left, 2);
    assert_ok(add_entry(&arena, "u1", "key-3", "three", NULL));
    assert_int_equal(atomic_load(&probe.entries), 3);
    assert_int_equal(test_sql_int(house.db, "select count(*) from entries"), 1);
    atomic_store(&probe.conflicts_left, 3);
    struct status refused = add_entry(&arena, "u1", "key-4", "four", NULL);
    assert_fails(refused, CONFLICT);
    assert_string_equal(refused.text, ""); /* what the database said of it is for our log */
    assert_int_equal(test_sql_int(house.db, "select count(*) from entries"), 1);
}

static void *rival(void *data)
{
    Pr__Entry *entry = NULL;
    struct arena own;
    char *id = NULL;

    (void)data;
    arena_init(&own, ARENA_BYTES_MAX);
    for (int i = 0; i < 20 && !entry; i++) {
        struct status status = add_entry(&own, "u1", "rivals", "one", &entry);

        if (!ok(status) && status.code != CODE_ABORTED && status.code != CODE_UNAVAILABLE)
            fail_msg("rival: %s %s", status.reason, status.text);
        if (!entry)
            clock_sleep_ms(50);
    }
    id = entry ? strdup(entry->entry_id) : NULL;
    arena_finish(&own);
    return id;
}

static void rivals_with_one_key_share_one_effect(void **state)
{
    pthread_t threads[CROWD];
    char *ids[CROWD];

    (void)state;
    atomic_store(&probe.entry_wait_ms, 50);
    for (int i = 0; i < CROWD; i++)
        pthread_create(&threads[i], NULL, rival, NULL);
    for (int i = 0; i < CROWD; i++)
        pthread_join(threads[i], (void **)&ids[i]);
    assert_int_equal(test_sql_int(house.db, "select count(*) from entries"), 1);
    for (int i = 0; i < CROWD; i++) {
        assert_non_null(ids[i]);
        assert_string_equal(ids[i], ids[0]);
    }
    for (int i = 0; i < CROWD; i++)
        free(ids[i]);
}

/* The database ends the connection in the middle of the first COMMIT: nobody knows what came of it, the key does. */
static void a_commit_in_doubt_is_looked_up(void **state)
{
    Pr__Entry *entry, *again;

    (void)state;
    test_sql(house.db, "create sequence commits");
    test_sql(house.db, "create function cut() returns trigger language plpgsql as $$ begin"
                       " if nextval('commits') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;"
                       " return null; end $$");
    test_sql(house.db, "create constraint trigger cut after insert on entries deferrable initially deferred"
                       " for each row execute function cut()");
    assert_ok(add_entry(&arena, "u1", "doubt", "one", &entry));
    assert_int_equal(test_sql_int(house.db, "select count(*) from entries"), 1);
    assert_int_equal(test_sql_int(house.db, "select last_value from commits"), 2);
    assert_ok(add_entry(&arena, "u1", "doubt", "one", &again));
    assert_string_equal(entry->entry_id, again->entry_id);
}

/* ---- many ---- */

struct sleeper {
    struct status status;
    int64_t ms;
};

static void *sleep_there(void *data)
{
    struct sleeper *sleeper = data;
    Pr__EchoRequest in = PR__ECHO_REQUEST__INIT;
    int64_t started_ms = clock_mono_ms();
    struct arena own;

    arena_init(&own, ARENA_BYTES_MAX);
    in.text = "slow";
    in.wait_ms = 300;
    sleeper->status = house_ask(&house, &own, &as_guest, &in.base, &pr__echo_response__descriptor, NULL);
    sleeper->ms = clock_mono_ms() - started_ms;
    arena_finish(&own);
    return NULL;
}

static void a_full_queue_refuses_at_once(void **state)
{
    struct sleeper sleepers[CROWD];
    pthread_t threads[CROWD];
    int refused = 0;

    (void)state;
    for (int i = 0; i < CROWD; i++)
        pthread_create(&threads[i], NULL, sleep_there, &sleepers[i]);
    for (int i = 0; i < CROWD; i++) {
        pthread_join(threads[i], NULL);
        if (ok(sleepers[i].status))
            continue;
        assert_int_equal(sleepers[i].status.code, CODE_UNAVAILABLE);
        assert_string_equal(sleepers[i].status.reason, "OVERLOADED");
        assert_int_equal(sleepers[i].status.retry_after_s, 1);
        assert_true(sleepers[i].ms < 200);
        refused++;
    }
    assert_in_range(refused, CROWD - 3 - 1,
                    CROWD - 2); /* one works, two wait; the first may still wait, or have ended */
}

static int up_narrow(void **state)
{
    (void)state;
    house_up(&house, NAME, (struct house_options){ .workers = 1, .queue = 2 });
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int up_two(void **state)
{
    (void)state;
    house_up(&house, NAME, (struct house_options){ .replicas = 2 });
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static uint64_t echoes_of(struct replica *replica)
{
    struct buf metrics;
    const char *line;

    buf_init(&metrics, &arena, 4096);
    server_metrics(replica->server, &metrics);
    line = strstr(metrics.data, "linli_calls_total{method=\"linli.probe.v1.Probe.Echo\",outcome=\"OK\"} ");
    return line ? strtoull(strstr(line, "} ") + 2, NULL, 10) : 0;
}

static void replicas_share_the_work(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++)
        assert_ok(echo(&as_guest, "x", 0, NULL));
    clock_sleep_ms(100); /* a call is counted after it is answered */
    assert_in_range(echoes_of(&house.replicas[0]), 50, 150);
    assert_int_equal(echoes_of(&house.replicas[0]) + echoes_of(&house.replicas[1]), 200);
}

static void *keep_asking(void *data)
{
    atomic_bool *stop = data;
    struct arena own;
    intptr_t failed = 0;

    arena_init(&own, ARENA_BYTES_MAX);
    while (!atomic_load(stop)) {
        Pr__EchoRequest in = PR__ECHO_REQUEST__INIT;

        in.text = "x";
        in.wait_ms = 5;
        if (!ok(house_ask(&house, &own, &as_guest, &in.base, &pr__echo_response__descriptor, NULL)))
            failed++;
        arena_reset(&own);
    }
    arena_finish(&own);
    return (void *)failed;
}

static void a_replica_leaves_without_a_failed_request(void **state)
{
    pthread_t threads[4];
    atomic_bool stop = false;
    void *failed;

    (void)state;
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, keep_asking, &stop);
    clock_sleep_ms(200);
    assert_true(server_stop(house.replicas[0].server, 5000));
    server_destroy(house.replicas[0].server);
    house.replicas[0].server = NULL;
    clock_sleep_ms(200);
    atomic_store(&stop, true);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
}

static void tells_who_it_is(void **state)
{
    static const char *const questions[] = { "$SRV.PING", "$SRV.INFO.probe", "$SRV.STATS" };
    static const char *const parts[] = { "io.nats.micro.v1.ping_response", "\"name\":\"AddEntry\"",
                                         "\"num_requests\":1" };

    (void)state;
    assert_ok(echo(&as_guest, "x", 0, NULL));
    clock_sleep_ms(100); /* a call is counted after it is answered */
    for (int i = 0; i < 3; i++) {
        natsMsg *answer = NULL;
        struct bus *bus = house.bus;

        assert_int_equal(natsConnection_RequestString(&answer, bus_connection(bus), questions[i], "", 1000), NATS_OK);
        assert_non_null(strstr(natsMsg_GetData(answer), parts[i]));
        natsMsg_Destroy(answer);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(answers),
        TEST(has_its_connections_before_anybody_asks),
        TEST(names_every_wrong_field),
        TEST(lets_in_only_whom_the_contract_names),
        TEST(hides_reasons_that_are_not_declared),
        TEST(says_at_once_that_nobody_is_there),
        TEST(hands_the_trace_on),
        TEST(gives_up_at_the_deadline),
        TEST(nothing_takes_effect_after_the_deadline),
        TEST(zombies_stay_dead),
        TEST(a_repeat_gets_the_same_answer),
        TEST(refusals_are_judged_anew),
        TEST(conflicts_are_run_again),
        TEST(rivals_with_one_key_share_one_effect),
        TEST(a_commit_in_doubt_is_looked_up),
        cmocka_unit_test_setup_teardown(a_full_queue_refuses_at_once, up_narrow, down),
        cmocka_unit_test_setup_teardown(replicas_share_the_work, up_two, down),
        cmocka_unit_test_setup_teardown(a_replica_leaves_without_a_failed_request, up_two, down),
        TEST(tells_who_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
