/* shared/events: from the stream to the handler, once each, whatever breaks on the way. */
#include <stdatomic.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "db/retention.h"
#include "events/dead_letters.h"
#include "events_house.h"

static struct estate estate;

/* The handler writes a row an event into `effects`; the hint's type says how it should behave. */
static atomic_int calls, failures_left;

static struct status handle_hint(struct call *call, const void *data)
{
    const Api__LiveHint *hint = data;
    atomic_fetch_add(&calls, 1);
    TRY(db_exec(call->tx, "insert into effects (event_id, aggregate_id, version) values ($1, $2, $3)",
                db_text(call->event->id), db_id(call->event->aggregate_id), db_int(call->event->version)));
    if (strcmp(hint->type, "poison") == 0)
        return fail(CODE_INTERNAL, "POISON", "this one never works");
    if (strcmp(hint->type, "flaky") == 0 && atomic_fetch_sub(&failures_left, 1) > 0)
        return fail(NOT_AVAILABLE, "not yet");
    if (strcmp(hint->type, "healed") == 0) {
        struct rows *rows;
        TRY(db_query(call->tx, &rows, "select from healing"));
        if (rows_count(rows) == 0)
            return fail(CODE_FAILED_PRECONDITION, "ILL", "not healed");
    }
    return OK;
}

static struct status handle_session(struct call *call, const void *data)
{
    (void)call;
    (void)data;
    return OK;
}

static const struct event_handler handlers[] = {
    { &api__live_hint__descriptor, handle_hint },
    { &api__sessions_revoked__descriptor, handle_session },
};

static struct relay *relay;

static int setup(void **state)
{
    (void)state;
    estate_start(&estate, "consumers");
    test_sql(estate.db, "create table effects (event_id text, aggregate_id uuid, version bigint, at timestamptz "
                        "default clock_timestamp())");
    test_sql(estate.db, "create table healing (id int)");
    assert_ok(relay_start(&estate.teller, &relay));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    relay_stop(relay);
    estate_finish(&estate);
    return 0;
}

static int clear(void **state)
{
    (void)state;
    estate_clear(&estate);
    test_sql(estate.db, "truncate effects");
    calls = 0;
    failures_left = 0;
    return 0;
}

static struct consumers *running[4];

static struct consumers *start(int threads)
{
    int i = 0;
    while (running[i])
        i++;
    assert_ok(consumers_start(&estate.watcher, handlers, 2, threads, &running[i]));
    return running[i];
}

static void stop(struct consumers *consumers)
{
    for (int i = 0; i < 4; i++)
        if (running[i] == consumers)
            running[i] = NULL;
    consumers_stop(consumers);
}

static int stop_all(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        stop(running[i]);
    return 0;
}

#define EFFECTS      "select count(*) from effects"
#define TWICE        "select count(*) from (select event_id from effects group by event_id having count(*) > 1) t"
#define DEAD_LETTERS "select count(*) from dead_letters"
#define UNPUBLISHED  "select count(*) from outbox where published_at is null"

static void each_event_takes_effect_once(void **state)
{
    (void)state;
    struct consumers *consumers = start(4);
    estate_emit(&estate, NULL, "plain", 300);
    estate_wait(&estate, EFFECTS, 300, 10000);
    assert_int_equal(test_sql_int(estate.db, TWICE), 0);
    assert_int_equal(test_sql_int(estate.db, "select count(*) from inbox where consumer = 'watcher-on-LiveHint'"), 300);
    assert_int_equal(
        test_sql_int(estate.db,
                     "select count(*) from effects e join outbox o on o.id::text = regexp_replace(e.event_id,"
                     " '(.{8})(.{4})(.{4})(.{4})(.{12})', '\\1-\\2-\\3-\\4-\\5') and o.version = e.version and "
                     "o.aggregate_id = e.aggregate_id"),
        300);
    stop(consumers);
}

static void what_was_told_before_the_consumer_existed_is_handled_too(void **state)
{
    (void)state;
    estate_emit(&estate, NULL, "plain", 20);
    estate_wait(&estate, UNPUBLISHED, 0, 5000);
    struct consumers *consumers = start(2);
    estate_wait(&estate, EFFECTS, 20, 10000);
    stop(consumers);
}

static void a_second_delivery_changes_nothing(void **state)
{
    (void)state;
    struct consumers *consumers = start(2);
    estate_emit(&estate, NULL, "plain", 50);
    estate_wait(&estate, EFFECTS, 50, 10000);
    test_sql(estate.db, "update inbox set handled_at = now() - interval '13 days'");
    /* The durable forgets what it delivered: all of it comes again. */
    assert_int_equal(js_DeleteConsumer(estate.js, "EVT_API", "watcher-on-LiveHint", NULL, NULL), NATS_OK);
    stop(consumers);
    consumers = start(2);
    for (int i = 0; i < 500; i++) {
        jsConsumerInfo *info = NULL;
        if (js_GetConsumerInfo(&info, estate.js, "EVT_API", "watcher-on-LiveHint", NULL, NULL) == NATS_OK) {
            bool all = info->AckFloor.Stream == 50;
            jsConsumerInfo_Destroy(info);
            if (all)
                break;
        }
        clock_sleep_ms(20);
        assert_true(i < 499);
    }
    assert_int_equal(test_sql_int(estate.db, EFFECTS), 50);
    assert_int_equal(calls, 50);
    /* and may come a third time, for as long as it might have a second */
    assert_int_equal(test_sql_int(estate.db, "select count(*) from inbox where handled_at > now() - interval '1 day'"),
                     50);
    stop(consumers);
}

/* With each start of its server it comes again, for as long as nothing newer happens. */
static void what_a_quiet_service_told_weeks_ago_takes_effect_once(void **state)
{
    (void)state;
    struct consumers *consumers = start(2);
    estate_emit(&estate, NULL, "plain", 1);
    test_sql(estate.db, "insert into outbox (id, type, aggregate_id, version, payload)"
                        " select '018f0000-0000-7000-8000-000000000001', type, aggregate_id, 2, payload from outbox");
    estate_wait(&estate, EFFECTS, 2, 10000);
    for (int weeks = 0; weeks < 3; weeks++) {
        test_sql(estate.db, "update outbox set published_at = published_at - interval '6 days'");
        test_sql(estate.db, "update inbox set handled_at = handled_at - interval '6 days'");
        test_nats_kill(&estate.nats);
        test_nats_restart(&estate.nats);
        estate_wait(&estate, "select count(*) from inbox where handled_at > now() - interval '1 day'", 2, 20000);
        assert_ok(retention_run(estate.db, 1, NULL));
    }
    assert_int_equal(calls, 2);
    stop(consumers);
}

static void a_failure_comes_back_and_leaves_no_half_effect(void **state)
{
    (void)state;
    struct consumers *consumers = start(2);
    failures_left = 2;
    int64_t before_ms = clock_mono_ms();
    estate_emit(&estate, NULL, "flaky", 1);
    estate_wait(&estate, EFFECTS, 1, 15000);
    assert_int_equal(calls, 3);
    assert_in_range(clock_mono_ms() - before_ms, 3000, 12000); /* 1 s, then 2 s */
    assert_int_equal(test_sql_int(estate.db, DEAD_LETTERS), 0);
    stop(consumers);
}

static void publish_garbage(void)
{
    natsMsg *message = NULL;
    assert_int_equal(natsMsg_Create(&message, "evt.linli.api.LiveHint", NULL, "\xff\xff\xff", 3), NATS_OK);
    assert_int_equal(js_PublishMsg(NULL, estate.js, message, NULL, NULL), NATS_OK);
    natsMsg_Destroy(message);
}

static void what_cannot_be_read_is_a_dead_letter_at_once_and_those_behind_it_go_on(void **state)
{
    (void)state;
    struct consumers *consumers = start(2);
    publish_garbage();
    estate_emit(&estate, NULL, "plain", 20);
    estate_wait(&estate, EFFECTS, 20, 10000);
    estate_wait(&estate, DEAD_LETTERS, 1, 5000);
    struct rows *rows =
        test_sql(estate.db, "select reason, consumer, payload = '\\xffffff', attempts from dead_letters");
    assert_string_equal(rows_text(rows, 0, 0), "UNDECODABLE");
    assert_string_equal(rows_text(rows, 0, 1), "watcher-on-LiveHint");
    assert_true(rows_bool(rows, 0, 2));
    assert_int_equal(rows_int(rows, 0, 3), 1);
    stop(consumers);
}

/* Its attempts would take four minutes: the last of them is made to look like the eighth. */
static void poison_ends_as_a_dead_letter_and_can_be_replayed_or_dropped(void **state)
{
    (void)state;
    struct consumers *consumers = start(2);
    struct dead_letter *list;
    size_t count;
    int64_t changed;

    publish_garbage();
    estate_wait(&estate, DEAD_LETTERS, 1, 10000);
    Api__LiveHint hint = API__LIVE_HINT__INIT;
    size_t bytes;
    hint.type = "healed";
    uint8_t *payload = message_pack(&estate.arena, &hint.base, &bytes);
    test_sql(estate.db, "update dead_letters set payload = $1", db_bytes(payload, bytes));

    assert_ok(dead_letters_list(estate.db, &estate.arena, "", &list, &count));
    assert_int_equal(count, 1);
    assert_string_equal(list[0].reason, "UNDECODABLE");
    assert_ok(dead_letters_replay(estate.db, &estate.arena, list[0].id, NULL, &changed));
    assert_int_equal(changed, 1);
    estate_wait(&estate, "select count(*) from dead_letters where state = 'DEAD' and reason = 'ILL' and attempts = 2",
                1, 5000);
    assert_int_equal(test_sql_int(estate.db, EFFECTS), 0);

    test_sql(estate.db, "insert into healing values (1)");
    assert_ok(dead_letters_replay(estate.db, &estate.arena, "", "watcher-on-LiveHint", &changed));
    assert_int_equal(changed, 1);
    estate_wait(&estate, DEAD_LETTERS, 0, 5000);
    assert_int_equal(test_sql_int(estate.db, EFFECTS), 1);

    publish_garbage();
    estate_wait(&estate, DEAD_LETTERS, 1, 10000);
    assert_ok(dead_letters_drop(estate.db, &estate.arena, "", NULL, &changed));
    assert_int_equal(changed, 1);
    stop(consumers);
}

#define OVERTAKEN                                                                                                      \
    "select count(*) from (select version < lag(version) over (order by at) as late from effects) t where late"

static void those_that_wait_share_transactions_in_their_order(void **state)
{
    (void)state;
    struct id aggregate = id_new();
    estate_emit(&estate, aggregate.text, "plain", 100);
    estate_wait(&estate, UNPUBLISHED, 0, 5000);
    struct consumers *consumers = start(2);
    estate_wait(&estate, EFFECTS, 100, 10000);
    assert_int_equal(test_sql_int(estate.db, TWICE), 0);
    assert_int_equal(test_sql_int(estate.db, OVERTAKEN), 0);
    assert_in_range(test_sql_int(estate.db, "select count(distinct xmin::text) from effects"), 4, 20);
    stop(consumers);
}

static void poison_among_those_that_wait_keeps_none_from_its_effect(void **state)
{
    (void)state;
    estate_emit(&estate, NULL, "plain", 40);
    estate_emit(&estate, NULL, "poison", 1);
    estate_emit(&estate, NULL, "plain", 40);
    estate_wait(&estate, UNPUBLISHED, 0, 5000);
    struct consumers *consumers = start(2);
    estate_wait(&estate, EFFECTS, 80, 10000);
    assert_int_equal(test_sql_int(estate.db, TWICE), 0);
    assert_int_equal(test_sql_int(estate.db, "select count(*) from inbox"), 80);
    stop(consumers);
}

/* Who has nobody behind him asks for nobody, and so waits for nobody. */
static void an_event_alone_asks_for_no_company(void **state)
{
    (void)state;
    natsSubscription *questions = NULL;
    natsMsg *question = NULL;
    int seen = 0, for_company = 0;

    assert_int_equal(
        natsConnection_SubscribeSync(&questions, bus_connection(estate.bus), "$JS.API.CONSUMER.MSG.NEXT.>"), NATS_OK);
    struct consumers *consumers = start(2);
    for (int i = 1; i <= 5; i++) {
        estate_emit(&estate, NULL, "plain", 1);
        estate_wait(&estate, EFFECTS, i, 10000);
    }
    stop(consumers);
    for (; natsSubscription_NextMsg(&question, questions, 100) == NATS_OK; seen++) {
        for_company += strstr(natsMsg_GetData(question), "no_wait") != NULL;
        natsMsg_Destroy(question);
    }
    assert_true(seen >= 5);
    assert_int_equal(for_company, 0);
    natsSubscription_Destroy(questions);
}

static void two_replicas_share_the_work(void **state)
{
    (void)state;
    struct consumers *first = start(2), *second = start(2);
    clock_sleep_ms(1500);
    estate_emit(&estate, NULL, "plain", 200);
    estate_wait(&estate, EFFECTS, 200, 10000);
    assert_int_equal(test_sql_int(estate.db, TWICE), 0);
    assert_int_equal(calls, 200);
    struct buf one, two;
    buf_init(&one, &estate.arena, 1024);
    buf_init(&two, &estate.arena, 1024);
    events_metrics(NULL, first, NULL, &one);
    events_metrics(NULL, second, NULL, &two);
    assert_null(strstr(one.data, "watcher-on-LiveHint\",outcome=\"handled\"} 0"));
    assert_null(strstr(two.data, "watcher-on-LiveHint\",outcome=\"handled\"} 0"));
    stop(first);
    stop(second);
}

static void a_server_that_restarts_is_asked_again(void **state)
{
    (void)state;
    struct consumers *consumers = start(2);
    estate_emit(&estate, NULL, "plain", 10);
    estate_wait(&estate, EFFECTS, 10, 10000);
    test_nats_kill(&estate.nats);
    estate_emit(&estate, NULL, "plain", 10);
    test_nats_restart(&estate.nats);
    estate_wait(&estate, EFFECTS, 20, 15000);
    assert_int_equal(test_sql_int(estate.db, TWICE), 0);
    stop(consumers);
}

/* The trap of 2.9: the stream falls back, its durable does not, and swallows what is new. */
static void after_a_power_cut_nothing_is_swallowed(void **state)
{
    (void)state;
    struct consumers *consumers = start(2);
    estate_emit(&estate, NULL, "plain", 10);
    estate_wait(&estate, EFFECTS, 10, 10000);
    test_nats_keep(&estate.nats);
    estate_emit(&estate, NULL, "plain", 50);
    estate_wait(&estate, EFFECTS, 60, 10000);
    clock_sleep_ms(1500); /* by now the server has written down what the durable has delivered */
    test_nats_kill(&estate.nats);
    test_nats_roll_back(&estate.nats, "jetstream/$G/streams/EVT_API/msgs");
    test_nats_restart(&estate.nats);
    estate_emit(&estate, NULL, "plain", 50);
    estate_wait(&estate, EFFECTS, 110, 20000);
    assert_int_equal(test_sql_int(estate.db, TWICE), 0);
    stop(consumers);
}

/* Another trap of 2.9: the durable's description is gone, what it had come to is not, and the next one inherits it. */
static void a_durable_made_anew_begins_at_the_beginning(void **state)
{
    (void)state;
    struct consumers *consumers = start(2);
    struct buf metrics;
    int64_t until_ms = clock_mono_ms() + 20000;
    estate_emit(&estate, NULL, "plain", 10);
    estate_wait(&estate, EFFECTS, 10, 10000);
    clock_sleep_ms(1500); /* by now the server has written down what the durable has delivered */
    test_nats_kill(&estate.nats);
    test_nats_spoil(&estate.nats, "jetstream/$G/streams/EVT_API/obs/watcher-on-LiveHint/meta.inf");
    test_nats_restart(&estate.nats);
    do {
        clock_sleep_ms(100);
        arena_reset(&estate.arena);
        buf_init(&metrics, &estate.arena, 1024);
        events_metrics(NULL, consumers, NULL, &metrics);
    } while (!strstr(metrics.data, "watcher-on-LiveHint\",outcome=\"repeated\"} 10") && clock_mono_ms() < until_ms);
    assert_non_null(strstr(metrics.data, "watcher-on-LiveHint\",outcome=\"repeated\"} 10"));
    assert_int_equal(test_sql_int(estate.db, EFFECTS), 10);
    stop(consumers);
}

/* By a durable that was made to give what is not its own: what a number that was given again does for a moment. */
static void what_is_another_event_is_left_to_its_own(void **state)
{
    (void)state;
    jsConsumerConfig config;
    natsMsg *message = NULL;
    jsConsumerInfo *info = NULL;
    jsConsumerConfig_Init(&config);
    config.Durable = "watcher-on-LiveHint";
    config.AckPolicy = js_AckExplicit;
    assert_int_equal(js_AddConsumer(NULL, estate.js, "EVT_API", &config, NULL, NULL), NATS_OK);
    struct consumers *consumers = start(2);
    assert_int_equal(natsMsg_Create(&message, "evt.linli.api.SessionsRevoked", NULL, "", 0), NATS_OK);
    assert_int_equal(js_PublishMsg(NULL, estate.js, message, NULL, NULL), NATS_OK);
    natsMsg_Destroy(message);
    estate_emit(&estate, NULL, "plain", 10);
    estate_wait(&estate, EFFECTS, 10, 10000);
    clock_sleep_ms(500);
    assert_int_equal(calls, 10);
    assert_int_equal(test_sql_int(estate.db, DEAD_LETTERS), 0);
    assert_int_equal(js_GetConsumerInfo(&info, estate.js, "EVT_API", "watcher-on-LiveHint", NULL, NULL), NATS_OK);
    assert_int_equal(info->NumAckPending, 0);
    jsConsumerInfo_Destroy(info);
    stop(consumers);
}

static void a_stream_that_was_made_anew_is_read_from_its_beginning(void **state)
{
    (void)state;
    struct consumers *consumers = start(2);
    estate_emit(&estate, NULL, "plain", 10);
    estate_wait(&estate, EFFECTS, 10, 10000);
    stop(consumers);
    estate_delete_stream(&estate);
    estate_make_stream(&estate);
    consumers = start(2);
    estate_emit(&estate, NULL, "plain", 10);
    estate_wait(&estate, EFFECTS, 20, 15000);
    stop(consumers);
}

static void a_stream_that_comes_later_is_read_soon(void **state)
{
    (void)state;
    estate_delete_stream(&estate);
    struct consumers *consumers = start(2);
    clock_sleep_ms(2500);
    estate_make_stream(&estate);
    estate_emit(&estate, NULL, "plain", 10);
    estate_wait(&estate, EFFECTS, 10, 8000);
    stop(consumers);
}

static void a_durable_that_was_deleted_is_made_anew(void **state)
{
    (void)state;
    struct consumers *consumers = start(2);
    estate_emit(&estate, NULL, "plain", 10);
    estate_wait(&estate, EFFECTS, 10, 10000);
    assert_int_equal(js_DeleteConsumer(estate.js, "EVT_API", "watcher-on-LiveHint", NULL, NULL), NATS_OK);
    estate_emit(&estate, NULL, "plain", 10);
    estate_wait(&estate, EFFECTS, 20, 20000);
    assert_int_equal(test_sql_int(estate.db, TWICE), 0);
    stop(consumers);
}

static void a_database_that_is_away_costs_time_and_nothing_else(void **state)
{
    (void)state;
    struct consumers *consumers = start(2);
    estate_emit(&estate, NULL, "plain", 5);
    estate_wait(&estate, EFFECTS, 5, 10000);
    for (int i = 0; i < 10; i++) {
        estate_emit(&estate, NULL, "plain", 1);
        test_sql(estate.db,
                 "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'consumers'"
                 " and pid <> pg_backend_pid()");
        clock_sleep_ms(100);
    }
    estate_wait(&estate, EFFECTS, 15, 20000);
    assert_int_equal(test_sql_int(estate.db, TWICE), 0);
    stop(consumers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_event_takes_effect_once, clear, stop_all),
        cmocka_unit_test_setup_teardown(what_was_told_before_the_consumer_existed_is_handled_too, clear, stop_all),
        cmocka_unit_test_setup_teardown(a_second_delivery_changes_nothing, clear, stop_all),
        cmocka_unit_test_setup_teardown(what_a_quiet_service_told_weeks_ago_takes_effect_once, clear, stop_all),
        cmocka_unit_test_setup_teardown(a_failure_comes_back_and_leaves_no_half_effect, clear, stop_all),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_a_dead_letter_at_once_and_those_behind_it_go_on, clear,
                                        stop_all),
        cmocka_unit_test_setup_teardown(poison_ends_as_a_dead_letter_and_can_be_replayed_or_dropped, clear, stop_all),
        cmocka_unit_test_setup_teardown(those_that_wait_share_transactions_in_their_order, clear, stop_all),
        cmocka_unit_test_setup_teardown(poison_among_those_that_wait_keeps_none_from_its_effect, clear, stop_all),
        cmocka_unit_test_setup_teardown(an_event_alone_asks_for_no_company, clear, stop_all),
        cmocka_unit_test_setup_teardown(two_replicas_share_the_work, clear, stop_all),
        cmocka_unit_test_setup_teardown(a_server_that_restarts_is_asked_again, clear, stop_all),
        cmocka_unit_test_setup_teardown(after_a_power_cut_nothing_is_swallowed, clear, stop_all),
        cmocka_unit_test_setup_teardown(a_durable_made_anew_begins_at_the_beginning, clear, stop_all),
        cmocka_unit_test_setup_teardown(what_is_another_event_is_left_to_its_own, clear, stop_all),
        cmocka_unit_test_setup_teardown(a_stream_that_was_made_anew_is_read_from_its_beginning, clear, stop_all),
        cmocka_unit_test_setup_teardown(a_stream_that_comes_later_is_read_soon, clear, stop_all),
        cmocka_unit_test_setup_teardown(a_durable_that_was_deleted_is_made_anew, clear, stop_all),
        cmocka_unit_test_setup_teardown(a_database_that_is_away_costs_time_and_nothing_else, clear, stop_all),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
