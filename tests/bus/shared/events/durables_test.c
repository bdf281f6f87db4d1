/* shared/events/durables.c: a durable that was left half made, whatever it was made for, keeps no event from its
 * handler. Half made it is when the note of it fails, as it stays undone in a process that is killed before. Nor does
 * one that was made anew: it begins at what the service had come to, however long that is ago. */
#include <stdatomic.h>

#include "base/clock.h"
#include "events/consumers.h"
#include "events_house.h"

#define AN_HOUR_MS  INT64_C(3600000)
#define DAYS_MS     (3 * 24 * AN_HOUR_MS)
#define REWIND_US   (CONSUMER_REWIND_MIN * INT64_C(60000000))
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
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    runtime_destroy(runtime);
    estate_finish(&estate);
    return 0;
}

static int clear(void **state)
{
    (void)state;
    estate_clear(&estate);
    /* One that had seen the stream before would think its messages lost, and send the test's own a second time. */
    assert_ok(relay_start(&estate.teller, &relay));
    test_sql(estate.db, "truncate effects");
    test_sql(estate.db, "drop trigger if exists not_noted on consumer_state");
    durable.mark_seq = 0;
    durable.mark_ns = 0;
    ahead_ms = 0;
    return 0;
}

static int stop(void **state)
{
    (void)state;
    consumers_stop(consumers);
    consumers = NULL;
    relay_stop(relay);
    relay = NULL;
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
                        " when (new.server <> '') execute function fail_to_note()");
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

/* ---- the floor ---- */

static int64_t floor_us(void)
{
    return rows_time_us(test_sql(estate.db, "select floor_at from consumer_state"), 0, 0);
}

/* When the server stored what came last. */
static int64_t stored_us(void)
{
    struct stream_life life;
    assert_ok(stream_look(estate.js, estate.streams, durable.stream, &life));
    return life.time_last_ns / 1000;
}

static int64_t tell_one_stored_us(void)
{
    tell_one();
    return stored_us();
}

static void the_floor_is_noted_once_all_before_it_is_handled(void **state)
{
    (void)state;
    assert_ok(check());
    assert_ok(check());
    assert_int_equal(floor_us(), 0); /* the stream is empty */
    int64_t first_us = tell_one_stored_us();
    assert_ok(check());
    assert_ok(check());
    assert_int_equal(floor_us(), 0); /* it waits */
    swallow_one();
    tell_one();
    assert_ok(check());
    assert_int_equal(floor_us(), first_us); /* the second waits, the first was all there was at the look before */
    assert_ok(check());
    assert_int_equal(floor_us(), first_us);
}

static void the_floor_is_noted_seldom_and_never_goes_back(void **state)
{
    (void)state;
    assert_ok(check());
    int64_t first_us = tell_one_stored_us();
    swallow_one();
    assert_ok(check());
    assert_int_equal(floor_us(), first_us);
    int64_t second_us = tell_one_stored_us();
    swallow_one();
    assert_ok(check());
    assert_int_equal(floor_us(), first_us); /* for a few milliseconds nothing is written */
    test_sql(estate.db, "update consumer_state set floor_at = floor_at - interval '1 minute'");
    assert_ok(check());
    assert_int_equal(floor_us(), second_us);
    test_sql(estate.db, "update consumer_state set floor_at = floor_at + interval '1 hour'"); /* by another replica */
    assert_ok(check());
    assert_int_equal(floor_us(), second_us + AN_HOUR_MS * 1000);
}

/* 0: at the stream's beginning. */
static int64_t begins_us(void)
{
    jsConsumerInfo *info = NULL;
    assert_int_equal(js_GetConsumerInfo(&info, estate.js, durable.stream, durable.name, NULL, NULL), NATS_OK);
    int64_t begins_us = info->Config->DeliverPolicy == js_DeliverByStartTime ? info->Config->OptStartTime / 1000 : 0;
    jsConsumerInfo_Destroy(info);
    return begins_us;
}

static int64_t begins_anew_us(const char *floor)
{
    test_sql(estate.db, "update consumer_state set floor_at = $1::timestamptz", db_text(floor));
    forget_the_server();
    assert_ok(check());
    return begins_us();
}

static void a_durable_made_anew_begins_before_its_floor(void **state)
{
    (void)state;
    assert_ok(check());
    int64_t stored = tell_one_stored_us();
    assert_int_equal(begins_anew_us(NULL), 0);
    assert_int_equal(begins_anew_us("2021-05-04T12:00:00Z"), INT64_C(1620129600000000) - REWIND_US);
    assert_int_equal(floor_us(), INT64_C(1620129600000000)); /* still true */
    /* libnats 3.4 reads .0122355 of a second as .122355: a second is as near as it can be told. */
    assert_in_range(begins_anew_us("2099-01-01T00:00:00Z") + REWIND_US, stored, stored + US_PER_S);
}

/* The mend of one that went back broke off: the next one goes back as far, and no further. */
static void one_left_half_made_begins_at_its_floor_all_the_same(void **state)
{
    (void)state;
    assert_ok(check());
    tell_one();
    test_sql(estate.db, "update consumer_state set floor_at = '2021-05-04T12:00:00Z'");
    forget_the_server();
    leave_half_made();
    assert_ok(check());
    assert_int_equal(begins_us(), INT64_C(1620129600000000) - REWIND_US);
    /* What was handled of another stream says nothing of this one. */
    test_sql(estate.db, "update consumer_state set stream_created = 7");
    assert_ok(check());
    assert_int_equal(begins_us(), 0);
    assert_int_equal(floor_us(), 0);
}

static void handle_until(int effects)
{
    assert_ok(consumers_start(&estate.watcher, &handler, 1, 2, &consumers));
    estate_wait(&estate, EFFECTS, effects, 20000);
    consumers_stop(consumers);
    consumers = NULL;
}

/* The service was off for days, and is started after its server. */
static void come_back_days_later(int effects)
{
    test_nats_restart(&estate.nats);
    ahead_ms = DAYS_MS;
    handle_until(effects);
    ahead_ms = 0;
    assert_int_equal(test_sql_int(estate.db, "select count(distinct event_id) from effects"), effects);
}

static void have_a_floor_and_a_backlog(void)
{
    estate_emit(&estate, NULL, "plain", 5);
    estate_wait(&estate, UNPUBLISHED, 0, 5000);
    handle_until(5);
    assert_ok(check());
    assert_true(floor_us() > 0);
    estate_emit(&estate, NULL, "plain", 20);
    estate_wait(&estate, UNPUBLISHED, 0, 5000);
    test_sql(estate.db, "update outbox set published_at = published_at - interval '3 days'"); /* not sent again */
    tell_one();
}

static void what_waited_for_days_comes_when_the_server_was_started_again(void **state)
{
    (void)state;
    have_a_floor_and_a_backlog();
    test_nats_kill(&estate.nats);
    come_back_days_later(26);
}

/* What the power cut takes is sent again by the relay, with a later moment of the stream. */
static void what_waited_for_days_comes_when_the_stream_fell_back(void **state)
{
    (void)state;
    have_a_floor_and_a_backlog();
    test_nats_keep(&estate.nats);
    estate_emit(&estate, NULL, "plain", 10);
    estate_wait(&estate, UNPUBLISHED, 0, 5000);
    test_nats_kill(&estate.nats);
    test_nats_roll_back(&estate.nats, "jetstream/$G/streams/EVT_API/msgs");
    come_back_days_later(36);
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
        cmocka_unit_test_setup_teardown(the_floor_is_noted_once_all_before_it_is_handled, clear, stop),
        cmocka_unit_test_setup_teardown(the_floor_is_noted_seldom_and_never_goes_back, clear, stop),
        cmocka_unit_test_setup_teardown(a_durable_made_anew_begins_before_its_floor, clear, stop),
        cmocka_unit_test_setup_teardown(one_left_half_made_begins_at_its_floor_all_the_same, clear, stop),
        cmocka_unit_test_setup_teardown(what_waited_for_days_comes_when_the_server_was_started_again, clear, stop),
        cmocka_unit_test_setup_teardown(what_waited_for_days_comes_when_the_stream_fell_back, clear, stop),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
