#include "bus/house.h"

#include <string.h>

#include "base/clock.h"

#define NAME          "rpc_steps"
#define RESUME_MS_MAX 9000 /* workers look for what was left every 5 s */

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

/* Who repeats a call has 15 s to get the key of a worker that died. */
static void a_lease_is_short_however_long_the_caller_waits(void **state)
{
    Pr__TravelRequest in = PR__TRAVEL_REQUEST__INIT;
    const struct asking asking = { .method = "Probe.Travel", .user = "u1", .key = "k6", .timeout_ms = 29000 };

    (void)state;
    in.text = "six";
    test_sql(house.db, "create table leases (ms float8)");
    test_sql(house.db, "create function note_lease() returns trigger language plpgsql as $$ begin insert into leases"
                       " values (extract(epoch from new.leased_until - clock_timestamp()) * 1000); return null; end $$");
    test_sql(house.db, "create trigger note_lease after insert on idempotency for each row execute function note_lease()");
    assert_ok(house_ask(&house, &arena, &asking, &in.base, &pr__entry__descriptor, NULL));
    assert_int_equal(test_sql_int(house.db, "select count(*) from leases"), 1);
    assert_in_range(test_sql_int(house.db, "select max(ms)::bigint from leases"), 1, 11000);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_repeat_gets_the_same_answer), TEST(a_refusal_leaves_no_row),  TEST(a_repeat_goes_on_where_it_stopped),
        TEST(what_was_left_is_finished),     TEST(a_lease_keeps_rivals_out),
        TEST(a_lease_is_short_however_long_the_caller_waits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
