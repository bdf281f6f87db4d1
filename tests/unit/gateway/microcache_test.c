/* The microcache: one flight per key, values for their time, and a bound on all of it. */
#include "support/check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "gateway/microcache.h"

#define FOLLOWERS 16

static struct key key_of_number(int number)
{
    return key_of(&number, sizeof(number));
}

static void values_live_for_their_time(void **state)
{
    struct microcache *cache = microcache_create(1 << 20);
    struct key key = key_of_number(1);
    struct flight *flight, *again;

    (void)state;
    assert_int_equal(microcache_join(cache, &key, 1000, &flight), MICROCACHE_LEAD);
    microcache_land(flight, "{}", 2, 1000, 500);
    assert_int_equal(microcache_join(cache, &key, 1499, &again), MICROCACHE_HIT);
    assert_string_equal(microcache_value(again)->json, "{}");
    assert_string_equal(microcache_value(again)->etag, microcache_value(flight)->etag);
    microcache_leave(flight);
    microcache_leave(again);
    assert_int_equal(microcache_join(cache, &key, 1500, &flight), MICROCACHE_LEAD);
    microcache_crash(flight, fail(NOT_AVAILABLE, "gone"));
    microcache_leave(flight);
    assert_int_equal(microcache_join(cache, &key, 1501, &flight), MICROCACHE_LEAD); /* a failure is not kept */
    microcache_crash(flight, fail(NOT_AVAILABLE, "gone"));
    microcache_leave(flight);
    microcache_destroy(cache);
}

struct follower {
    struct microcache *cache;
    pthread_t thread;
    atomic_int *following;
    struct status status;
    char json[32];
};

static void *follow(void *data)
{
    struct follower *follower = data;
    struct key key = key_of_number(7);
    struct flight *flight;

    if (microcache_join(follower->cache, &key, 1000, &flight) != MICROCACHE_FOLLOW)
        return NULL;
    atomic_fetch_add(follower->following, 1);
    follower->status = microcache_wait(flight, clock_mono_ms() + 5000);
    if (ok(follower->status))
        snprintf(follower->json, sizeof(follower->json), "%s", microcache_value(flight)->json);
    microcache_leave(flight);
    return NULL;
}

static void fly(bool lands)
{
    struct microcache *cache = microcache_create(1 << 20);
    struct key key = key_of_number(7);
    struct follower followers[FOLLOWERS] = { { .cache = cache } };
    atomic_int following = 0;
    struct flight *flight;

    assert_int_equal(microcache_join(cache, &key, 1000, &flight), MICROCACHE_LEAD);
    for (size_t i = 0; i < FOLLOWERS; i++) {
        followers[i] =
            (struct follower){ .cache = cache, .following = &following, .status = fail(INTERNAL, "not yet") };
        pthread_create(&followers[i].thread, NULL, follow, &followers[i]);
    }
    while (atomic_load(&following) < FOLLOWERS)
        clock_sleep_ms(1);
    if (lands)
        microcache_land(flight, "[1]", 3, 1000, 500);
    else
        microcache_crash(flight, fail(TIMED_OUT, "too late"));
    for (size_t i = 0; i < FOLLOWERS; i++) {
        pthread_join(followers[i].thread, NULL);
        if (lands)
            assert_string_equal(followers[i].json, "[1]");
        else
            assert_int_equal(followers[i].status.code, CODE_DEADLINE_EXCEEDED);
    }
    microcache_leave(flight);
    assert_int_equal(microcache_counts(cache).shared, FOLLOWERS);
    microcache_destroy(cache);
}

static void those_who_follow_get_what_the_leader_got(void **state)
{
    (void)state;
    fly(true);
    fly(false);
}

static void a_follower_waits_no_longer_than_he_may(void **state)
{
    struct microcache *cache = microcache_create(1 << 20);
    struct key key = key_of_number(1);
    struct flight *flight, *follower;

    (void)state;
    assert_int_equal(microcache_join(cache, &key, 0, &flight), MICROCACHE_LEAD);
    assert_int_equal(microcache_join(cache, &key, 0, &follower), MICROCACHE_FOLLOW);
    assert_fails(microcache_wait(follower, clock_mono_ms() + 20), TIMED_OUT);
    microcache_leave(follower);
    microcache_crash(flight, fail(TIMED_OUT, "too late"));
    microcache_leave(flight);
    microcache_destroy(cache);
}

static void it_stays_within_its_bounds(void **state)
{
    static char big[MICROCACHE_VALUE_BYTES_MAX + 1];
    struct microcache *cache = microcache_create(64 << 10);
    struct flight *flight;
    int hits = 0;

    (void)state;
    memset(big, 'x', sizeof(big));
    for (int i = 0; i < 20000; i++) {
        struct key key = key_of_number(i);

        assert_int_equal(microcache_join(cache, &key, 1000, &flight), MICROCACHE_LEAD);
        microcache_land(flight, big, 100, 1000, 500);
        assert_int_equal(microcache_value(flight)->bytes, 100); /* answered, kept or not */
        microcache_leave(flight);
    }
    for (int i = 0; i < 20000; i++) {
        struct key key = key_of_number(i);
        enum microcache_part part = microcache_join(cache, &key, 1000, &flight);

        hits += part == MICROCACHE_HIT;
        if (part == MICROCACHE_LEAD)
            microcache_crash(flight, fail(NOT_AVAILABLE, "x"));
        microcache_leave(flight);
    }
    assert_in_range(hits, 1, (64 << 10) / 100);

    struct key key = key_of_number(-1);
    assert_int_equal(microcache_join(cache, &key, 9000, &flight), MICROCACHE_LEAD);
    microcache_land(flight, big, sizeof(big), 9000, 500);
    microcache_leave(flight);
    assert_int_equal(microcache_join(cache, &key, 9000, &flight), MICROCACHE_LEAD); /* too large to be kept */
    microcache_land(flight, big, 50, 9000, 500);
    microcache_leave(flight);
    assert_int_equal(microcache_join(cache, &key, 9000, &flight),
                     MICROCACHE_HIT); /* the old ones' time is over: room again */
    microcache_leave(flight);
    microcache_destroy(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_live_for_their_time),
        cmocka_unit_test(those_who_follow_get_what_the_leader_got),
        cmocka_unit_test(a_follower_waits_no_longer_than_he_may),
        cmocka_unit_test(it_stays_within_its_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
