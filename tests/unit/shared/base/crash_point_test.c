#include "base/crash_point.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/check.h"

#define POINT   CRASH_close_closed_not_released
#define NAME    "close.closed_not_released"
#define PASSING 8 /* processes that come by at once */

static char folder[64];

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/linli-crash-XXXXXX");
    crash_points_allowed = false;
    return mkdtemp(folder) ? 0 : -1;
}

static const char *in_folder(const char *name)
{
    static char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(in_folder(NAME));
    unlink(in_folder(NAME ".hit"));
    return rmdir(folder); /* and nothing else was left there */
}

static void arm(void)
{
    int fd = open(in_folder(NAME), O_WRONLY | O_CREAT | O_EXCL, 0600);

    assert_true(fd >= 0);
    close(fd);
}

static bool is_there(const char *name)
{
    return access(in_folder(name), F_OK) == 0;
}

static long hit_by(void)
{
    char text[32] = "";
    int fd = open(in_folder(NAME ".hit"), O_RDONLY);

    assert_true(fd >= 0);
    assert_true(read(fd, text, sizeof(text) - 1) > 0);
    close(fd);
    return strtol(text, NULL, 10);
}

/* A process that comes by the point and then ends well. */
static pid_t come_by(void)
{
    pid_t child = fork();

    if (child == 0) {
        CRASH_POINT(close, closed_not_released);
        CRASH_POINT(refund, asked_not_noted); /* another one, not armed */
        _exit(0);
    }
    return child;
}

static bool was_killed(pid_t child)
{
    int how;

    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how) ? WTERMSIG(how) == SIGKILL : WEXITSTATUS(how) == 0);
    return WIFSIGNALED(how);
}

static void who_comes_by_an_armed_point_is_killed_once(void **state)
{
    pid_t first;

    (void)state;
    assert_ok(crash_points_allow(folder, false));
    arm();
    first = come_by();
    assert_true(was_killed(first));
    assert_false(is_there(NAME));
    assert_int_equal(hit_by(), first);
    assert_false(was_killed(come_by()));
    assert_int_equal(hit_by(), first);
}

static void armed_again_it_kills_again(void **state)
{
    (void)state;
    assert_ok(crash_points_allow(folder, false));
    for (int i = 0; i < 3; i++) {
        pid_t child;

        arm();
        child = come_by();
        assert_true(was_killed(child));
        assert_int_equal(hit_by(), child);
    }
}

static void of_many_that_come_by_at_once_one_is_killed(void **state)
{
    pid_t children[PASSING];
    int killed = 0;

    (void)state;
    assert_ok(crash_points_allow(folder, false));
    arm();
    for (int i = 0; i < PASSING; i++)
        children[i] = come_by();
    for (int i = 0; i < PASSING; i++)
        killed += was_killed(children[i]);
    assert_int_equal(killed, 1);
}

static void what_is_not_armed_kills_nobody(void **state)
{
    (void)state;
    assert_ok(crash_points_allow(folder, false));
    assert_false(was_killed(come_by()));
    assert_false(is_there(NAME ".hit"));
}

static void without_a_folder_an_armed_point_kills_nobody(void **state)
{
    (void)state;
    assert_ok(crash_points_allow("", false));
    assert_ok(crash_points_allow("", true));
    assert_false(crash_points_allowed);
    arm();
    assert_false(was_killed(come_by()));
    assert_true(is_there(NAME));
}

static void no_production_has_crash_points(void **state)
{
    (void)state;
    assert_fails(crash_points_allow(folder, true), SETTING_INVALID);
    assert_fails(crash_points_allow("/nowhere", false), SETTING_INVALID);
    assert_false(crash_points_allowed);
    arm();
    assert_false(was_killed(come_by()));
}

static void each_point_has_a_name_of_its_own_and_says_what_is_half_done(void **state)
{
    (void)state;
    assert_string_equal(crash_points[POINT].name, NAME);
    for (int i = 0; i < CRASH_POINTS_COUNT; i++) {
        assert_true(strlen(crash_points[i].meaning) > 20);
        for (int other = 0; other < i; other++)
            assert_string_not_equal(crash_points[i].name, crash_points[other].name);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_comes_by_an_armed_point_is_killed_once),
        TEST(armed_again_it_kills_again),
        TEST(of_many_that_come_by_at_once_one_is_killed),
        TEST(what_is_not_armed_kills_nobody),
        TEST(without_a_folder_an_armed_point_kills_nobody),
        TEST(no_production_has_crash_points),
        TEST(each_point_has_a_name_of_its_own_and_says_what_is_half_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
