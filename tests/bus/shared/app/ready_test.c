#include "app/ready.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/ops.h"
#include "base/clock.h"
#include "base/log.h"
#include "support/check.h"
#include "support/nats.h"
#include "support/pg.h"

#define NAME "app_ready"

static struct test_nats nats;
static struct db *db;
static struct bus *bus;

static int up(void **state)
{
    (void)state;
    log_init("test", LOG_ERROR);
    test_nats_start(&nats, false);
    db = test_db(NAME);
    assert_ok(bus_connect(&(struct bus_options){ .url = nats.url, .name = "ready" }, &bus));
    return 0;
}

static int down(void **state)
{
    (void)state;
    bus_destroy(bus);
    test_db_drop(db, NAME);
    test_nats_stop(&nats);
    return 0;
}

static void both_stores_must_answer(void **state)
{
    struct db_options options = test_db_options(NAME);
    struct ready *ready = ready_create(&options, bus);

    (void)state;
    assert_fails(ready_check(ready), NOT_AVAILABLE);
    ready_set_serving(ready, true);
    assert_ok(ready_check(ready));
    test_nats_kill(&nats);
    for (int i = 0; i < 200 && bus_connected(bus); i++)
        clock_sleep_ms(5);
    assert_fails(ready_check(ready), NOT_AVAILABLE);
    test_nats_restart(&nats);
    for (int i = 0; i < 400 && !bus_connected(bus); i++)
        clock_sleep_ms(5);
    assert_ok(ready_check(ready));
    ready_set_serving(ready, false);
    assert_fails(ready_check(ready), NOT_AVAILABLE);
    ready_destroy(ready);
}

/* It takes connections and says nothing, as a PostgreSQL that was stopped does. */
static int mute_server(char url[80])
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_int_equal(bind(fd, (struct sockaddr *)&address, length), 0);
    assert_int_equal(listen(fd, 16), 0);
    getsockname(fd, (struct sockaddr *)&address, &length);
    snprintf(url, 80, "postgresql://nobody@127.0.0.1:%d/nowhere", ntohs(address.sin_port));
    return fd;
}

static void a_database_that_says_nothing_is_not_waited_for_long(void **state)
{
    char url[80];
    int fd = mute_server(url);
    struct db_options options = { .url = url, .schema = "none", .name = "ready" };
    struct ready *ready = ready_create(&options, bus);
    int64_t started_ms = clock_mono_ms();

    (void)state;
    ready_set_serving(ready, true);
    assert_fails(ready_check(ready), NOT_AVAILABLE);
    assert_true(clock_mono_ms() - started_ms < 4000);
    started_ms = clock_mono_ms();
    assert_fails(ready_check(ready), NOT_AVAILABLE); /* asked a moment ago */
    assert_true(clock_mono_ms() - started_ms < 100);
    ready_destroy(ready);
    close(fd);
}

static void *ask_in_vain(void *context)
{
    assert_fails(ready_check(context), NOT_AVAILABLE);
    return NULL;
}

/* The operations port has few threads: one that waits for PostgreSQL must not make the others wait, or the process
 * seems dead. */
static void who_comes_while_somebody_asks_does_not_wait(void **state)
{
    char url[80];
    int fd = mute_server(url);
    struct db_options options = { .url = url, .schema = "none", .name = "ready" };
    struct ready *ready = ready_create(&options, bus);
    pthread_t first;

    (void)state;
    ready_set_serving(ready, true);
    assert_int_equal(pthread_create(&first, NULL, ask_in_vain, ready), 0);
    clock_sleep_ms(200);
    int64_t started_ms = clock_mono_ms();
    assert_fails(ready_check(ready), NOT_AVAILABLE);
    assert_true(clock_mono_ms() - started_ms < 200);
    pthread_join(first, NULL);
    ready_destroy(ready);
    close(fd);
}

/* ---- the operations port ---- */

static struct status readiness;

static struct status tell(void *context)
{
    (void)context;
    return readiness;
}

static void figures(void *context, struct buf *out)
{
    (void)context;
    buf_add_str(out, "answer 42\n");
}

static const char *http(int port, const char *request)
{
    static char answer[4096];
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    size_t got = 0;
    ssize_t n;

    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(write(fd, request, strlen(request)), strlen(request));
    while (got < sizeof answer - 1 && (n = read(fd, answer + got, sizeof answer - 1 - got)) > 0)
        got += (size_t)n;
    answer[got] = '\0';
    close(fd);
    return answer;
}

#define ASK(method, path) http(ops_port(ops), method " " path " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

static void the_operations_port_tells_alive_from_ready(void **state)
{
    struct ops *ops;

    (void)state;
    assert_ok(ops_start(
        &(struct ops_options){ .service = "probe", .address = "127.0.0.1:0", .ready = tell, .metrics = figures },
        &ops));
    readiness = fail(NOT_AVAILABLE, "PostgreSQL is away");
    assert_non_null(strstr(ASK("GET", "/healthz"), "HTTP/1.1 200"));
    assert_non_null(strstr(ASK("GET", "/readyz"), "HTTP/1.1 503"));
    assert_non_null(strstr(ASK("GET", "/readyz"), "PostgreSQL is away"));
    readiness = OK;
    assert_non_null(strstr(ASK("GET", "/readyz"), "HTTP/1.1 200"));
    assert_non_null(strstr(ASK("GET", "/metrics"), "\r\n\r\nanswer 42\n"));
    assert_non_null(strstr(ASK("POST", "/metrics"), "HTTP/1.1 405"));
    assert_non_null(strstr(ASK("GET", "/anything"), "HTTP/1.1 404"));
    assert_null(strstr(ASK("HEAD", "/healthz"), "alive"));
    ops_stop(ops);
}

static void a_port_that_is_taken_is_told(void **state)
{
    struct ops_options options = { .service = "probe", .address = "127.0.0.1:0", .ready = tell, .metrics = figures };
    char address[32];
    struct ops *ops, *second;

    (void)state;
    assert_ok(ops_start(&options, &ops));
    snprintf(address, sizeof address, "127.0.0.1:%d", ops_port(ops));
    options.address = address;
    assert_fails(ops_start(&options, &second), NOT_AVAILABLE);
    ops_stop(ops);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(both_stores_must_answer, up, down),
        cmocka_unit_test_setup_teardown(a_database_that_says_nothing_is_not_waited_for_long, up, down),
        cmocka_unit_test_setup_teardown(who_comes_while_somebody_asks_does_not_wait, up, down),
        cmocka_unit_test(the_operations_port_tells_alive_from_ready),
        cmocka_unit_test(a_port_that_is_taken_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
