#include "base/log.h"

#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/check.h"

/* Standard error goes into a file while a test looks at it. */
static int real_stderr;
static FILE *captured;

static int set_up(void **state)
{
    (void)state;
    captured = tmpfile();
    real_stderr = dup(STDERR_FILENO);
    log_init("testing", LOG_INFO);
    return captured && dup2(fileno(captured), STDERR_FILENO) >= 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    fclose(captured);
    log_trace_set(NULL);
    return 0;
}

static char line[LOG_LINE_BYTES_MAX * 2];

/* The next line, parsed; NULL when there is none. */
static json_t *next_line(void)
{
    json_t *parsed;

    if (!fgets(line, sizeof(line), captured))
        return NULL;
    parsed = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
    if (!parsed)
        fail_msg("this is not JSON: %s", line);
    return parsed;
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void a_line_is_an_object_with_its_fields(void **state)
{
    json_t *object;
    int64_t then_us;
    const char *then;

    (void)state;
    log_trace_set("4bf92f3577b34da6a3ce929d0e0e4736");
    log_info("call \"x\"\n", LOG_STR("method", "gb.JoinTeam"), LOG_INT("ms", -12), LOG_STR("none", NULL));
    rewind(captured);
    object = next_line();
    assert_string_equal(text_of(object, "level"), "info");
    assert_string_equal(text_of(object, "service"), "testing");
    assert_string_equal(text_of(object, "trace_id"), "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_string_equal(text_of(object, "message"), "call \"x\"\n");
    assert_string_equal(text_of(object, "method"), "gb.JoinTeam");
    assert_int_equal(json_integer_value(json_object_get(object, "ms")), -12);
    assert_true(json_is_null(json_object_get(object, "none")));
    then = text_of(object, "time");
    assert_int_equal(time_parse_rfc3339(then, strlen(then), &then_us), 0);
    assert_true(llabs(clock_unix_us() - then_us) < 10 * US_PER_S);
    json_decref(object);
    assert_null(next_line());
}

static void levels_below_the_set_one_are_not_written(void **state)
{
    json_t *object;

    (void)state;
    log_init("testing", LOG_WARN);
    log_debug("no");
    log_info("no");
    log_warn("w");
    log_error("e");
    rewind(captured);
    object = next_line();
    assert_string_equal(text_of(object, "message"), "w");
    assert_null(json_object_get(object, "trace_id"));
    json_decref(object);
    object = next_line();
    assert_string_equal(text_of(object, "level"), "error");
    json_decref(object);
    assert_null(next_line());
    assert_int_equal(log_level_parse("debug"), LOG_DEBUG);
    assert_int_equal(log_level_parse("error"), LOG_ERROR);
    assert_int_equal(log_level_parse("loud"), LOG_INFO);
    assert_int_equal(log_level_parse(NULL), LOG_INFO);
}

/* Whatever is too long, and wherever the end of the line falls, it stays one line of JSON. */
static void long_lines_are_cut_and_stay_json(void **state)
{
    static const char *const units[] = { "x", "邻", "\n", "\"", "\x01", "\xFF", "\xF0\x9F\x8D\x8E" };
    static char text[LOG_LINE_BYTES_MAX * 5];
    json_t *object;
    int lines = 0;

    (void)state;
    for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
        size_t unit = strlen(units[u]);

        for (size_t shift = 0; shift < 12; shift++) {
            memset(text, 'a', shift);
            for (size_t i = shift; i + unit < sizeof(text); i += unit)
                memcpy(text + i, units[u], unit + 1);
            log_info(text, LOG_STR("after", "the message"), LOG_INT("n", 1));
            log_info("m", LOG_STR("a", text), LOG_STR("b", text), LOG_INT("n", 1));
        }
    }
    rewind(captured);
    while ((object = next_line())) {
        assert_true(strlen(line) <= LOG_LINE_BYTES_MAX);
        assert_true(strlen(line) > LOG_LINE_BYTES_MAX - 16);
        json_decref(object);
        lines++;
    }
    assert_int_equal(lines, 7 * 12 * 2);
}

static void a_status_is_written_with_its_parts(void **state)
{
    json_t *object;

    (void)state;
    log_status(LOG_ERROR, "call failed", fail(CONFLICT, "somebody was %s", "quicker"));
    log_status(LOG_ERROR, "odd", OK);
    rewind(captured);
    object = next_line();
    assert_string_equal(text_of(object, "code"), "ABORTED");
    assert_string_equal(text_of(object, "reason"), "CONFLICT");
    assert_string_equal(text_of(object, "text"), "somebody was quicker");
    json_decref(object);
    object = next_line();
    assert_string_equal(text_of(object, "code"), "OK");
    assert_true(json_is_null(json_object_get(object, "reason")));
    json_decref(object);
}

static long written(void)
{
    fflush(captured);
    fseek(captured, 0, SEEK_END);
    return ftell(captured);
}

static void expect_line(const char *message)
{
    json_t *object = next_line();

    assert_non_null(object);
    assert_string_equal(text_of(object, "message"), message);
    json_decref(object);
}

static void held_lines_are_written_together_in_order(void **state)
{
    char buffer[512], long_text[600];

    (void)state;
    memset(long_text, 'x', sizeof(long_text) - 1);
    long_text[sizeof(long_text) - 1] = '\0';
    log_hold(buffer, sizeof(buffer));
    log_info("one");
    assert_int_equal(written(), 0);
    log_warn("two"); /* is not kept waiting, and keeps its place */
    assert_true(written() > 0);
    log_info("three");
    log_info("four", LOG_STR("text", long_text)); /* does not fit at all */
    for (int i = 0; i < 10; i++)
        log_info("more", LOG_STR("text", "that fills the buffer again and again"));
    log_release();
    log_info("after");
    rewind(captured);
    expect_line("one");
    expect_line("two");
    expect_line("three");
    expect_line("four");
    for (int i = 0; i < 10; i++)
        expect_line("more");
    expect_line("after");
    assert_null(next_line());
}

#define LINES 500

static void *write_lines(void *unused)
{
    (void)unused;
    for (int i = 0; i < LINES; i++)
        log_info("many", LOG_INT("i", i));
    return NULL;
}

/* Reads all lines, each whole; the last one is `message`. */
static int count_lines(const char *message)
{
    json_t *object;
    bool last = false;
    int count = 0;

    rewind(captured);
    while ((object = next_line())) {
        last = strcmp(text_of(object, "message"), message) == 0;
        count++;
        json_decref(object);
    }
    assert_true(last);
    return count;
}

/* From here on lines of this process gather, so this test is the last. */
static void gathered_lines_are_whole_and_before_what_is_urgent(void **state)
{
    pthread_t threads[4];

    (void)state;
    assert_int_equal(fcntl(fileno(captured), F_SETFL, O_APPEND), 0); /* reading moves its place */
    log_gather();
    log_info("waits");
    for (long before_ms = clock_mono_ms(); written() == 0 && clock_mono_ms() < before_ms + 5000;)
        clock_sleep_ms(LOG_GATHER_MS_MAX);
    assert_int_equal(count_lines("waits"), 1);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_lines, NULL), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    log_warn("urgent");
    assert_int_equal(count_lines("urgent"), 1 + 4 * LINES + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_line_is_an_object_with_its_fields, set_up, tear_down),
        cmocka_unit_test_setup_teardown(levels_below_the_set_one_are_not_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_lines_are_cut_and_stay_json, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_status_is_written_with_its_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(held_lines_are_written_together_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gathered_lines_are_whole_and_before_what_is_urgent, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
