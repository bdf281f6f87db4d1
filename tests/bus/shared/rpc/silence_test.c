/* A server that is gone without a word: who asks hears so soon, and not before. */
#include "support/check.h"

#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "rpc/bus.h"
#include "rpc/client.h"
#include "support/nats.h"

#define DEADLINE_MS   2000 /* of a call: what it would wait for an answer */
#define EARLY_MS      2    /* the library's clock and ours, each cut down to whole milliseconds */
#define CONNECTING_MS 1500
#define CALL_EVERY_MS 50
#define HANG_UPS      3
#define CALLS_MAX     5 /* on a machine that stands still now and then */

static struct test_nats nats;
static struct bus *bus, *theirs;
static struct rpc_client *client;
static natsSubscription *served;
static struct arena arena;

static void answer(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *closure)
{
    (void)subscription;
    (void)closure;
    natsConnection_PublishString(connection, natsMsg_GetReply(message), "");
    natsMsg_Destroy(message);
}

static int setup(void **state)
{
    const struct bus_options options = { .url = nats.url, .name = "asks" },
                             other = { .url = nats.url, .name = "serves" };

    (void)state;
    test_nats_start(&nats, false);
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_ok(bus_connect(&options, &bus));
    assert_ok(bus_connect(&other, &theirs));
    assert_ok(rpc_client_create(bus, &client));
    assert_int_equal(natsConnection_Subscribe(&served, bus_connection(theirs), "rpc.echo", answer, NULL), NATS_OK);
    assert_int_equal(natsConnection_Flush(bus_connection(theirs)), NATS_OK);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    kill(nats.pid, SIGCONT);
    natsSubscription_Destroy(served);
    rpc_client_destroy(client);
    bus_destroy(bus);
    bus_destroy(theirs);
    arena_finish(&arena);
    test_nats_stop(&nats);
    return 0;
}

static struct status call(int64_t *ret_took_ms)
{
    int64_t began_ms = clock_mono_ms();
    struct rpc_reply reply;
    struct status status = rpc_call(
        client, &arena, &(struct rpc_request){ .subject = "rpc.echo", .deadline_ms = rpc_now_ms(client) + DEADLINE_MS },
        &reply);

    *ret_took_ms = clock_mono_ms() - began_ms;
    return status;
}

/* At once, and nobody waits for it; but for whoever comes when it is time to listen again. */
static void asks_and_hears_at_once(void)
{
    int64_t took_ms = DEADLINE_MS;

    for (int calls = 0; took_ms >= BUS_SILENT_MS / 2 && calls < CALLS_MAX; calls++)
        assert_fails(call(&took_ms), NOT_AVAILABLE);
    assert_in_range(took_ms, 0, BUS_SILENT_MS / 2);
}

static void whoever_asks_a_silent_server_hears_so_soon(void **state)
{
    int64_t took_ms;

    (void)state;
    assert_ok(call(&took_ms));
    kill(nats.pid, SIGSTOP);
    clock_sleep_ms(BUS_LISTEN_MS + 10);
    assert_fails(call(&took_ms), NOT_AVAILABLE);
    assert_in_range(took_ms, BUS_SILENT_MS - EARLY_MS, DEADLINE_MS - 1);
    asks_and_hears_at_once();
    kill(nats.pid, SIGCONT);
    clock_sleep_ms(BUS_LISTEN_MS + 10);
    assert_ok(call(&took_ms));
}

/* Lets everybody in and says nothing, where the server was. */
static int silent_server(void)
{
    const struct sockaddr_in address = { .sin_family = AF_INET,
                                         .sin_port = htons((uint16_t)nats.port),
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0), yes = 1;

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 16), 0);
    return fd;
}

/* The library tries to connect for two seconds at a time, with its lock held. */
static void nobody_waits_while_the_library_connects_again(void **state)
{
    int64_t took_ms, at_most_ms = 0;

    (void)state;
    assert_ok(call(&took_ms));
    test_nats_kill(&nats);
    int fd = silent_server();
    while (bus_connected(bus))
        clock_sleep_ms(1);
    for (int i = 0; i < CONNECTING_MS / CALL_EVERY_MS; i++) {
        assert_fails(call(&took_ms), NOT_AVAILABLE);
        at_most_ms = took_ms > at_most_ms ? took_ms : at_most_ms;
        clock_sleep_ms(CALL_EVERY_MS);
    }
    close(fd);
    assert_in_range(at_most_ms, 0, BUS_SILENT_MS);
    test_nats_restart(&nats);
    while (!bus_connected(bus) || !bus_connected(theirs))
        clock_sleep_ms(1);
    assert_int_equal(natsConnection_FlushTimeout(bus_connection(theirs), DEADLINE_MS), NATS_OK);
    assert_ok(call(&took_ms));
}

/* What stands before a server that is away lets everybody in, and hangs up. */
static void *hang_up(void *data)
{
    const struct linger reset = { .l_onoff = 1 };
    int listener = *(int *)data;

    for (int i = 0; i < HANG_UPS; i++) {
        int fd = accept(listener, NULL, NULL);

        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(fd);
    }
    close(listener);
    return NULL;
}

static int setup_alone(void **state)
{
    (void)state;
    test_nats_start(&nats, false);
    return 0;
}

static int teardown_alone(void **state)
{
    (void)state;
    test_nats_stop(&nats);
    return 0;
}

static void whoever_is_hung_up_on_at_first_tries_again(void **state)
{
    const struct bus_options options = { .url = nats.url, .name = "comes" };
    struct bus *late;
    pthread_t front;

    (void)state;
    test_nats_kill(&nats);
    int listener = silent_server();
    assert_int_equal(pthread_create(&front, NULL, hang_up, &listener), 0);
    assert_ok(bus_connect(&options, &late));
    pthread_join(front, NULL);
    assert_false(bus_closed(late));
    test_nats_restart(&nats);
    while (!bus_connected(late))
        clock_sleep_ms(1);
    bus_destroy(late);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whoever_asks_a_silent_server_hears_so_soon, setup, teardown),
        cmocka_unit_test_setup_teardown(nobody_waits_while_the_library_connects_again, setup, teardown),
        cmocka_unit_test_setup_teardown(whoever_is_hung_up_on_at_first_tries_again, setup_alone, teardown_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
