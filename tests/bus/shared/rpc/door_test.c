/* Who is let in when the service is slow, or its database says nothing: decided at the door, at once. */
#include "bus/house.h"

#include <pthread.h>

#include "base/clock.h"
#include "db/pulse.h"
#include "rpc/patience.h"

#define NAME       "rpc_door"
#define AT_ONCE_MS 250
#define WORK_MS    600
#define TIME_MS    20000

static struct house house;
static struct arena arena;
static struct pulse pulse;

static int up(void **state)
{
    (void)state;
    pulse = (struct pulse){ .waiting = 0 };
    house_up(&house, NAME, (struct house_options){ .workers = 1, .pulse = &pulse });
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

struct caller {
    const char *key;
    bool takes; /* a unit, in a batch */
    struct status status;
    int64_t ms;
    pthread_t thread;
};

static struct status add_entry(struct arena *own, const char *key)
{
    Pr__AddEntryRequest in = PR__ADD_ENTRY_REQUEST__INIT;

    in.text = "one";
    return house_ask(&house, own,
                     &(struct asking){ .method = "Probe.AddEntry", .user = "u1", .key = key, .timeout_ms = TIME_MS },
                     &in.base, &pr__entry__descriptor, NULL);
}

static struct status take_unit(struct arena *own, const char *key)
{
    Pr__TakeUnitRequest in = PR__TAKE_UNIT_REQUEST__INIT;

    in.text = "one";
    return house_ask(&house, own, &(struct asking){ .method = "Probe.TakeUnit", .user = "u1", .key = key }, &in.base,
                     &pr__unit__descriptor, NULL);
}

static void *ask(void *data)
{
    struct caller *caller = data;
    int64_t began_ms = clock_mono_ms();
    struct arena own;

    arena_init(&own, ARENA_BYTES_MAX);
    caller->status = caller->takes ? take_unit(&own, caller->key) : add_entry(&own, caller->key);
    caller->ms = clock_mono_ms() - began_ms;
    arena_finish(&own);
    return NULL;
}

static void begin(struct caller *caller)
{
    assert_int_equal(pthread_create(&caller->thread, NULL, ask, caller), 0);
}

static void end(struct caller *caller)
{
    pthread_join(caller->thread, NULL);
}

/* The only worker is at work, and the others wait behind it. */
static void wait_for_work(void)
{
    while (atomic_load(&probe.entries) == 0)
        clock_sleep_ms(1);
    clock_sleep_ms(AT_ONCE_MS / 2);
}

/* As if others had waited for so long. */
static void fall_silent(void)
{
    int64_t long_ago_ms = clock_mono_ms() - PULSE_SILENT_MS;

    atomic_fetch_add(&pulse.waiting, PULSE_WAITING_MIN);
    atomic_store(&pulse.several_ms, long_ago_ms);
    atomic_store(&pulse.answered_ms, long_ago_ms);
    assert_false(pulse_silent(&pulse, long_ago_ms + PULSE_SILENT_MS - PULSE_SURE_MS)); /* somebody has suspected it */
}

static void a_silent_database_is_told_at_the_door_and_to_all_that_wait_inside(void **state)
{
    struct caller works = { .key = "a" }, waits = { .key = "b" }, gathers = { .key = "c", .takes = true },
                  comes = { .key = "d" };
    Pr__EchoRequest echo = PR__ECHO_REQUEST__INIT;

    (void)state;
    echo.text = "asks no database";
    atomic_store(&probe.entry_wait_ms, WORK_MS);
    begin(&works);
    wait_for_work();
    begin(&waits);
    begin(&gathers);
    clock_sleep_ms(AT_ONCE_MS / 2);
    fall_silent();
    ask(&comes);
    assert_fails(comes.status, NOT_AVAILABLE);
    assert_int_equal(comes.status.retry_after_s, 1);
    end(&waits);
    end(&gathers);
    assert_fails(waits.status, NOT_AVAILABLE);
    assert_fails(gathers.status, NOT_AVAILABLE);
    assert_ok(house_ask(&house, &arena, &(struct asking){ .method = "Probe.Echo" }, &echo.base,
                        &pr__echo_response__descriptor, NULL));
    end(&works);
    assert_ok(works.status); /* what had begun is done, and its answers end the silence */
    assert_int_equal(atomic_load(&probe.entries), 1);
    atomic_fetch_sub(&pulse.waiting, PULSE_WAITING_MIN);
    assert_ok(add_entry(&arena, "b"));
    assert_string_equal(take_unit(&arena, "c").reason, "SOLD_OUT"); /* the service has looked */
}

/* One works, two wait: more than the only worker takes next. */
static void whoever_comes_behind_those_who_have_waited_long_is_told_at_once(void **state)
{
    struct caller works = { .key = "a" }, waits[2] = { { .key = "b" }, { .key = "c" } }, joins = { .key = "d" },
                  comes = { .key = "e" };

    (void)state;
    atomic_store(&probe.entry_wait_ms, WORK_MS);
    begin(&works);
    wait_for_work();
    for (int i = 0; i < 2; i++)
        begin(&waits[i]);
    clock_sleep_ms(PATIENCE_READ_MS / 4);
    begin(&joins); /* they have not waited long */
    clock_sleep_ms(PATIENCE_READ_MS);
    ask(&comes);
    assert_fails(comes.status, OVERLOADED);
    assert_int_equal(comes.status.retry_after_s, 1);
    assert_in_range(comes.ms, 0, AT_ONCE_MS);
    end(&works);
    end(&joins);
    for (int i = 0; i < 2; i++) {
        end(&waits[i]);
        assert_ok(waits[i].status);
    }
    assert_ok(works.status);
    assert_ok(joins.status);
    assert_int_equal(atomic_load(&probe.entries), 4);
    assert_ok(add_entry(&arena, "e"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_silent_database_is_told_at_the_door_and_to_all_that_wait_inside, up, down),
        cmocka_unit_test_setup_teardown(whoever_comes_behind_those_who_have_waited_long_is_told_at_once, up, down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
