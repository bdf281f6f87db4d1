/* shared/events/durables.c: a durable that was left half made, whatever it was made for, keeps no event from its
 * handler. Half made it is when the note of it fails, as it stays undone in a process that is killed before. */
#include <stdatomic.h>

#include "base/clock.h"
#include "events/consumers.h"
#include "events_house.h"

#define AN_HOUR_MS  INT64_C(3600000)
#define ANSWER_MS   5000
#define EFFECTS     "select count(*) from effects"
#define UNPUBLISHED "select count(*) from outbox where published_at is null"

static struct estate estate;
static struct runtime *runtime;
static struct relay *relay;
static struct consumers *consumers;

/* The clock of this process goes on before the server's: what the server has just stored is then an hour old. */
static _Atomic int64_t ahead_ms;

int64_t __real_clock_unix_ms(void);
int64_t __wrap_clock_unix_ms(void);

int64_t __wrap_clock_unix_ms(void)
{
    return __real_clock_unix_ms() + ahead_ms;
}

static struct status take_effect(struct call *call, const void *data)
{
    (void)data;
    return db_exec(call->tx, "insert into effects values ($1)", db_text(call->event->id));
}

static const struct event_handler handler = { &api__live_hint__descriptor, take_effect };
static struct durable durable = { .handler = &handler, .stream = "EVT_API", .name = "watcher-on-LiveHint" };

static int setup(void **state)
{
    (void)state;
    estate_start(&estate, "durables");
    test_sql(estate.db, "create table effects (event_id text)");
    test_sql(estate.db, "create function fail_to_note() returns trigger language plpgsql as"
                        " $$ begin raise exception 'not noted'; end $$");
    runtime = runtime_create(&estate.watcher);
    assert_ok(relay_start(&estate.teller, &relay));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    relay_stop(relay);
    runtime_destroy(runtime);
    estate_finish(&estate);
    return 0;
}

static int clear(void **state)
{
    (void)state;
    estate_clear(&estate);
    test_sql(estate.db, "truncate effects");
    test_sql(estate.db, "drop trigger if exists not_noted on consumer_state");
    ahead_ms = 0;
    return 0;
}

static int stop(void **state)
{
    (void)state;
    consumers_stop(consumers);
    consumers = NULL;
    return 0;
}

static struct status check(void)
{
    struct status status = durable_check(&durable, runtime, &estate.arena, estate.js);
    arena_reset(&estate.arena);
    return status;
}

static void tell_one(void)
{
    estate_emit(&estate, NULL, "plain", 1);
    estate_wait(&estate, UNPUBLISHED, 0, 5000);
}

static bool there_is_a_durable(void)
{
    jsConsumerInfo *info = NULL;
    natsStatus s = js_GetConsumerInfo(&info, estate.js, durable.stream, durable.name, NULL, NULL);
    jsConsumerInfo_Destroy(info);
    return s == NATS_OK;
}

/* The durable is made, and nobody comes to say so. */
static void leave_half_made(void)
{
    test_sql(estate.db, "create trigger not_noted before insert or update on consumer_state for each row"
                        " when (new.stream_created > 0) execute function fail_to_note()");
    assert_false(ok(check()));
    assert_true(there_is_a_durable());
    test_sql(estate.db, "drop trigger not_noted on consumer_state");
}

static void look_an_hour_later(void)
{
    ahead_ms = AN_HOUR_MS;
    assert_ok(check());
    ahead_ms = 0;
}

static void forget_the_server(void)
{
    test_sql(estate.db, "update consumer_state set server = 'before the power cut'");
}

static void expect_that_one_is_handled(void)
{
    assert_ok(consumers_start(&estate.watcher, &handler, 1, 2, &consumers));
    estate_wait(&estate, EFFECTS, 1, 10000);
    assert_int_equal(
        test_sql_int(estate.db, "select count(*) from consumer_state where stream_created > 0 and server > ''"), 1);
}

static void what_waited_for_a_lost_durable_comes_when_its_next_was_left_half_made(void **state)
{
    (void)state;
    assert_ok(check());
    tell_one();
    assert_int_equal(js_DeleteConsumer(estate.js, durable.stream, durable.name, NULL, NULL), NATS_OK);
    forget_the_server();
    leave_half_made();
    look_an_hour_later();
    expect_that_one_is_handled();
}

static void what_waited_comes_when_a_durable_that_went_back_was_left_half_made(void **state)
{
    (void)state;
    assert_ok(check());
    tell_one();
    forget_the_server();
    leave_half_made();
    look_an_hour_later();
    expect_that_one_is_handled();
}

static void what_waited_for_an_hour_comes_when_the_server_was_started_again(void **state)
{
    (void)state;
    assert_ok(check());
    tell_one();
    forget_the_server();
    look_an_hour_later();
    expect_that_one_is_handled();
}

/* As one that has inherited what its namesake had come to. */
static void swallow_one(void)
{
    char subject[CONSUMER_SUBJECT_BYTES];
    natsConnection *connection = bus_connection(estate.bus);
    natsSubscription *inbox = NULL;
    natsMsg *message = NULL, *confirmed = NULL;

    consumer_next_subject(&durable, subject);
    assert_int_equal(natsConnection_SubscribeSync(&inbox, connection, "swallowed"), NATS_OK);
    assert_int_equal(natsConnection_PublishRequestString(connection, subject, "swallowed", "1"), NATS_OK);
    assert_int_equal(natsSubscription_NextMsg(&message, inbox, ANSWER_MS), NATS_OK);
    assert_string_equal(natsMsg_GetSubject(message), "evt.linli.api.LiveHint");
    assert_int_equal(natsConnection_RequestString(&confirmed, connection, natsMsg_GetReply(message), "+ACK", ANSWER_MS),
                     NATS_OK);
    natsMsg_Destroy(confirmed);
    natsMsg_Destroy(message);
    natsSubscription_Destroy(inbox);
}

static void the_past_of_one_left_half_made_at_the_first_start_is_not_taken_for_granted(void **state)
{
    (void)state;
    leave_half_made();
    tell_one();
    swallow_one();
    expect_that_one_is_handled();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_waited_for_a_lost_durable_comes_when_its_next_was_left_half_made, clear,
                                        stop),
        cmocka_unit_test_setup_teardown(what_waited_comes_when_a_durable_that_went_back_was_left_half_made, clear,
                                        stop),
        cmocka_unit_test_setup_teardown(what_waited_for_an_hour_comes_when_the_server_was_started_again, clear, stop),
        cmocka_unit_test_setup_teardown(the_past_of_one_left_half_made_at_the_first_start_is_not_taken_for_granted,
                                        clear, stop),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
