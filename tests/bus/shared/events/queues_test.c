/* The queues of a service, on a real PostgreSQL and a real bus: what stands or is too much is named, by the time of
 * looks alone; what is said is said past the queues, until it was heard. */
#include "events/queues.h"

#include <string.h>

#include "base/clock.h"
#include "events_house.h"
#include "rpc/runtime.h"

static struct estate estate;
static struct contract *contract;
static struct runtime *runtime;
static struct consumers consumers;
static struct durable durable = { .name = "watcher-on-LiveHint" };
static struct queues queues;
static Api__QueueReport report;

static int setup(void **state)
{
    (void)state;
    estate_start(&estate, "queues");
    assert_ok(contract_load_file(CONTRACT_SET, &contract));
    estate.watcher.contract = contract;
    rpc_now_learn(estate.client, clock_unix_ms());
    runtime = runtime_create(&estate.watcher);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    runtime_destroy(runtime);
    contract_destroy(contract);
    estate_finish(&estate);
    return 0;
}

static int clear(void **state)
{
    (void)state;
    estate_clear(&estate);
    consumers = (struct consumers){ .durables = &durable, .count = 1 };
    atomic_store(&durable.pending, 0);
    queues_init(&queues, 1);
    return 0;
}

static int forget(void **state)
{
    (void)state;
    queues_finish(&queues);
    return 0;
}

static size_t look(int64_t now_ms)
{
    assert_ok(queues_look(&queues, runtime, &estate.arena, &consumers, now_ms, &report));
    return report.n_queues;
}

static void add_jobs(int count)
{
    test_sql(estate.db,
             "insert into jobs (id, kind, key, payload, run_at) select gen_random_uuid(), 'x', n::text, '',"
             " now() - interval '1 day' from generate_series(1, $1) n",
             db_int(count));
}

static void an_event_that_nobody_publishes_is_named(void **state)
{
    (void)state;
    estate_emit(&estate, NULL, "order", 2);
    assert_int_equal(look(1000), 0);
    assert_int_equal(look(QUEUE_STANDS_MS), 0);
    assert_int_equal(look(QUEUE_STANDS_MS + 1000), 1);
    assert_string_equal(report.queues[0]->name, "outbox");
    assert_int_equal(report.queues[0]->items, 2);
    assert_int_equal(report.queues[0]->stands_s, QUEUE_STANDS_MS / 1000);
    test_sql(estate.db, "update outbox set published_at = now(), stream_seq = 1 where id = (select min(id::text)::uuid"
                        " from outbox)");
    assert_int_equal(look(QUEUE_STANDS_MS + 2000), 0); /* it gets on */
}

static void jobs_that_nobody_takes_are_named(void **state)
{
    (void)state;
    add_jobs(1);
    assert_int_equal(look(0), 0); /* days may have passed at once */
    assert_int_equal(look(QUEUE_STANDS_MS), 1);
    assert_string_equal(report.queues[0]->name, "jobs");
    test_sql(estate.db, "update jobs set run_at = run_at + interval '1 s'"); /* it ran, and is due again */
    assert_int_equal(look(QUEUE_STANDS_MS + 1000), 0);
    test_sql(estate.db, "update jobs set leased_until = now() + interval '1 min'");
    assert_int_equal(look(3 * QUEUE_STANDS_MS), 0);
    test_sql(estate.db, "update jobs set leased_until = null, dead = true");
    assert_int_equal(look(5 * QUEUE_STANDS_MS), 0);
}

static void too_many_are_named_at_once(void **state)
{
    (void)state;
    add_jobs(QUEUE_ITEMS_MAX - 1);
    assert_int_equal(look(0), 0);
    test_sql(estate.db, "insert into jobs (id, kind, key, payload, run_at) values (gen_random_uuid(), 'y', '', '',"
                        " now() - interval '1 s')");
    assert_int_equal(look(1), 1);
    assert_int_equal(report.queues[0]->items, QUEUE_ITEMS_MAX);
}

static void a_consumer_that_does_not_get_on_is_named(void **state)
{
    (void)state;
    atomic_store(&durable.pending, 3);
    atomic_store(&durable.delivered, 7);
    assert_int_equal(look(0), 0);
    atomic_store(&durable.delivered, 8);
    assert_int_equal(look(QUEUE_STANDS_MS), 0);
    assert_int_equal(look(2 * QUEUE_STANDS_MS), 1);
    assert_string_equal(report.queues[0]->name, "watcher-on-LiveHint");
    assert_int_equal(report.queues[0]->items, 3);
}

/* ---- who hears ---- */

static struct {
    _Atomic int reports, named;
} heard;

static void hear(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *data)
{
    Api__QueueReport *in = api__queue_report__unpack(NULL, (size_t)natsMsg_GetDataLength(message),
                                                     (const uint8_t *)natsMsg_GetData(message));

    (void)subscription, (void)data;
    assert_non_null(in);
    atomic_fetch_add(&heard.reports, 1);
    atomic_fetch_add(&heard.named, (int)in->n_queues);
    api__queue_report__free_unpacked(in, NULL);
    natsConnection_Publish(connection, natsMsg_GetReply(message), "", 0);
    natsMsg_Destroy(message);
}

static void watch(void)
{
    queues.look_at_ms = 0;
    queues_watch(&queues, runtime, &estate.arena, &consumers);
}

static void it_is_said_until_it_was_heard(void **state)
{
    natsSubscription *subscription = NULL;

    (void)state;
    watch();
    assert_false(queues.told); /* nothing is long, nothing is said */
    add_jobs(QUEUE_ITEMS_MAX);
    watch(); /* nobody is there */
    assert_true(queues.told);
    assert_int_equal(natsConnection_Subscribe(&subscription, bus_connection(estate.bus),
                                              "rpc.linli.notifications.v1.Internal.ReportQueues", hear, NULL),
                     NATS_OK);
    natsConnection_Flush(bus_connection(estate.bus));
    watch();
    watch();
    assert_int_equal(heard.reports, 2);
    assert_int_equal(heard.named, 2);
    test_sql(estate.db, "truncate jobs");
    watch();
    watch();
    assert_int_equal(heard.reports, 3); /* that it is short, once */
    assert_int_equal(heard.named, 2);
    natsSubscription_Destroy(subscription);
}

#define QUEUE_TEST(name) cmocka_unit_test_setup_teardown(name, clear, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        QUEUE_TEST(an_event_that_nobody_publishes_is_named),
        QUEUE_TEST(jobs_that_nobody_takes_are_named),
        QUEUE_TEST(too_many_are_named_at_once),
        QUEUE_TEST(a_consumer_that_does_not_get_on_is_named),
        QUEUE_TEST(it_is_said_until_it_was_heard),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
