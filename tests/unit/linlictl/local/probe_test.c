/* When a process counts as ready, by what it answers. */
#include "support/check.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "linlictl/local/probe.h"

struct one_answer {
    int listener;
    const char *answer;
    size_t bytes;
    char asked[256];
    ssize_t asked_bytes;
};

static void *answer_once(void *data)
{
    struct one_answer *one = data;
    int fd = accept(one->listener, NULL, NULL);

    one->asked_bytes = recv(fd, one->asked, sizeof(one->asked), 0);
    if (one->bytes)
        send(fd, one->answer, one->bytes, MSG_NOSIGNAL);
    close(fd);
    return NULL;
}

/* Whether somebody who answers so is ready. */
static bool ready(enum probe_kind kind, struct one_answer *one)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof(address);
    pthread_t thread;
    bool found;

    one->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(one->listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(one->listener, 1), 0);
    assert_int_equal(getsockname(one->listener, (struct sockaddr *)&address, &size), 0);
    assert_int_equal(pthread_create(&thread, NULL, answer_once, one), 0);
    found = probe_ready(&(struct probe){ .kind = kind, .port = ntohs(address.sin_port), .path = "/readyz" });
    pthread_join(thread, NULL);
    close(one->listener);
    return found;
}

#define ANSWER(text) (&(struct one_answer){ .answer = (text), .bytes = sizeof(text) - 1 })

static void postgresql_is_ready_when_it_asks_who_we_are(void **state)
{
    struct one_answer *password = ANSWER("R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0");

    (void)state;
    assert_true(ready(PROBE_POSTGRES, password));
    assert_int_equal(password->asked_bytes, 41);
    assert_int_equal(password->asked[3], 41);
    assert_memory_equal(password->asked + 8, "user\0postgres\0database\0postgres\0\0", 33);
    assert_true(ready(PROBE_POSTGRES, ANSWER("E\0\0\0\x40SFATAL\0VFATAL\0C53300\0Mtoo many clients\0\0")));
}

static void postgresql_is_not_while_it_starts_or_says_nothing(void **state)
{
    (void)state;
    assert_false(
        ready(PROBE_POSTGRES, ANSWER("E\0\0\0\x40SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0")));
    assert_false(ready(PROBE_POSTGRES, ANSWER("")));
    assert_false(ready(PROBE_POSTGRES, ANSWER("HTTP/1.1 400 Bad Request\r\n\r\n")));
}

static void http_is_ready_with_200(void **state)
{
    (void)state;
    assert_true(ready(PROBE_HTTP, ANSWER("HTTP/1.1 200 OK\r\n\r\n")));
    assert_false(ready(PROBE_HTTP, ANSWER("HTTP/1.1 503 Service Unavailable\r\n\r\n")));
    assert_false(ready(PROBE_HTTP, ANSWER("HTTP")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(postgresql_is_ready_when_it_asks_who_we_are),
        cmocka_unit_test(postgresql_is_not_while_it_starts_or_says_nothing),
        cmocka_unit_test(http_is_ready_with_200),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
