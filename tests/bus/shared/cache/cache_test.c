#define _GNU_SOURCE
#include "cache/cache.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/check.h"

static char dir[] = "/tmp/linli-test-redis-XXXXXX", path[64];
static pid_t redis;
static struct arena arena;
static struct cache *cache;

static bool listens(void)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    bool there;

    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    there = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return there;
}

static void start_redis(void)
{
    int64_t until_ms = clock_mono_ms() + 5000;

    redis = fork();
    if (redis == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (!freopen("/dev/null", "w", stdout))
            _exit(126);
        execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", path, "--save", "", "--requirepass",
               "secret", "--dir", dir, (char *)NULL);
        _exit(127);
    }
    while (!listens() && clock_mono_ms() < until_ms)
        clock_sleep_ms(10);
    assert_true(listens());
}

static void kill_redis(void)
{
    kill(redis, SIGKILL);
    waitpid(redis, NULL, 0);
}

static int up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    start_redis();
    cache = cache_create(
        &(struct cache_options){ .address = path, .password = "secret", .prefix = "test:", .timeout_ms = 200 });
    return 0;
}

static int down(void **state)
{
    (void)state;
    cache_destroy(cache);
    kill_redis();
    unlink(path);
    arena_finish(&arena);
    return 0;
}

static void what_was_put_is_there_until_it_is_not(void **state)
{
    const uint8_t *value;
    size_t bytes;

    (void)state;
    assert_fails(cache_get(cache, &arena, "k", &value, &bytes), NOT_HERE);
    assert_ok(cache_set(cache, "k", "a\0b", 3, 60000));
    assert_ok(cache_get(cache, &arena, "k", &value, &bytes));
    assert_int_equal(bytes, 3);
    assert_memory_equal(value, "a\0b", 3);
    assert_ok(cache_delete(cache, "k"));
    assert_fails(cache_get(cache, &arena, "k", &value, &bytes), NOT_HERE);
    assert_ok(cache_set(cache, "k", "x", 1, 30));
    clock_sleep_ms(60);
    assert_fails(cache_get(cache, &arena, "k", &value, &bytes), NOT_HERE);
    assert_fails(cache_set(cache, "k", "x", CACHE_VALUE_BYTES_MAX + 1, 30), INTERNAL);
}

static void counters_add_up_and_run_out(void **state)
{
    const char *keys[] = { "a", "b" };
    const int64_t amounts[] = { 2, 40 }, ttl[] = { 100, 60000 };
    int64_t values[2];

    (void)state;
    assert_ok(cache_add_many(cache, keys, amounts, ttl, 2, values));
    assert_ok(cache_add_many(cache, keys, amounts, ttl, 2, values));
    assert_int_equal(values[0], 4);
    assert_int_equal(values[1], 80);
    clock_sleep_ms(150); /* from the first use on, not from the last */
    assert_ok(cache_add_many(cache, keys, amounts, ttl, 2, values));
    assert_int_equal(values[0], 2);
    assert_int_equal(values[1], 120);
}

static void it_may_be_away(void **state)
{
    const uint8_t *value;
    size_t bytes;
    int64_t started_ms;

    (void)state;
    assert_ok(cache_set(cache, "k", "x", 1, 60000));
    kill_redis();
    assert_fails(cache_get(cache, &arena, "k", &value, &bytes), NOT_AVAILABLE);
    started_ms = clock_mono_ms();
    for (int i = 0; i < 1000; i++) /* nobody waits for it a thousand times */
        assert_fails(cache_get(cache, &arena, "k", &value, &bytes), NOT_AVAILABLE);
    assert_true(clock_mono_ms() - started_ms < 300);
    unlink(path);
    start_redis();
    clock_sleep_ms(CACHE_RETRY_MS + 50);
    assert_fails(cache_get(cache, &arena, "k", &value, &bytes), NOT_HERE);
}

/* An answer that comes too late must not be taken for the next one's. */
static void a_late_answer_is_nobodys(void **state)
{
    const uint8_t *value;
    size_t bytes;

    (void)state;
    assert_ok(cache_set(cache, "one", "1", 1, 60000));
    assert_ok(cache_set(cache, "two", "2", 1, 60000));
    kill(redis, SIGSTOP);
    assert_fails(cache_get(cache, &arena, "one", &value, &bytes), NOT_AVAILABLE);
    kill(redis, SIGCONT);
    clock_sleep_ms(CACHE_RETRY_MS + 50);
    assert_ok(cache_get(cache, &arena, "two", &value, &bytes));
    assert_memory_equal(value, "2", 1);
}

static void a_wrong_password_is_away(void **state)
{
    struct cache *stranger =
        cache_create(&(struct cache_options){ .address = path, .password = "wrong", .prefix = "" });

    (void)state;
    assert_fails(cache_set(stranger, "k", "x", 1, 1000), NOT_AVAILABLE);
    cache_destroy(stranger);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_put_is_there_until_it_is_not),
        TEST(counters_add_up_and_run_out),
        TEST(it_may_be_away),
        TEST(a_late_answer_is_nobodys),
        TEST(a_wrong_password_is_away),
    };
    int failed;

    signal(SIGPIPE, SIG_IGN); /* as every process of ours does */
    if (!mkdtemp(dir))
        return 1;
    snprintf(path, sizeof path, "%s/socket", dir);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    rmdir(dir);
    return failed;
}
