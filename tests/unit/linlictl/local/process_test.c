#include "linlictl/local/process.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "support/check.h"

static char log_path[64], id_path[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(log_path, sizeof(log_path), "/tmp/linli-process-test-%d.log", (int)getpid());
    snprintf(id_path, sizeof(id_path), "/tmp/linli-process-test-%d.id", (int)getpid());
    unlink(log_path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(log_path);
    unlink(id_path);
    return 0;
}

static struct process_spec shell(const char *script)
{
    return (struct process_spec){ .name = "test", .argv = { "sh", "-c", script }, .log_path = log_path };
}

static void check_log(const char *expected)
{
    struct arena arena;
    char *text;

    arena_init(&arena, ARENA_BYTES_MAX);
    assert_ok(file_read(&arena, log_path, &text));
    assert_string_equal(text, expected);
    arena_finish(&arena);
}

static void runs_with_its_settings_and_logs_both_streams(void **state)
{
    struct process_spec spec = shell("echo $LINLI_TEST_COLOUR; echo again >&2");

    (void)state;
    spec.settings[0] = "LINLI_TEST_COLOUR=green";
    assert_ok(process_run(&spec));
    check_log("green\nagain\n");
}

static void a_failing_program_is_a_failure(void **state)
{
    struct process_spec failing = shell("exit 3"), killed = shell("kill -9 $$"), missing = shell("");

    (void)state;
    missing.argv[0] = "no-such-program-anywhere";
    assert_fails(process_run(&failing), SYSTEM_FAILED);
    assert_fails(process_run(&killed), SYSTEM_FAILED);
    assert_fails(process_run(&missing), SYSTEM_FAILED);
}

static void is_known_again_and_told_from_another_of_the_same_number(void **state)
{
    struct process_spec spec = shell("exec sleep 60");
    struct process_id id, recalled, other;
    struct arena arena;
    int stop_signal;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_ok(process_start(&spec, &id));
    assert_ok(process_remember(&arena, id, SIGINT, id_path));
    assert_true(process_recall(&arena, id_path, &recalled, &stop_signal));
    assert_true(process_alive(recalled));
    assert_int_equal(stop_signal, SIGINT);

    other = (struct process_id){ .pid = id.pid, .started = id.started + 1 };
    assert_false(process_alive(other));
    process_signal(other, SIGKILL);
    assert_true(process_alive(id));

    process_signal(recalled, SIGKILL);
    for (int tries = 0; tries < 500 && process_alive(id); tries++)
        usleep(10000);
    assert_false(process_alive(id)); /* although nobody has buried it yet */
    waitpid(id.pid, NULL, 0);
    arena_finish(&arena);
}

static void a_spoiled_file_recalls_nobody(void **state)
{
    static const char *const spoiled[] = { "", "one", "1 1 15", "99", "-5 1 15", "0 0 0" };
    struct process_id id;
    struct arena arena;
    int stop_signal;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_false(process_recall(&arena, "/tmp/linli-no-such-file", &id, &stop_signal));
    for (size_t i = 0; i < sizeof(spoiled) / sizeof(spoiled[0]); i++) {
        assert_ok(file_write(id_path, spoiled[i], 0644));
        assert_false(process_recall(&arena, id_path, &id, &stop_signal));
    }
    arena_finish(&arena);
}

static void a_child_starts_with_all_signals_open_in_a_session_of_its_own(void **state)
{
    struct process_spec spec =
        shell("grep SigBlk /proc/self/status; test $(cut -d' ' -f6 /proc/$$/stat) = $$ && echo leads");
    sigset_t all, before;

    (void)state;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    assert_ok(process_run(&spec));
    sigprocmask(SIG_SETMASK, &before, NULL);
    check_log("SigBlk:\t0000000000000000\nleads\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(runs_with_its_settings_and_logs_both_streams, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failing_program_is_a_failure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(is_known_again_and_told_from_another_of_the_same_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_spoiled_file_recalls_nobody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_child_starts_with_all_signals_open_in_a_session_of_its_own, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
