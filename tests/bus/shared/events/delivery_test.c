/* shared/events/delivery.c: how a delivery is settled, by the number of its attempts, and what those that come together
 * share. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "events/consumers.h"
#include "events_house.h"

static struct estate estate;
static struct runtime *runtime;
static natsSubscription *settlements;
static struct status outcome;

static int calls;

#define POISON     fail(CODE_INTERNAL, "POISON", "never works")
#define PASSING    fail(NOT_AVAILABLE, "not now")
#define HINTS_EACH 3
#define LARGE      ((size_t)2 << 20)

/* The hint's type says how it behaves; a number: so many milliseconds. */
static struct status give_outcome(struct call *call, const void *data)
{
    const Api__LiveHint *hint = data;
    calls++;
    assert_ok(db_exec(call->tx, "insert into effects values ($1)", db_text(call->event->id)));
    for (int i = 0; strstr(hint->type, "telling") && i < HINTS_EACH; i++)
        hint_user(call, "somebody", "test", call->event->id);
    if (strstr(hint->type, "poison"))
        return POISON;
    if (strcmp(hint->type, "large") == 0)
        arena_alloc(call->arena, LARGE);
    clock_sleep_ms((int)strtol(hint->type, NULL, 10));
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
    assert_int_equal(natsConnection_SubscribeSync(&settlements, bus_connection(estate.bus), "settled.*"), NATS_OK);
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
        &(struct delivery){ .durable = &durable, .message = message, .settle = "settled.here", .attempts = attempts },
        1);
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

/* ---- together ---- */

struct batch {
    struct delivery list[CONSUMER_BATCH_MAX];
    struct id ids[CONSUMER_BATCH_MAX];
    char settle[CONSUMER_BATCH_MAX][16], told[CONSUMER_BATCH_MAX][64];
    int kept[CONSUMER_BATCH_MAX]; /* times the server was asked for more time */
    size_t count;
};

static int empty(void **state)
{
    (void)state;
    test_sql(estate.db, "truncate effects, inbox, dead_letters");
    calls = 0;
    outcome = OK;
    return 0;
}

static void add_bytes(struct batch *batch, struct id id, const void *bytes, size_t count)
{
    size_t i = batch->count++;
    natsMsg *message = NULL;

    batch->ids[i] = id;
    snprintf(batch->settle[i], sizeof batch->settle[i], "settled.%zu", i);
    assert_int_equal(natsMsg_Create(&message, "evt.linli.api.LiveHint", NULL, bytes, (int)count), NATS_OK);
    natsMsgHeader_Set(message, "Nats-Msg-Id", id.text);
    batch->list[i] =
        (struct delivery){ .durable = &durable, .message = message, .settle = batch->settle[i], .attempts = 1 };
}

static void add(struct batch *batch, struct id id, const char *type)
{
    Api__LiveHint hint = API__LIVE_HINT__INIT;
    size_t bytes;

    hint.type = (char *)type;
    uint8_t *payload = message_pack(&estate.arena, &hint.base, &bytes);
    add_bytes(batch, id, payload, bytes);
}

static void add_some(struct batch *batch, const char *type, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(batch, id_new(), type);
}

/* True when it was the last word on one of them. */
static bool hear(struct batch *batch)
{
    natsMsg *word = NULL;
    size_t i;

    assert_int_equal(natsSubscription_NextMsg(&word, settlements, 2000), NATS_OK);
    assert_int_equal(sscanf(natsMsg_GetSubject(word), "settled.%zu", &i), 1);
    bool keeps = natsMsg_GetDataLength(word) == 4 && memcmp(natsMsg_GetData(word), "+WPI", 4) == 0;
    if (keeps)
        batch->kept[i]++;
    else
        snprintf(batch->told[i], sizeof batch->told[i], "%.*s", natsMsg_GetDataLength(word), natsMsg_GetData(word));
    natsMsg_Destroy(word);
    return !keeps;
}

static void deliver_all_by(struct runtime *by, struct batch *batch)
{
    delivery_handle(by, &estate.arena, batch->list, batch->count);
    for (size_t heard = 0; heard < batch->count;)
        heard += hear(batch);
    for (size_t i = 0; i < batch->count; i++)
        natsMsg_Destroy(batch->list[i].message);
}

static void deliver_all(struct batch *batch)
{
    deliver_all_by(runtime, batch);
}

static void assert_all_acknowledged(const struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        assert_string_equal(batch->told[i], "+ACK");
}

/* Each of `count` events has its effect and its row in the inbox, once. */
static void assert_effects(int count)
{
    assert_int_equal(test_sql_int(estate.db, "select count(*) from effects"), count);
    assert_int_equal(
        test_sql_int(estate.db, "select count(distinct event_id) from effects join inbox using (event_id)"), count);
    assert_int_equal(test_sql_int(estate.db, "select count(*) from inbox"), count);
}

static int transactions(void)
{
    return (int)test_sql_int(estate.db, "select count(distinct xmin::text) from effects");
}

static void what_comes_together_shares_a_transaction(void **state)
{
    (void)state;
    struct batch batch = { 0 };
    add_some(&batch, "plain", 20);
    deliver_all(&batch);
    assert_all_acknowledged(&batch);
    assert_effects(20);
    assert_int_equal(transactions(), 1);
    assert_int_equal(calls, 20);
}

static void one_that_fails_goes_its_own_way(void **state)
{
    (void)state;
    struct batch batch = { 0 };
    add_some(&batch, "plain", 3);
    add_some(&batch, "poison", 1);
    add_some(&batch, "plain", 6);
    deliver_all(&batch);
    assert_int_equal(delay_s(batch.told[3]), 1);
    snprintf(batch.told[3], sizeof batch.told[3], "+ACK");
    assert_all_acknowledged(&batch);
    assert_effects(9);
    assert_int_equal(
        test_sql_int(estate.db, "select count(*) from inbox where event_id = $1", db_text(batch.ids[3].text)), 0);
    assert_int_equal(transactions(), 4); /* those before it alone, the rest together */
    assert_int_equal(calls, 4 + 4 + 6);
}

static void what_cannot_be_read_ends_and_keeps_no_other_from_its_effect(void **state)
{
    (void)state;
    struct batch batch = { 0 };
    add_bytes(&batch, id_new(), "\xff\xff\xff", 3);
    add_some(&batch, "plain", 5);
    deliver_all(&batch);
    assert_string_equal(batch.told[0], "+TERM");
    snprintf(batch.told[0], sizeof batch.told[0], "+ACK");
    assert_all_acknowledged(&batch);
    assert_effects(5);
    assert_int_equal(test_sql_int(estate.db, "select count(*) from dead_letters"), 1);
}

/* As after a crash between the commit and the acknowledgements. */
static void what_was_committed_and_not_acknowledged_comes_again_and_changes_nothing(void **state)
{
    (void)state;
    struct batch batch = { 0 }, again = { 0 };
    add_some(&batch, "plain", 5);
    deliver_all(&batch);
    for (size_t i = 0; i < batch.count; i++)
        add(&again, batch.ids[i], "plain");
    add_some(&again, "plain", 3);
    deliver_all(&again);
    assert_all_acknowledged(&again);
    assert_effects(8);
    assert_int_equal(transactions(), 2);
    assert_int_equal(calls, 8);
}

static void an_event_that_comes_twice_at_once_takes_effect_once(void **state)
{
    (void)state;
    struct batch batch = { 0 };
    struct id twice = id_new();
    add(&batch, twice, "plain");
    add_some(&batch, "plain", 1);
    add(&batch, twice, "plain");
    deliver_all(&batch);
    assert_all_acknowledged(&batch);
    assert_effects(2);
    assert_int_equal(calls, 2);
}

static void what_takes_long_is_committed_in_parts(void **state)
{
    (void)state;
    struct batch batch = { 0 };
    add_some(&batch, "60", 6);
    deliver_all(&batch);
    assert_all_acknowledged(&batch);
    assert_effects(6);
    assert_in_range(transactions(), 3, 6); /* two in 100 ms at most */
    assert_int_equal(calls, 6);
}

static void those_that_wait_for_their_turn_do_not_come_again(void **state)
{
    (void)state;
    struct batch batch = { 0 };
    add_some(&batch, "1300", 3);
    deliver_all(&batch);
    assert_all_acknowledged(&batch);
    assert_effects(3);
    assert_int_equal(batch.kept[0], 0);
    assert_int_equal(batch.kept[1], 0);
    assert_int_equal(batch.kept[2], 1);
}

/* All of them at once would not fit into what one call may use. */
static void what_needs_much_memory_is_committed_in_parts(void **state)
{
    (void)state;
    struct batch batch = { 0 };
    add_some(&batch, "large", 2 * ARENA_BYTES_MAX / LARGE);
    deliver_all(&batch);
    assert_all_acknowledged(&batch);
    assert_effects((int)batch.count);
    assert_in_range(transactions(), batch.count / 2, batch.count);
}

/* Each of them would wait as long as the first, while a stop waits for them all. */
static void a_database_that_does_not_answer_is_tried_once_for_all(void **state)
{
    (void)state;
    struct batch batch = { 0 };
    struct server_options options = estate.watcher;
    struct tx *tx;
    int64_t now_us;

    options.db.statement_timeout_ms = 300;
    options.db.lock_timeout_ms = 10000;
    struct runtime *slow = runtime_create(&options);
    assert_ok(tx_begin(estate.db, TX_READ_WRITE, &estate.arena, &tx, &now_us));
    assert_ok(db_exec(tx, "lock table inbox"));
    add_some(&batch, "plain", 10);
    int64_t before_ms = clock_mono_ms();
    deliver_all_by(slow, &batch);
    assert_in_range(clock_mono_ms() - before_ms, 300, 2500);
    tx_rollback(tx);
    for (size_t i = 0; i < batch.count; i++)
        assert_int_equal(delay_s(batch.told[i]), 1);
    assert_int_equal(calls, 0);
    runtime_destroy(slow);
}

/* Nobody knows which of them it is that another replica has, too. */
static void one_that_somebody_else_has_under_way_goes_its_own_way(void **state)
{
    (void)state;
    struct batch batch = { 0 };
    struct db *other = test_db_again("delivery", NULL);
    struct tx *tx;
    int64_t now_us;

    add_some(&batch, "plain", 3);
    assert_ok(tx_begin(other, TX_READ_WRITE, &estate.arena, &tx, &now_us));
    assert_ok(db_exec(tx, "insert into inbox (event_id, consumer) values ($1, $2)", db_text(batch.ids[1].text),
                      db_text(durable.name)));
    deliver_all(&batch);
    tx_rollback(tx);
    assert_int_equal(delay_s(batch.told[1]), 1);
    snprintf(batch.told[1], sizeof batch.told[1], "+ACK");
    assert_all_acknowledged(&batch);
    assert_effects(2);
    db_destroy(other);
}

static int hints_heard(natsSubscription *hints)
{
    natsMsg *hint = NULL;
    int heard = 0;
    for (; natsSubscription_NextMsg(&hint, hints, 300) == NATS_OK; heard++)
        natsMsg_Destroy(hint);
    return heard;
}

static void each_sends_its_hints_once_after_its_commit(void **state)
{
    (void)state;
    natsSubscription *hints = NULL;
    struct batch batch = { 0 }, broken = { 0 };

    assert_int_equal(natsConnection_SubscribeSync(&hints, bus_connection(estate.bus), "live.user.somebody"), NATS_OK);
    assert_int_equal(natsConnection_Flush(bus_connection(estate.bus)), NATS_OK);
    add_some(&batch, "telling", CONSUMER_BATCH_MAX);
    deliver_all(&batch);
    assert_int_equal(transactions(), 1);
    assert_int_equal(hints_heard(hints), HINTS_EACH * CONSUMER_BATCH_MAX); /* more than one call may send */

    add_some(&broken, "telling", 10);
    add_some(&broken, "telling poison", 1);
    add_some(&broken, "telling", 10);
    deliver_all(&broken);
    assert_int_equal(hints_heard(hints), HINTS_EACH * 20);
    natsSubscription_Destroy(hints);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_success_is_acknowledged_and_a_repeat_too),
        cmocka_unit_test(a_failure_is_delivered_later_and_later),
        cmocka_unit_test(the_last_attempt_ends_in_a_dead_letter),
        cmocka_unit_test(what_fails_in_passing_has_many_more_attempts),
        cmocka_unit_test(an_event_without_an_id_is_known_by_its_bytes),
        cmocka_unit_test_setup(what_comes_together_shares_a_transaction, empty),
        cmocka_unit_test_setup(one_that_fails_goes_its_own_way, empty),
        cmocka_unit_test_setup(what_cannot_be_read_ends_and_keeps_no_other_from_its_effect, empty),
        cmocka_unit_test_setup(what_was_committed_and_not_acknowledged_comes_again_and_changes_nothing, empty),
        cmocka_unit_test_setup(an_event_that_comes_twice_at_once_takes_effect_once, empty),
        cmocka_unit_test_setup(what_takes_long_is_committed_in_parts, empty),
        cmocka_unit_test_setup(those_that_wait_for_their_turn_do_not_come_again, empty),
        cmocka_unit_test_setup(what_needs_much_memory_is_committed_in_parts, empty),
        cmocka_unit_test_setup(a_database_that_does_not_answer_is_tried_once_for_all, empty),
        cmocka_unit_test_setup(one_that_somebody_else_has_under_way_goes_its_own_way, empty),
        cmocka_unit_test_setup(each_sends_its_hints_once_after_its_commit, empty),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
