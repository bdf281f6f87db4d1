#include "bus/house.h"

#include <pthread.h>
#include <string.h>

#include "base/clock.h"

#define NAME          "rpc_steps"
#define RESUME_MS_MAX 9000 /* workers look for what was left every 5 s; a lease lasts 11 s */
#define TRAVEL_MS     10000

static struct house house;
static struct arena arena;

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
    atomic_store(&probe.come_home, 1); /* also when a test has failed */
    arena_finish(&arena);
    house_down(&house, NAME);
    return 0;
}

static struct status travel(const char *key, const char *text, Pr__Entry **ret_entry)
{
    Pr__TravelRequest in = PR__TRAVEL_REQUEST__INIT;

    in.text = text;
    return house_ask(&house, &arena, &(struct asking){ .method = "Probe.Travel", .user = "u1", .key = key }, &in.base,
                     &pr__entry__descriptor, ret_entry);
}

static int64_t steps_of(const char *id)
{
    return test_sql_int(house.db, "select steps from travels where id = $1", db_id(id));
}

static void a_repeat_gets_the_same_answer(void **state)
{
    Pr__Entry *first, *again;

    (void)state;
    assert_ok(travel("k1", "one", &first));
    assert_ok(travel("k1", "one", &again));
    assert_string_equal(first->entry_id, again->entry_id);
    assert_int_equal(atomic_load(&probe.travels), 1);
    assert_fails(travel("k1", "two", NULL), IDEMPOTENCY_KEY_REUSED);
}

static void a_refusal_leaves_no_row(void **state)
{
    (void)state;
    assert_fails(travel("k2", "refuse", NULL), CODE_FAILED_PRECONDITION, "REFUSED");
    assert_int_equal(test_sql_int(house.db, "select count(*) from idempotency"), 0);
    assert_fails(travel("k2", "refuse", NULL), CODE_FAILED_PRECONDITION, "REFUSED");
    assert_int_equal(atomic_load(&probe.travels), 2);
}

/* Also what an earlier try has left, of which the one that is refused did nothing. */
static void a_refusal_takes_back_what_was_said(void **state)
{
    (void)state;
    assert_fails(travel("k12", "refuse", NULL), CODE_FAILED_PRECONDITION, "REFUSED");
    assert_int_equal(test_sql_int(house.db, "select count(*) from travels"), 0);
    atomic_store(&probe.travels, 0);
    atomic_store(&probe.outages_left, 1);
    assert_fails(travel("k13", "no more", NULL), NOT_AVAILABLE);
    assert_int_equal(test_sql_int(house.db, "select count(*) from travels"), 1);
    assert_fails(travel("k13", "no more", NULL), CODE_FAILED_PRECONDITION, "REFUSED");
    assert_int_equal(test_sql_int(house.db, "select count(*) from travels"), 0);
    assert_int_equal(test_sql_int(house.db, "select count(*) from idempotency"), 0);
}

/* The row of a refusal that could not be taken back is open yet, and whoever comes next may do what it says. */
static void a_refusal_that_stays_open_is_not_told(void **state)
{
    Pr__Entry *entry;

    (void)state;
    test_sql(house.db, "create function keep() returns trigger language plpgsql as $$ begin"
                       " raise exception using errcode = 'query_canceled'; end $$");
    test_sql(house.db, "create trigger keep before delete on idempotency for each row execute function keep()");
    atomic_store(&probe.refusals_left, 1);
    assert_fails(travel("k11", "eleven", NULL), TIMED_OUT);
    assert_int_equal(atomic_load(&probe.refusals_left), 0);
    test_sql(house.db, "update idempotency set leased_until = clock_timestamp()");
    assert_ok(travel("k11", "eleven", &entry));
    assert_int_equal(steps_of(entry->entry_id), 2);
}

/* What failed in passing goes on under its own id, in the hands of whoever repeats it first. */
static void a_repeat_goes_on_where_it_stopped(void **state)
{
    Pr__Entry *entry;

    (void)state;
    atomic_store(&probe.outages_left, 1);
    struct status away = travel("k3", "three", NULL);
    assert_fails(away, NOT_AVAILABLE);
    assert_string_equal(away.text, ""); /* who is away is for our log */
    assert_int_equal(test_sql_int(house.db, "select count(*) from idempotency where state = 'OPEN'"), 1);
    assert_ok(travel("k3", "three", &entry));
    assert_int_equal(steps_of(entry->entry_id), 2);
    assert_int_equal(test_sql_int(house.db, "select count(*) from travels"), 1);
    assert_int_equal(test_sql_int(house.db, "select count(*) from idempotency where state = 'DONE'"), 1);
}

/* Nobody comes back: a worker takes it up by itself. */
static void what_was_left_is_finished(void **state)
{
    int64_t until_ms = clock_mono_ms() + RESUME_MS_MAX;
    Pr__Entry *entry;

    (void)state;
    atomic_store(&probe.outages_left, 1);
    assert_fails(travel("k4", "four", NULL), NOT_AVAILABLE);
    while (test_sql_int(house.db, "select count(*) from entries") == 0) {
        assert_true(clock_mono_ms() < until_ms);
        clock_sleep_ms(50);
    }
    assert_ok(travel("k4", "four", &entry));
    assert_int_equal(atomic_load(&probe.travels), 2);
    assert_int_equal(steps_of(entry->entry_id), 2);
}

/* A worker that died holds its lease until it lapses; a rival does not get in before. */
static void a_lease_keeps_rivals_out(void **state)
{
    Pr__Entry *entry;

    (void)state;
    atomic_store(&probe.outages_left, 1);
    assert_fails(travel("k5", "five", NULL), NOT_AVAILABLE);
    test_sql(house.db, "update idempotency set leased_until = clock_timestamp() + interval '1 hour'");
    assert_fails(travel("k5", "five", NULL), IN_PROGRESS);
    test_sql(house.db, "update idempotency set leased_until = clock_timestamp()");
    assert_ok(travel("k5", "five", &entry));
    assert_int_equal(steps_of(entry->entry_id), 2);
}

/* ---- whose session has ended ---- */

/* Somebody whose travel stays outside until he comes home. */
struct traveller {
    const char *key;
    struct status status;
    pthread_t thread;
};

static void *travel_there(void *data)
{
    struct traveller *traveller = data;
    Pr__TravelRequest in = PR__TRAVEL_REQUEST__INIT;
    struct arena own;

    arena_init(&own, ARENA_BYTES_MAX);
    in.text = "far";
    traveller->status = house_ask(
        &house, &own,
        &(struct asking){ .method = "Probe.Travel", .user = "u1", .key = traveller->key, .timeout_ms = TRAVEL_MS },
        &in.base, &pr__entry__descriptor, NULL);
    arena_finish(&own);
    return NULL;
}

static void send_off(struct traveller *traveller, const char *key)
{
    int64_t until_ms = clock_mono_ms() + TRAVEL_MS;

    traveller->key = key;
    atomic_store(&probe.stays_left, 1);
    assert_int_equal(pthread_create(&traveller->thread, NULL, travel_there, traveller), 0);
    while (atomic_load(&probe.staying) == 0) {
        assert_true(clock_mono_ms() < until_ms);
        clock_sleep_ms(5);
    }
}

static struct status come_home(struct traveller *traveller)
{
    atomic_store(&probe.come_home, 1);
    pthread_join(traveller->thread, NULL);
    return traveller->status;
}

static void end_his_session(void)
{
    assert_true(rows_bool(test_sql(house.db, "select pg_terminate_backend(session, 5000) from travels"), 0, 0));
}

static void assert_done_once(int64_t steps)
{
    assert_int_equal(test_sql_int(house.db, "select count(*) from entries"), 1);
    assert_int_equal(test_sql_int(house.db, "select steps from travels"), steps);
    assert_int_equal(test_sql_int(house.db, "select count(*) from idempotency where state = 'DONE'"), 1);
}

static void a_repeat_takes_over_where_a_session_has_ended(void **state)
{
    static struct traveller first;
    Pr__Entry *entry, *again;

    (void)state;
    send_off(&first, "k7");
    assert_fails(travel("k7", "far", NULL), IN_PROGRESS);
    end_his_session();
    assert_ok(travel("k7", "far", &entry));
    assert_fails(come_home(&first), IN_PROGRESS);
    assert_done_once(2);
    assert_ok(travel("k7", "far", &again));
    assert_string_equal(entry->entry_id, again->entry_id);
    assert_int_equal(atomic_load(&probe.travels), 2);
}

static void a_worker_takes_over_where_a_session_has_ended(void **state)
{
    int64_t until_ms = clock_mono_ms() + RESUME_MS_MAX;
    static struct traveller first;

    (void)state;
    send_off(&first, "k8");
    end_his_session();
    while (test_sql_int(house.db, "select count(*) from entries") == 0) {
        assert_true(clock_mono_ms() < until_ms);
        clock_sleep_ms(50);
    }
    assert_fails(come_home(&first), IN_PROGRESS);
    assert_done_once(2);
}

static void who_lost_only_his_session_goes_on(void **state)
{
    static struct traveller first;

    (void)state;
    send_off(&first, "k9");
    end_his_session();
    assert_ok(come_home(&first));
    assert_done_once(1);
    assert_int_equal(atomic_load(&probe.travels), 1);
}

/* What he hears outside may be an answer to what the other one did: his caller asks again, and hears that it is done.
 */
static void who_was_taken_over_refuses_nothing(void **state)
{
    static struct traveller first;

    (void)state;
    send_off(&first, "k10");
    end_his_session();
    assert_ok(travel("k10", "far", NULL));
    atomic_store(&probe.refusals_left, 1);
    assert_fails(come_home(&first), IN_PROGRESS);
    assert_int_equal(atomic_load(&probe.refusals_left), 0);
    assert_ok(travel("k10", "far", NULL));
    assert_done_once(2);
}

/* Who repeats a call has 15 s to get the key of a worker that died. */
static void a_lease_is_short_however_long_the_caller_waits(void **state)
{
    Pr__TravelRequest in = PR__TRAVEL_REQUEST__INIT;
    const struct asking asking = { .method = "Probe.Travel", .user = "u1", .key = "k6", .timeout_ms = 29000 };

    (void)state;
    in.text = "six";
    test_sql(house.db, "create table leases (ms float8)");
    test_sql(house.db,
             "create function note_lease() returns trigger language plpgsql as $$ begin insert into leases"
             " values (extract(epoch from new.leased_until - clock_timestamp()) * 1000); return null; end $$");
    test_sql(house.db,
             "create trigger note_lease after insert on idempotency for each row execute function note_lease()");
    assert_ok(house_ask(&house, &arena, &asking, &in.base, &pr__entry__descriptor, NULL));
    assert_int_equal(test_sql_int(house.db, "select count(*) from leases"), 1);
    assert_in_range(test_sql_int(house.db, "select max(ms)::bigint from leases"), 1, 11000);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_repeat_gets_the_same_answer),
        TEST(a_refusal_leaves_no_row),
        TEST(a_refusal_takes_back_what_was_said),
        TEST(a_refusal_that_stays_open_is_not_told),
        TEST(a_repeat_goes_on_where_it_stopped),
        TEST(what_was_left_is_finished),
        TEST(a_lease_keeps_rivals_out),
        TEST(a_lease_is_short_however_long_the_caller_waits),
        TEST(a_repeat_takes_over_where_a_session_has_ended),
        TEST(a_worker_takes_over_where_a_session_has_ended),
        TEST(who_lost_only_his_session_goes_on),
        TEST(who_was_taken_over_refuses_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
