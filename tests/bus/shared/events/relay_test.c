/* shared/events: from the outbox to the stream, whatever breaks on the way. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "events_house.h"

#define WAITING "select count(*) from outbox where published_at is null"

static struct estate estate;

static int setup(void **state)
{
    (void)state;
    estate_start(&estate, "relay");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    estate_finish(&estate);
    return 0;
}

static int clear(void **state)
{
    (void)state;
    estate_clear(&estate);
    return 0;
}

static struct relay *start(void)
{
    struct relay *relay;
    assert_ok(relay_start(&estate.teller, &relay));
    return relay;
}

static natsMsg *message_at(uint64_t seq)
{
    natsMsg *message = NULL;
    assert_int_equal(js_GetMsg(&message, estate.js, "EVT_API", seq, NULL, NULL), NATS_OK);
    return message;
}

static const char *header(natsMsg *message, const char *name)
{
    const char *value = "";
    natsMsgHeader_Get(message, name, &value);
    return value;
}

static void an_event_arrives_with_all_it_says_about_itself(void **state)
{
    (void)state;
    struct id a = id_new();
    struct relay *relay = start();
    estate_emit(&estate, a.text, "order", 1);
    relay_wake(relay);
    estate_wait(&estate, WAITING, 0, 5000);

    natsMsg *message = message_at(1);
    struct rows *rows = test_sql(estate.db, "select id, payload, created_at, stream_seq from outbox");
    size_t bytes;
    const uint8_t *payload = rows_bytes(rows, 0, 1, &bytes);
    int64_t time_us;
    assert_int_equal(rows_int(rows, 0, 3), 1);
    assert_string_equal(natsMsg_GetSubject(message), "evt.linli.api.LiveHint");
    assert_string_equal(header(message, "Nats-Msg-Id"), rows_id(rows, 0, 0));
    assert_string_equal(header(message, "ce-id"), rows_id(rows, 0, 0));
    assert_string_equal(header(message, "ce-specversion"), "1.0");
    assert_string_equal(header(message, "ce-type"), "linli.api.LiveHint");
    assert_string_equal(header(message, "ce-source"), "/linli/api");
    assert_string_equal(header(message, "Linli-Aggregate"), a.text);
    assert_string_equal(header(message, "Linli-Version"), "1");
    assert_int_equal(time_parse_rfc3339(header(message, "ce-time"), strlen(header(message, "ce-time")), &time_us), 0);
    assert_int_equal(time_us, rows_time_us(rows, 0, 2));
    assert_int_equal(natsMsg_GetDataLength(message), bytes);
    assert_memory_equal(natsMsg_GetData(message), payload, bytes);
    natsMsg_Destroy(message);
    relay_stop(relay);
}

/* Every aggregate's versions in the stream, in order of the stream: 1, 2, 3 … */
static void assert_order_per_aggregate(uint64_t messages)
{
    struct seen {
        char aggregate[33];
        int version;
    } *seen = calloc(messages, sizeof *seen);
    size_t count = 0;
    for (uint64_t seq = 1; seq <= messages; seq++) {
        natsMsg *message = message_at(seq);
        const char *aggregate = header(message, "Linli-Aggregate");
        int version = atoi(header(message, "Linli-Version"));
        size_t i = 0;
        while (i < count && strcmp(seen[i].aggregate, aggregate) != 0)
            i++;
        if (i == count)
            strcpy(seen[count++].aggregate, aggregate);
        assert_int_equal(version, seen[i].version + 1);
        seen[i].version = version;
        natsMsg_Destroy(message);
    }
    free(seen);
}

static void order_holds_within_an_aggregate(void **state)
{
    (void)state;
    struct id a = id_new(), b = id_new();
    for (int i = 0; i < 60; i++) {
        estate_emit(&estate, a.text, "a", 3);
        estate_emit(&estate, b.text, "b", 2);
        estate_emit(&estate, NULL, "c", 1);
    }
    struct relay *relay = start();
    estate_wait(&estate, WAITING, 0, 10000);
    relay_stop(relay);
    assert_int_equal(estate_stream_messages(&estate), 360);
    assert_order_per_aggregate(360);
}

static void a_later_version_waits_for_the_one_before_it(void **state)
{
    (void)state;
    struct id a = id_new();
    estate_emit(&estate, a.text, "a", 3);
    /* Version 1 is of a type that no stream takes. */
    test_sql(estate.db, "update outbox set type = 'linli.nowhere.Event' where version = 1");
    estate_emit(&estate, NULL, "other", 1);
    struct relay *relay = start();
    estate_wait(&estate, WAITING, 3, 5000);
    clock_sleep_ms(600);
    assert_int_equal(test_sql_int(estate.db, WAITING), 3);
    test_sql(estate.db, "update outbox set type = 'linli.api.LiveHint' where version = 1");
    estate_wait(&estate, WAITING, 0, 8000);
    relay_stop(relay);
    assert_int_equal(estate_stream_messages(&estate), 4);
}

static void what_was_acknowledged_and_not_marked_is_not_stored_twice(void **state)
{
    (void)state;
    test_sql(estate.db, "create table broken ()");
    test_sql(
        estate.db,
        "create or replace function refuse() returns trigger language plpgsql as"
        " $$ begin if to_regclass('broken') is not null then raise exception 'broken'; end if; return new; end $$");
    test_sql(estate.db, "create trigger refuse before update on outbox for each row execute function refuse()");
    estate_emit(&estate, NULL, "a", 20);
    struct relay *relay = start();
    clock_sleep_ms(800);
    assert_int_equal(estate_stream_messages(&estate), 20);
    assert_int_equal(test_sql_int(estate.db, WAITING), 20);
    relay_stop(relay);

    test_sql(estate.db, "drop table broken");
    relay = start();
    estate_wait(&estate, WAITING, 0, 5000);
    relay_stop(relay);
    assert_int_equal(estate_stream_messages(&estate), 20);
    test_sql(estate.db, "drop trigger refuse on outbox");
}

static void of_two_relays_one_works_and_the_other_takes_over(void **state)
{
    (void)state;
    struct relay *first = start();
    estate_emit(&estate, NULL, "a", 10);
    estate_wait(&estate, WAITING, 0, 5000);
    struct relay *second = start();
    estate_emit(&estate, NULL, "a", 10);
    estate_wait(&estate, WAITING, 0, 5000);
    assert_int_equal(
        test_sql_int(
            estate.db,
            "select count(*) from pg_locks where locktype = 'advisory'"
            " and ((classid::bigint << 32) | objid::bigint) = hashtextextended('linli relay ' || current_schema(), 0)"),
        1);
    relay_stop(first);
    int64_t before_ms = clock_mono_ms();
    estate_emit(&estate, NULL, "a", 10);
    estate_wait(&estate, WAITING, 0, 5000);
    assert_in_range(clock_mono_ms() - before_ms, 0, 2000);
    relay_stop(second);
    assert_int_equal(estate_stream_messages(&estate), 30);
}

/* Others' messages in the stream break the chain in which ours go: then they go one by one, and none is lost or twice. */
static void a_stranger_in_the_stream_changes_nothing(void **state)
{
    (void)state;
    struct id a = id_new();
    struct relay *relay = start();
    estate_emit(&estate, a.text, "a", 5);
    estate_wait(&estate, WAITING, 0, 5000);
    for (int round = 0; round < 5; round++) {
        assert_int_equal(js_Publish(NULL, estate.js, "evt.linli.api.Strange", "", 0, NULL, NULL), NATS_OK);
        estate_emit(&estate, a.text, "a", 3);
        estate_emit(&estate, NULL, "b", 20);
        estate_wait(&estate, WAITING, 0, 5000);
    }
    relay_stop(relay);
    assert_int_equal(estate_stream_messages(&estate), 5 + 5 * 24);
    assert_int_equal(test_sql_int(estate.db, "select count(distinct stream_seq) from outbox"), 5 + 5 * 23);
    assert_int_equal(test_sql_int(estate.db, "select count(*) from outbox o join outbox p on o.aggregate_id = p.aggregate_id"
                                             " and o.version < p.version and o.stream_seq > p.stream_seq"),
                     0);
}

/* Somebody holds the lock and publishes nothing, as a relay does that was stopped. */
static void a_standby_ends_a_holder_that_does_not_get_on(void **state)
{
    (void)state;
    struct db *holder = test_db_again("relay", NULL);
    uint64_t session;
    assert_true(rows_bool(
        test_sql(holder, "select pg_try_advisory_lock(hashtextextended('linli relay ' || current_schema(), 0))"), 0,
        0));
    session = db_session(holder);
    struct relay *standby = start();
    estate_emit(&estate, NULL, "a", 5);
    clock_sleep_ms(3000);
    assert_int_equal(test_sql_int(estate.db, WAITING), 5);
    estate_wait(&estate, WAITING, 0, 12000);
    assert_ok(db_ping(holder));
    assert_int_equal(db_session(holder), session + 1);
    relay_stop(standby);
    db_destroy(holder);
}

static void events_wait_while_the_server_is_away_and_go_when_it_is_back(void **state)
{
    (void)state;
    struct relay *relay = start();
    estate_emit(&estate, NULL, "a", 5);
    estate_wait(&estate, WAITING, 0, 5000);
    test_nats_kill(&estate.nats);
    estate_emit(&estate, NULL, "a", 50);
    clock_sleep_ms(300);
    assert_int_equal(test_sql_int(estate.db, WAITING), 50);
    test_nats_restart(&estate.nats);
    estate_wait(&estate, WAITING, 0, 10000);
    relay_stop(relay);
    assert_int_equal(estate_stream_messages(&estate), 55);
}

static void a_stream_that_was_made_anew_gets_everything_again(void **state)
{
    (void)state;
    estate_emit(&estate, NULL, "a", 40);
    struct relay *relay = start();
    estate_wait(&estate, WAITING, 0, 5000);
    relay_stop(relay);
    test_sql(estate.db, "update outbox set published_at = now() - interval '3 days' where stream_seq <= 20");
    estate_delete_stream(&estate);
    estate_make_stream(&estate);
    relay = start();
    for (int i = 0; i < 250 && estate_stream_messages(&estate) < 40; i++)
        clock_sleep_ms(20);
    assert_int_equal(estate_stream_messages(&estate), 40);
    estate_wait(&estate, WAITING, 0, 5000);
    relay_stop(relay);
}

static void what_a_server_lost_in_a_power_cut_is_sent_again(void **state)
{
    (void)state;
    struct relay *relay = start();
    estate_emit(&estate, NULL, "a", 10);
    estate_wait(&estate, WAITING, 0, 5000);
    test_nats_keep(&estate.nats);
    estate_emit(&estate, NULL, "a", 30);
    estate_wait(&estate, WAITING, 0, 5000);
    assert_int_equal(estate_stream_messages(&estate), 40);

    test_nats_kill(&estate.nats);
    test_nats_roll_back(&estate.nats, "");
    test_nats_restart(&estate.nats);
    jsStreamInfo *info = NULL;
    for (int i = 0; i < 500 && js_GetStreamInfo(&info, estate.js, "EVT_API", NULL, NULL) != NATS_OK; i++)
        clock_sleep_ms(10);
    jsStreamInfo_Destroy(info);
    for (int i = 0; i < 500 && estate_stream_messages(&estate) < 40; i++)
        clock_sleep_ms(20);
    assert_int_equal(estate_stream_messages(&estate), 40);
    estate_wait(&estate, WAITING, 0, 5000);
    relay_stop(relay);
}

/* Of a young stream a power cut leaves a name and empty files. Once it has been made again, it lasts. */
static void a_stream_whose_files_a_power_cut_left_empty_lasts_again(void **state)
{
    char path[128];

    (void)state;
    snprintf(path, sizeof path, "%s/jetstream/$G/streams/EVT_API/meta.inf", estate.nats.dir);
    test_nats_kill(&estate.nats);
    assert_int_equal(truncate(path, 0), 0);
    test_nats_restart(&estate.nats);
    estate_make_stream(&estate);
    test_nats_kill(&estate.nats);
    test_nats_restart(&estate.nats);
    assert_int_equal(estate_stream_messages(&estate), 0); /* fails where there is no stream */
}

static uint64_t sent_over(struct bus *bus)
{
    natsStatistics *statistics = NULL;
    uint64_t messages = 0;

    assert_int_equal(natsStatistics_Create(&statistics), NATS_OK);
    assert_int_equal(natsConnection_GetStats(bus_connection(bus), statistics), NATS_OK);
    natsStatistics_GetCounts(statistics, NULL, NULL, &messages, NULL, NULL);
    natsStatistics_Destroy(statistics);
    return messages;
}

/* A server whose stream hangs leaves the whole connection hanging that asked of it, and so would every call. */
static void nothing_of_a_stream_is_asked_over_the_connection_of_calls(void **state)
{
    uint64_t calls = sent_over(estate.bus), streams = sent_over(estate.streams);
    struct relay *relay;

    (void)state;
    assert_ok(relay_start(&estate.teller, &relay));
    estate_emit(&estate, NULL, "told", 1);
    estate_wait(&estate, "select count(*) from outbox where published_at is not null", 1, 5000);
    relay_stop(relay);
    assert_int_equal(sent_over(estate.bus), calls);
    assert_true(sent_over(estate.streams) >= streams + 2); /* a look, and the event */
}

static void ten_thousand_drain_in_ten_seconds(void **state)
{
    (void)state;
    test_sql(estate.db, "insert into outbox (id, type, aggregate_id, version, payload)"
                        " select gen_random_uuid(), 'linli.api.LiveHint', gen_random_uuid(), 1, '\\x0a0161' from "
                        "generate_series(1, 10000)");
    int64_t before_ms = clock_mono_ms();
    struct relay *relay = start();
    estate_wait(&estate, WAITING, 0, 10000);
    print_message("10,000 rows in %d ms\n", (int)(clock_mono_ms() - before_ms));
    relay_stop(relay);
    assert_int_equal(estate_stream_messages(&estate), 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_event_arrives_with_all_it_says_about_itself, clear),
        cmocka_unit_test_setup(order_holds_within_an_aggregate, clear),
        cmocka_unit_test_setup(a_later_version_waits_for_the_one_before_it, clear),
        cmocka_unit_test_setup(what_was_acknowledged_and_not_marked_is_not_stored_twice, clear),
        cmocka_unit_test_setup(of_two_relays_one_works_and_the_other_takes_over, clear),
        cmocka_unit_test_setup(a_stranger_in_the_stream_changes_nothing, clear),
        cmocka_unit_test_setup(a_standby_ends_a_holder_that_does_not_get_on, clear),
        cmocka_unit_test_setup(events_wait_while_the_server_is_away_and_go_when_it_is_back, clear),
        cmocka_unit_test_setup(a_stream_that_was_made_anew_gets_everything_again, clear),
        cmocka_unit_test_setup(what_a_server_lost_in_a_power_cut_is_sent_again, clear),
        cmocka_unit_test_setup(a_stream_whose_files_a_power_cut_left_empty_lasts_again, clear),
        cmocka_unit_test_setup(nothing_of_a_stream_is_asked_over_the_connection_of_calls, clear),
        cmocka_unit_test_setup(ten_thousand_drain_in_ten_seconds, clear),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
