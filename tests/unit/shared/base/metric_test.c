#include "base/metric.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "support/check.h"

static struct arena arena;
static struct buf out;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    buf_init(&out, &arena, 1024);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static void a_histogram_adds_up(void **state)
{
    struct histogram histogram = { 0 };

    (void)state;
    metric_histogram(&out, "linli_x_seconds", "", &histogram);
    assert_string_equal(out.data, "");
    histogram_observe(&histogram, 500);
    histogram_observe(&histogram, 501);
    histogram_observe(&histogram, 300000);
    histogram_observe(&histogram, 60000000);
    histogram_observe(&histogram, -7); /* a clock that was set back */
    assert_int_equal(histogram_count(&histogram), 5);
    metric_histogram(&out, "linli_x_seconds", "", &histogram);
    assert_non_null(strstr(out.data, "linli_x_seconds_bucket{le=\"0.0005\"} 2\n"));
    assert_non_null(strstr(out.data, "linli_x_seconds_bucket{le=\"0.001\"} 3\n"));
    assert_non_null(strstr(out.data, "linli_x_seconds_bucket{le=\"0.1\"} 3\n"));
    assert_non_null(strstr(out.data, "linli_x_seconds_bucket{le=\"0.3\"} 4\n"));
    assert_non_null(strstr(out.data, "linli_x_seconds_bucket{le=\"10\"} 4\n"));
    assert_non_null(strstr(out.data, "linli_x_seconds_bucket{le=\"+Inf\"} 5\n"));
    assert_non_null(strstr(out.data, "linli_x_seconds_sum 60.301001\n"));
    assert_non_null(strstr(out.data, "linli_x_seconds_count 5\n"));
}

static void labels_stand_where_they_belong(void **state)
{
    struct histogram histogram = { 0 };

    (void)state;
    histogram_observe(&histogram, 1);
    metric_histogram(&out, "x", "a=\"b\"", &histogram);
    metric_one(&out, "y_total", "counter", "What it is.", -3);
    assert_non_null(strstr(out.data, "x_bucket{a=\"b\",le=\"0.0005\"} 1\n"));
    assert_non_null(strstr(out.data, "x_sum{a=\"b\"} 0.000001\nx_count{a=\"b\"} 1\n"));
    assert_non_null(strstr(out.data, "# HELP y_total What it is.\n# TYPE y_total counter\ny_total -3\n"));
}

static double sample(const char *name)
{
    char line[64];
    const char *at;

    snprintf(line, sizeof line, "\n%s ", name);
    at = strstr(out.data, line);
    assert_non_null(at);
    return strtod(at + strlen(line), NULL);
}

static void a_process_knows_itself(void **state)
{
    double files, start;

    (void)state;
    metric_process(&out);
    files = sample("process_open_fds");
    start = sample("process_start_time_seconds");
    assert_true(start > 1e9 && start <= (double)time(NULL) + 1);
    assert_true(sample("process_resident_memory_bytes") > 100000 && sample("process_resident_memory_bytes") < 1e9);
    assert_true(sample("process_virtual_memory_bytes") > sample("process_resident_memory_bytes"));
    assert_true(sample("process_threads") >= 1 && sample("process_max_fds") > files && files >= 3);
    assert_true(sample("process_cpu_seconds_total") >= 0 && sample("process_cpu_seconds_total") < 60);

    int more[2];
    assert_int_equal(pipe(more), 0);
    buf_clear(&out);
    buf_add_char(&out, '\n');
    metric_process(&out);
    assert_true(sample("process_open_fds") == files + 2);
    assert_true(sample("process_start_time_seconds") == start);
    close(more[0]);
    close(more[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_histogram_adds_up, begin, end),
        cmocka_unit_test_setup_teardown(labels_stand_where_they_belong, begin, end),
        cmocka_unit_test_setup_teardown(a_process_knows_itself, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
