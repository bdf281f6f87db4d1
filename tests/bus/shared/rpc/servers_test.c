/* Several servers of one cluster: whoever finds one away goes to another. */
#include "support/check.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "rpc/bus.h"
#include "support/nats.h"

#define CONNECTED_MS_MAX 5000

static struct test_nats one, two;

static int setup(void **state)
{
    (void)state;
    test_nats_start(&one, false);
    test_nats_start(&two, false);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    test_nats_stop(&two);
    test_nats_stop(&one);
    return 0;
}

static bool comes_up(struct bus *bus)
{
    int64_t until_ms = clock_mono_ms() + CONNECTED_MS_MAX;

    while (clock_mono_ms() < until_ms)
        if (bus_connected(bus) && natsConnection_Flush(bus_connection(bus)) == NATS_OK)
            return true;
        else
            clock_sleep_ms(20);
    return false;
}

static void another_is_found_at_start_and_later(void **state)
{
    struct bus *bus;
    char url[160];

    (void)state;
    snprintf(url, sizeof url, "nats://127.0.0.1:1,%s,%s", one.url, two.url);
    assert_ok(bus_connect(&(struct bus_options){ .url = url, .name = "wanders" }, &bus));
    assert_true(comes_up(bus));
    test_nats_kill(&one);
    clock_sleep_ms(100);
    assert_true(comes_up(bus));
    test_nats_restart(&one);
    test_nats_kill(&two);
    clock_sleep_ms(100);
    assert_true(comes_up(bus));
    test_nats_restart(&two);
    bus_destroy(bus);
}

static void more_than_a_cluster_has_are_refused(void **state)
{
    char url[512] = "nats://127.0.0.1:1";
    struct bus *bus;

    (void)state;
    for (int i = 0; i < 16; i++)
        strcat(url, ",nats://127.0.0.1:1");
    assert_false(ok(bus_connect(&(struct bus_options){ .url = url, .name = "lost" }, &bus)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_is_found_at_start_and_later),
        cmocka_unit_test(more_than_a_cluster_has_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
