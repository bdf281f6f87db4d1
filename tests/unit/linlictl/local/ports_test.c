#include "linlictl/local/ports.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "linlictl/linlictl.h"
#include "support/check.h"

static char path[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(path, sizeof(path), "/tmp/linli-ports-test-%d", (int)getpid());
    unlink(path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

/* A listener on a port of the system's choice. */
static int squat(int *ret_port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &length), 0);
    *ret_port = ntohs(address.sin_port);
    return fd;
}

static void chooses_ports_that_are_free_and_different(void **state)
{
    static struct ports ports;
    int first, second, again;

    (void)state;
    ports.count = 0;
    assert_ok(ports_take(&ports, "one", 0, &first));
    assert_ok(ports_take(&ports, "two", 0, &second));
    assert_ok(ports_take(&ports, "one", 0, &again));
    assert_int_not_equal(first, second);
    assert_int_equal(first, again);
    assert_true(port_free(first) && port_free(second));
}

static void remembers(void **state)
{
    static struct ports ports, later;
    struct arena arena;
    int chosen, kept;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    ports.count = 0;
    assert_ok(ports_take(&ports, "ops.content-2", 0, &chosen));
    assert_ok(ports_save(&ports, &arena, path));
    assert_ok(ports_load(path, &arena, &later));
    assert_ok(ports_take(&later, "ops.content-2", 1, &kept));
    assert_int_equal(kept, chosen);
    arena_finish(&arena);
}

static void prefers_only_what_is_free(void **state)
{
    static struct ports ports;
    int taken, port, fd = squat(&taken);

    (void)state;
    ports.count = 0;
    assert_false(port_free(taken));
    assert_ok(ports_take(&ports, "gateway", taken, &port));
    assert_int_not_equal(port, taken);
    close(fd);
    ports.count = 0;
    assert_ok(ports_take(&ports, "gateway", taken, &port));
    assert_int_equal(port, taken);
}

static void moves_when_the_remembered_port_is_taken(void **state)
{
    static struct ports ports;
    int taken, port, fd = squat(&taken);

    (void)state;
    ports = (struct ports){ .list = { { .name = "nats", .number = taken } }, .count = 1 };
    assert_ok(ports_take(&ports, "nats", 0, &port));
    assert_int_not_equal(port, taken);
    close(fd);
}

static void does_what_the_environment_says_or_says_why_not(void **state)
{
    static struct ports ports;
    int taken, port, fd = squat(&taken);
    char text[16];

    (void)state;
    snprintf(text, sizeof(text), "%d", taken);
    ports.count = 0;
    setenv("LINLI_PORT_OPS_CONTENT_2", text, 1);
    assert_fails(ports_take(&ports, "ops.content-2", 0, &port), USAGE);
    close(fd);
    assert_ok(ports_take(&ports, "ops.content-2", 0, &port));
    assert_int_equal(port, taken);
    setenv("LINLI_PORT_OPS_CONTENT_2", "80x", 1);
    ports.count = 0;
    assert_fails(ports_take(&ports, "ops.content-2", 0, &port), USAGE);
    unsetenv("LINLI_PORT_OPS_CONTENT_2");
}

static void stays_in_the_range_it_is_given(void **state)
{
    static const char *const wrong[] = { "20000", "20010-20000", "0-20000", "20000-70000", "20000-", "all" };
    static struct ports ports;
    int port, first, fd = squat(&first);
    char text[16];

    (void)state;
    close(fd);
    snprintf(text, sizeof(text), "%d-%d", first, first);
    setenv("LINLI_PORTS", text, 1);
    ports.count = 0;
    assert_ok(ports_take(&ports, "nats", 0, &port));
    assert_int_equal(port, first);
    assert_fails(ports_take(&ports, "redis", 0, &port), SYSTEM_FAILED);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        setenv("LINLI_PORTS", wrong[i], 1);
        ports.count = 0;
        assert_fails(ports_take(&ports, "nats", 0, &port), USAGE);
    }
    unsetenv("LINLI_PORTS");
}

/* Another house, which has taken the port and listens on nothing yet; it ends when `go_on` is closed. */
static pid_t other_house(const char *range, int *ret_go_on)
{
    static struct ports ports;
    int port, ready[2], go_on[2];
    char byte;
    pid_t pid;

    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(go_on), 0);
    setenv("LINLI_PORTS", range, 1);
    pid = fork();
    if (pid == 0) {
        close(go_on[1]);
        if (ok(ports_take(&ports, "nats", 0, &port)) && write(ready[1], "1", 1) == 1 && read(go_on[0], &byte, 1) == 0)
            _exit(0);
        _exit(1);
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(go_on[0]);
    *ret_go_on = go_on[1];
    return pid;
}

static void leaves_to_other_houses_what_they_have_taken(void **state)
{
    static struct ports ports;
    int port, first, go_on, outcome, fd = squat(&first);
    char text[16];
    pid_t other;

    (void)state;
    close(fd);
    snprintf(text, sizeof(text), "%d-%d", first, first);
    other = other_house(text, &go_on);
    assert_true(port_free(first));
    ports.count = 0;
    assert_fails(ports_take(&ports, "nats", 0, &port), SYSTEM_FAILED);
    close(go_on);
    assert_int_equal(waitpid(other, &outcome, 0), other);
    assert_int_equal(outcome, 0);
    assert_ok(ports_take(&ports, "nats", 0, &port));
    assert_int_equal(port, first);
    unsetenv("LINLI_PORTS");
}

static void refuses_a_spoiled_file(void **state)
{
    static struct ports ports;
    struct arena arena;
    FILE *file = fopen(path, "w");

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_non_null(file);
    fputs("gateway 8080\nnats ninety\n", file);
    fclose(file);
    assert_fails(ports_load(path, &arena, &ports), USAGE);
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chooses_ports_that_are_free_and_different),
        cmocka_unit_test_setup_teardown(remembers, set_up, tear_down),
        cmocka_unit_test(prefers_only_what_is_free),
        cmocka_unit_test(moves_when_the_remembered_port_is_taken),
        cmocka_unit_test(does_what_the_environment_says_or_says_why_not),
        cmocka_unit_test(stays_in_the_range_it_is_given),
        cmocka_unit_test(leaves_to_other_houses_what_they_have_taken),
        cmocka_unit_test_setup_teardown(refuses_a_spoiled_file, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
