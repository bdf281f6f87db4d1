/* What the bus refuses a process, and what is to be thought of it. */
#include "support/check.h"

#include "base/clock.h"
#include "rpc/bus.h"
#include "support/nats.h"

#define ANSWER_MS_MAX  200 /* as CONFIG has it */
#define REFUSED_MS_MAX 2000
#define CONFIG                                                                                                         \
    "authorization { users: ["                                                                                         \
    "  { user: asker, password: word },"                                                                               \
    "  { user: service, password: word, permissions: {"                                                                \
    "      publish: [\"evt.mine\"], subscribe: [\"rpc.>\"], allow_responses: { max: 1, expires: \"200ms\" } } }"       \
    "] }"

static struct test_nats nats;

static int setup(void **state)
{
    (void)state;
    test_nats_start_with(&nats, CONFIG);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    test_nats_stop(&nats);
    return 0;
}

static struct bus *connect_as(const char *user)
{
    struct bus *bus;

    assert_ok(
        bus_connect(&(struct bus_options){ .url = nats.url, .user = user, .password = "word", .name = user }, &bus));
    return bus;
}

/* The service's answer to a request of somebody, after `pause_ms`. */
static void answer(struct bus *service, struct bus *asker, int pause_ms)
{
    natsSubscription *requests;
    natsMsg *request;

    assert_int_equal(natsConnection_SubscribeSync(&requests, bus_connection(service), "rpc.greet"), NATS_OK);
    assert_int_equal(natsConnection_Flush(bus_connection(service)), NATS_OK);
    assert_int_equal(natsConnection_PublishRequest(bus_connection(asker), "rpc.greet", "_INBOX_asker.1", "who", 3),
                     NATS_OK);
    assert_int_equal(natsSubscription_NextMsg(&request, requests, REFUSED_MS_MAX), NATS_OK);
    clock_sleep_ms(pause_ms);
    assert_ok(bus_publish(service, natsMsg_GetReply(request), "me", 2));
    assert_int_equal(natsConnection_Flush(bus_connection(service)), NATS_OK);
    natsMsg_Destroy(request);
    natsSubscription_Destroy(requests);
}

static void wait_for_refusal(const struct bus *bus)
{
    int64_t until_ms = clock_mono_ms() + REFUSED_MS_MAX;

    while (bus_permission_errors(bus) == 0 && clock_mono_ms() < until_ms)
        clock_sleep_ms(10);
    assert_int_equal(bus_permission_errors(bus), 1);
    assert_true(bus_denied(bus));
}

static void an_answer_in_time_is_none_of_its_business(void **state)
{
    struct bus *asker = connect_as("asker"), *service = connect_as("service");

    (void)state;
    answer(service, asker, 0);
    clock_sleep_ms(100);
    assert_int_equal(bus_permission_errors(service), 0);
    assert_false(bus_denied(service));
    bus_destroy(service);
    bus_destroy(asker);
}

/* Whoever stood still (his machine did, a name was looked up for half a minute) is refused one answer, and serves on.
 */
static void an_answer_that_came_too_late_is_forgiven(void **state)
{
    struct bus *asker = connect_as("asker"), *late = connect_as("service"), *wrong = connect_as("service");

    (void)state;
    answer(late, asker, 2 * ANSWER_MS_MAX);
    wait_for_refusal(late);
    assert_ok(bus_publish(wrong, "evt.of.somebody.else", "fact", 4));
    wait_for_refusal(wrong);
    clock_sleep_ms(BUS_ANSWER_REFUSED_MS);
    assert_false(bus_denied(late));
    assert_true(bus_denied(wrong));
    bus_destroy(wrong);
    bus_destroy(late);
    bus_destroy(asker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_in_time_is_none_of_its_business),
        cmocka_unit_test(an_answer_that_came_too_late_is_forgiven),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
