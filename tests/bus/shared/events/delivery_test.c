/* shared/events/delivery.c: how a delivery is settled, by the number of its attempts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "events/consumers.h"
#include "events_house.h"

static struct estate estate;
static struct runtime *runtime;
static natsSubscription *settlements;
static struct status outcome;

static struct status give_outcome(struct call *call, const void *data)
{
    (void)data;
    assert_ok(db_exec(call->tx, "insert into effects values ($1)", db_text(call->event->id)));
    return outcome;
}

static const struct event_handler handler = { &api__live_hint__descriptor, give_outcome };
static struct durable durable = { .handler = &handler, .stream = "EVT_API", .name = "watcher-on-LiveHint" };

static int setup(void **state)
{
    (void)state;
    estate_start(&estate, "delivery");
    test_sql(estate.db, "create table effects (event_id text)");
    runtime = runtime_create(&estate.watcher);
    assert_int_equal(natsConnection_SubscribeSync(&settlements, bus_connection(estate.bus), "settled.here"), NATS_OK);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    natsSubscription_Destroy(settlements);
    runtime_destroy(runtime);
    estate_finish(&estate);
    return 0;
}

/* Delivers an event and gives back what the server is told. */
static const char *deliver(const char *event_id, int attempts, struct status what_comes_of_it)
{
    static char told[128];
    natsMsg *message = NULL, *answer = NULL;
    outcome = what_comes_of_it;
    assert_int_equal(natsMsg_Create(&message, "evt.linli.api.LiveHint", NULL, "", 0), NATS_OK);
    natsMsgHeader_Set(message, "Nats-Msg-Id", event_id);
    natsMsgHeader_Set(message, "Linli-Version", "7");
    delivery_handle(
        runtime, &estate.arena,
        &(struct delivery){ .durable = &durable, .message = message, .settle = "settled.here", .attempts = attempts });
    natsMsg_Destroy(message);
    assert_int_equal(natsSubscription_NextMsg(&answer, settlements, 2000), NATS_OK);
    snprintf(told, sizeof told, "%.*s", natsMsg_GetDataLength(answer), natsMsg_GetData(answer));
    natsMsg_Destroy(answer);
    return told;
}

static int64_t delay_s(const char *told)
{
    int64_t ns = 0;
    assert_int_equal(sscanf(told, "-NAK {\"delay\": %ld}", &ns), 1);
    return ns / 1000000000;
}

#define POISON  fail(CODE_INTERNAL, "POISON", "never works")
#define PASSING fail(NOT_AVAILABLE, "not now")

static void a_success_is_acknowledged_and_a_repeat_too(void **state)
{
    (void)state;
    struct id id = id_new();
    assert_string_equal(deliver(id.text, 1, OK), "+ACK");
    assert_string_equal(deliver(id.text, 2, OK), "+ACK");
    assert_int_equal(test_sql_int(estate.db, "select count(*) from effects where event_id = $1", db_text(id.text)), 1);
}

static void a_failure_is_delivered_later_and_later(void **state)
{
    (void)state;
    struct id id = id_new();
    int64_t expected_s = 1;
    for (int attempts = 1; attempts < EVENT_ATTEMPTS_MAX; attempts++, expected_s *= 2)
        assert_in_range(delay_s(deliver(id.text, attempts, POISON)), expected_s, expected_s + expected_s / 4);
    assert_in_range(delay_s(deliver(id.text, 50, PASSING)), 300, 375);
    assert_int_equal(test_sql_int(estate.db, "select count(*) from inbox where event_id = $1", db_text(id.text)), 0);
    assert_int_equal(test_sql_int(estate.db, "select count(*) from effects where event_id = $1", db_text(id.text)), 0);
    assert_int_equal(test_sql_int(estate.db, "select count(*) from dead_letters"), 0);
}

static void the_last_attempt_ends_in_a_dead_letter(void **state)
{
    (void)state;
    struct id id = id_new();
    assert_string_equal(deliver(id.text, EVENT_ATTEMPTS_MAX, POISON), "+TERM");
    struct rows *rows =
        test_sql(estate.db, "select reason, detail, attempts, version, type from dead_letters where event_id = $1",
                 db_text(id.text));
    assert_string_equal(rows_text(rows, 0, 0), "POISON");
    assert_string_equal(rows_text(rows, 0, 1), "never works");
    assert_int_equal(rows_int(rows, 0, 2), EVENT_ATTEMPTS_MAX);
    assert_int_equal(rows_int(rows, 0, 3), 7);
    assert_string_equal(rows_text(rows, 0, 4), "linli.api.LiveHint");

    /* The server did not hear it, and delivers once more; by now it works. */
    assert_string_equal(deliver(id.text, EVENT_ATTEMPTS_MAX + 1, OK), "+ACK");
    assert_int_equal(test_sql_int(estate.db, "select count(*) from dead_letters where event_id = $1", db_text(id.text)),
                     0);
}

static void what_fails_in_passing_has_many_more_attempts(void **state)
{
    (void)state;
    struct id id = id_new();
    assert_true(delay_s(deliver(id.text, EVENT_ATTEMPTS_LONG_MAX - 1, PASSING)) > 0);
    assert_string_equal(deliver(id.text, EVENT_ATTEMPTS_LONG_MAX, PASSING), "+TERM");
}

static void an_event_without_an_id_is_known_by_its_bytes(void **state)
{
    (void)state;
    assert_string_equal(deliver("", 1, OK), "+ACK");
    int64_t before = test_sql_int(estate.db, "select count(*) from effects");
    assert_string_equal(deliver("no id of ours", 1, OK), "+ACK");
    assert_int_equal(test_sql_int(estate.db, "select count(*) from effects"), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_success_is_acknowledged_and_a_repeat_too),
        cmocka_unit_test(a_failure_is_delivered_later_and_later),
        cmocka_unit_test(the_last_attempt_ends_in_a_dead_letter),
        cmocka_unit_test(what_fails_in_passing_has_many_more_attempts),
        cmocka_unit_test(an_event_without_an_id_is_known_by_its_bytes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
