#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "rpc/client.h"
#include "rpc/measure.h"
#include "rpc/now.h"
#include "rpc/queue.h"
#include "rpc/reasons.h"
#include "support/check.h"

/* ---- the database's clock ---- */

static void the_latest_news_counts_most(void **state)
{
    struct now now = { 0 };
    int64_t unix_ms = clock_unix_ms();

    (void)state;
    now_learn(&now, unix_ms - 5000); /* the first is taken as it is */
    assert_in_range(now_ms(&now), unix_ms - 5001, unix_ms - 4900);
    now_learn(&now, unix_ms + 60000); /* what is later has been on its way for less */
    assert_in_range(now_ms(&now), unix_ms + 59999, unix_ms + 60100);
    now_learn(&now, unix_ms + 59900); /* a slow answer hardly moves it */
    assert_in_range(now_ms(&now), unix_ms + 59980, unix_ms + 60100);
    for (int i = 0; i < 200; i++)
        now_learn(&now, unix_ms); /* a clock that was set back is followed */
    assert_in_range(now_ms(&now), unix_ms - 1, unix_ms + 200);
}

/* ---- reasons ---- */

static void *intern_many(void *data)
{
    char text[REASON_CHARS_MAX];

    for (int i = 0; i < 200; i++) {
        snprintf(text, sizeof text, "REASON_%d", i);
        if (strcmp(reason_intern(text), text) != 0)
            *(bool *)data = true;
    }
    return NULL;
}

static void reasons_stay_and_are_bounded(void **state)
{
    char text[REASON_CHARS_MAX * 2];
    pthread_t threads[4];
    bool wrong = false;

    (void)state;
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, intern_many, &wrong);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_false(wrong);
    snprintf(text, sizeof text, "REASON_%d", 7);
    assert_ptr_equal(reason_intern(text), reason_intern("REASON_7"));
    memset(text, 'X', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_string_equal(reason_intern(text), "INTERNAL");
    assert_string_equal(reason_intern(""), "INTERNAL");
    for (int i = 0; i < 2 * REASONS_MAX; i++) {
        snprintf(text, sizeof text, "FLOOD_%d", i);
        reason_intern(text);
    }
    assert_string_equal(reason_intern("ONE_TOO_MANY"), "INTERNAL");
    assert_string_equal(reason_intern("REASON_7"), "REASON_7");
}

/* ---- the queue ---- */

static void first_in_first_out_and_no_more_than_fit(void **state)
{
    struct queue queue;
    struct work work;

    (void)state;
    queue_init(&queue, 2);
    assert_true(queue_put(&queue, (struct work){ .arrived_us = 1 }));
    assert_true(queue_put(&queue, (struct work){ .arrived_us = 2 }));
    assert_false(queue_put(&queue, (struct work){ .arrived_us = 3 }));
    assert_int_equal(queue_take(&queue, 0, &work), QUEUE_TOOK);
    assert_int_equal(work.arrived_us, 1);
    assert_true(queue_put(&queue, (struct work){ .arrived_us = 3 }));
    queue_close(&queue);
    for (int64_t i = 2; i <= 3; i++) { /* what is in it still comes out */
        assert_int_equal(queue_take(&queue, 0, &work), QUEUE_TOOK);
        assert_int_equal(work.arrived_us, i);
    }
    assert_int_equal(queue_take(&queue, 1000, &work), QUEUE_CLOSED);
    queue_finish(&queue);
}

static void taking_waits_only_so_long(void **state)
{
    int64_t started_ms = clock_mono_ms();
    struct queue queue;
    struct work work;

    (void)state;
    queue_init(&queue, 2);
    assert_int_equal(queue_take(&queue, 30, &work), QUEUE_IDLE);
    assert_in_range(clock_mono_ms() - started_ms, 29, 500);
    queue_finish(&queue);
}

/* ---- figures ---- */

static void figures_add_up(void **state)
{
    struct measure measure = { 0 };
    struct arena arena;
    struct buf out;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    buf_init(&out, &arena, 1024);
    measure_add(&measure, CODE_OK, 400);
    measure_add(&measure, CODE_OK, 3000);
    measure_add(&measure, CODE_NOT_FOUND, 9000000);
    assert_int_equal(measure_calls(&measure), 3);
    assert_int_equal(measure_failures(&measure), 1);
    measure_calls_write(&measure, "linli_calls_total", "m", &out);
    measure_seconds_write(&measure, "linli_call_seconds", "m", &out);
    assert_non_null(strstr(out.data, "linli_calls_total{method=\"m\",outcome=\"OK\"} 2\n"));
    assert_non_null(strstr(out.data, "linli_calls_total{method=\"m\",outcome=\"NOT_FOUND\"} 1\n"));
    assert_non_null(strstr(out.data, "le=\"0.0005\"} 1\n"));
    assert_non_null(strstr(out.data, "le=\"0.005\"} 2\n"));
    assert_non_null(strstr(out.data, "le=\"+Inf\"} 3\n"));
    assert_non_null(strstr(out.data, "linli_call_seconds_sum{method=\"m\"} 9.003400\n"));
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_news_counts_most),
        cmocka_unit_test(reasons_stay_and_are_bounded),
        cmocka_unit_test(first_in_first_out_and_no_more_than_fit),
        cmocka_unit_test(taking_waits_only_so_long),
        cmocka_unit_test(figures_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
