#include "otlp/otlp.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "support/check.h"

#define OWN "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"

static const struct span plain = { .traceparent = OWN, .kind = SPAN_SERVER, .name = "x", .us = 250 };

/* A collector that answers what it is told to, one after the other; the last one for ever. */
static struct {
    int answers[4];
    int64_t retry_after_s;
    bool slow; /* until nobody waits any more */
    atomic_int posts, spans;
    char url[OTLP_URL_BYTES_MAX];
} collector;

static int post(const char *url, const struct span_batch *batch, int timeout_ms, bool (*go_on)(void *context),
                void *context, int64_t *ret_retry_after_s)
{
    int64_t until_ms = clock_mono_ms() + timeout_ms;
    int number = atomic_fetch_add(&collector.posts, 1), status = collector.answers[number < 3 ? number : 3];

    snprintf(collector.url, sizeof collector.url, "%s", url);
    while (collector.slow && go_on(context) && clock_mono_ms() < until_ms)
        clock_sleep_ms(1);
    if (status == 200)
        atomic_fetch_add(&collector.spans, (int)batch->spans);
    *ret_retry_after_s = collector.retry_after_s;
    return collector.slow ? 0 : status;
}

static struct otlp *started(int first, int then)
{
    const struct otlp_settings settings = { "http://collector:4318", 1000 };
    struct otlp *otlp;

    collector.answers[0] = first;
    collector.answers[1] = collector.answers[2] = collector.answers[3] = then;
    collector.retry_after_s = 0;
    collector.slow = false;
    atomic_store(&collector.posts, 0);
    atomic_store(&collector.spans, 0);
    assert_ok(otlp_start(&settings, "test", post, &otlp));
    assert_non_null(otlp);
    return otlp;
}

static void eventually(atomic_int *what, int value)
{
    int64_t give_up_ms = clock_mono_ms() + 30000;

    while (atomic_load(what) < value && clock_mono_ms() < give_up_ms)
        clock_sleep_ms(5);
    assert_int_equal(atomic_load(what), value);
}

static int64_t figure(const char *sample)
{
    struct arena arena;
    struct buf out;
    const char *at;
    int64_t value;

    arena_init(&arena, ARENA_BYTES_MAX);
    buf_init(&out, &arena, 1024);
    otlp_metrics(&out);
    at = strstr(out.data, sample);
    assert_non_null(at);
    value = strtoll(at + strlen(sample), NULL, 10);
    arena_finish(&arena);
    return value;
}

#define EXPORTED  "\nlinli_spans_exported_total "
#define NO_ROOM   "\nlinli_spans_dropped_total{why=\"no room\"} "
#define NOT_TAKEN "\nlinli_spans_dropped_total{why=\"not taken\"} "

static void without_an_address_there_is_nothing(void **state)
{
    const struct otlp_settings settings = { "", 1000 };
    struct otlp *otlp;

    (void)state;
    assert_ok(otlp_start(&settings, "test", post, &otlp));
    assert_null(otlp);
    assert_false(span_wanted(OWN));
    otlp_stop(otlp);
}

static void an_address_is_checked(void **state)
{
    static const char *const bad[] = { "collector:4318", "http://", "http://me@collector", "http://collector/",
                                       "ftp://c" };
    struct otlp *otlp;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_fails(otlp_start(&(struct otlp_settings){ bad[i], 1000 }, "test", post, &otlp), SETTING_INVALID);
}

static void spans_arrive_and_are_counted(void **state)
{
    int64_t before = figure(EXPORTED);
    struct otlp *otlp = started(200, 200);

    (void)state;
    span_ended(&plain);
    span_ended(&plain);
    eventually(&collector.spans, 2);
    otlp_stop(otlp);
    assert_string_equal(collector.url, "http://collector:4318/v1/traces");
    assert_int_equal(figure(EXPORTED) - before, 2);
}

static void the_last_ones_arrive_too(void **state)
{
    struct otlp *otlp = started(200, 200);

    (void)state;
    span_ended(&plain);
    otlp_stop(otlp);
    assert_int_equal(atomic_load(&collector.spans), 1);
}

static void who_is_busy_is_asked_again_after_a_pause(void **state)
{
    int64_t before = figure(EXPORTED), began_ms;
    struct otlp *otlp = started(503, 200);

    (void)state;
    span_ended(&plain);
    eventually(&collector.posts, 1);
    began_ms = clock_mono_ms();
    eventually(&collector.spans, 1);
    assert_true(clock_mono_ms() - began_ms >= OTLP_PAUSE_MS_FIRST - 20);
    otlp_stop(otlp);
    assert_int_equal(figure(EXPORTED) - before, 1);
    assert_int_equal(atomic_load(&collector.posts), 2);
}

static void a_pause_is_as_long_as_the_collector_says(void **state)
{
    struct otlp *otlp = started(429, 200);
    int64_t began_ms;

    (void)state;
    collector.retry_after_s = 2;
    span_ended(&plain);
    eventually(&collector.posts, 1);
    began_ms = clock_mono_ms();
    eventually(&collector.spans, 1);
    assert_true(clock_mono_ms() - began_ms >= 1980);
    otlp_stop(otlp);
}

static void what_is_refused_is_not_sent_again(void **state)
{
    int64_t before = figure(NOT_TAKEN);
    struct otlp *otlp = started(400, 200);

    (void)state;
    span_ended(&plain);
    eventually(&collector.posts, 1);
    span_ended(&plain);
    eventually(&collector.spans, 1);
    otlp_stop(otlp);
    assert_int_equal(atomic_load(&collector.posts), 2);
    assert_int_equal(figure(NOT_TAKEN) - before, 1);
}

/* Nothing is taken for a while: whoever writes does not wait, what has no room is counted, and the end is soon. */
static void a_collector_that_is_slow_holds_nobody_up(void **state)
{
    int64_t no_room = figure(NO_ROOM), not_taken = figure(NOT_TAKEN), began_ms;
    struct otlp *otlp = started(200, 200);
    int written = 3 * SPAN_BATCH_SPANS_MAX;

    (void)state;
    collector.slow = true;
    span_ended(&plain);
    eventually(&collector.posts, 1);
    began_ms = clock_mono_ms();
    for (int i = 0; i < written; i++)
        span_ended(&plain);
    assert_true(clock_mono_ms() - began_ms < OTLP_POST_MS_MAX);
    assert_true(figure(NO_ROOM) - no_room >= written - 2 * SPAN_BATCH_SPANS_MAX);
    began_ms = clock_mono_ms();
    otlp_stop(otlp);
    assert_true(clock_mono_ms() - began_ms < OTLP_LAST_MS_MAX + 5000);
    assert_int_equal(figure(NO_ROOM) - no_room + figure(NOT_TAKEN) - not_taken, written + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_an_address_there_is_nothing),
        cmocka_unit_test(an_address_is_checked),
        cmocka_unit_test(spans_arrive_and_are_counted),
        cmocka_unit_test(the_last_ones_arrive_too),
        cmocka_unit_test(who_is_busy_is_asked_again_after_a_pause),
        cmocka_unit_test(a_pause_is_as_long_as_the_collector_says),
        cmocka_unit_test(what_is_refused_is_not_sent_again),
        cmocka_unit_test(a_collector_that_is_slow_holds_nobody_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
