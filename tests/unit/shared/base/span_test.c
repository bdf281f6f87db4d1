#include <inttypes.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/trace.h"
#include "support/check.h"

#define PARENT  "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
#define OWN     "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"
#define THREADS 4
#define EACH    5000

static int begin(void **state)
{
    (void)state;
    spans_open(&(struct span_source){ "groupbuy", "1.2.3", SPANS_SAMPLED_PERMILLE });
    return 0;
}

static int end(void **state)
{
    (void)state;
    spans_close();
    spans_finish();
    return 0;
}

static const struct span plain = { .traceparent = OWN, .parent = PARENT, .kind = SPAN_SERVER, .name = "x", .us = 250 };

/* ---- text ---- */

/* The only batch there is, as a tree; to be let go of. */
static json_t *take(void)
{
    struct span_batch batch;
    json_t *root;

    assert_true(spans_take(0, &batch));
    assert_int_equal(strlen(batch.data), batch.bytes);
    root = json_loads(batch.data, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    return root;
}

static json_t *spans_of(json_t *root)
{
    json_t *resource = json_array_get(json_object_get(root, "resourceSpans"), 0);

    return json_object_get(json_array_get(json_object_get(resource, "scopeSpans"), 0), "spans");
}

static const char *text_of(json_t *span, const char *key)
{
    return json_string_value(json_object_get(span, key));
}

static void a_request_is_exactly_otlp(void **state)
{
    static const char format[] =
        "{\"resourceSpans\":[{\"resource\":{\"attributes\":["
        "{\"key\":\"service.namespace\",\"value\":{\"stringValue\":\"linli\"}},"
        "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"groupbuy\"}},"
        "{\"key\":\"service.version\",\"value\":{\"stringValue\":\"1.2.3\"}},"
        "{\"key\":\"service.instance.id\",\"value\":{\"stringValue\":\"%.32s\"}},"
        "{\"key\":\"host.name\",\"value\":{\"stringValue\":\"%s\"}}]},"
        "\"scopeSpans\":[{\"scope\":{\"name\":\"linli\",\"version\":\"1.2.3\"},\"spans\":["
        "{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"00f067aa0ba902b7\","
        "\"parentSpanId\":\"b7ad6b7169203331\",\"name\":\"POST /v1/orders\",\"kind\":2,"
        "\"startTimeUnixNano\":\"%s\",\"endTimeUnixNano\":\"%s\",\"attributes\":["
        "{\"key\":\"http.request.method\",\"value\":{\"stringValue\":\"POST\"}},"
        "{\"key\":\"http.response.status_code\",\"value\":{\"intValue\":\"503\"}},"
        "{\"key\":\"error.type\",\"value\":{\"stringValue\":\"OVERLOADED\"}}],\"status\":{\"code\":2}}]}]}]}";
    const struct span span = {
        .traceparent = OWN,
        .parent = PARENT,
        .kind = SPAN_SERVER,
        .name = "POST /v1/orders",
        .us = 1500,
        .error = "OVERLOADED",
        .attributes = { { "http.request.method", "POST", 0 }, { "http.response.status_code", NULL, 503 } },
    };
    int64_t before_us = clock_unix_us(), start_ns, end_ns;
    char expected[2048], host[64] = "";
    struct span_batch batch;
    json_t *root, *one;

    (void)state;
    span_ended(&span);
    assert_true(spans_take(0, &batch));
    assert_int_equal(batch.spans, 1);
    root = json_loads(batch.data, 0, NULL);
    one = json_array_get(spans_of(root), 0);
    start_ns = strtoll(text_of(one, "startTimeUnixNano"), NULL, 10);
    end_ns = strtoll(text_of(one, "endTimeUnixNano"), NULL, 10);
    assert_in_range(end_ns, before_us * 1000, clock_unix_us() * 1000);
    assert_int_equal(end_ns - start_ns, 1500000);
    gethostname(host, sizeof host - 1);
    snprintf(expected, sizeof expected, format,
             strstr(batch.data, "service.instance.id") + strlen("service.instance.id\",\"value\":{\"stringValue\":\""),
             host, text_of(one, "startTimeUnixNano"), text_of(one, "endTimeUnixNano"));
    assert_string_equal(batch.data, expected);
    json_decref(root);
}

static void what_went_well_has_no_status(void **state)
{
    json_t *root, *one;

    (void)state;
    span_ended(&plain);
    root = take();
    one = json_array_get(spans_of(root), 0);
    assert_null(json_object_get(one, "status"));
    assert_int_equal(json_array_size(json_object_get(one, "attributes")), 0);
    json_decref(root);
}

static void texts_are_escaped(void **state)
{
    struct span span = plain;
    json_t *root, *one;

    (void)state;
    span.name = "\"团\" \\ \x01 \xff";
    span_ended(&span);
    root = take();
    one = json_array_get(spans_of(root), 0);
    assert_string_equal(text_of(one, "name"), "\"团\" \\ \x01 \xef\xbf\xbd");
    json_decref(root);
}

static void a_parent_is_of_the_same_trace(void **state)
{
    static const char *const none[] = { NULL, "", "nonsense",
                                        "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
    struct span span = plain;
    json_t *root;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        span.parent = none[i];
        span_ended(&span);
    }
    span_ended(&plain);
    root = take();
    for (size_t i = 0; i < 4; i++)
        assert_null(json_object_get(json_array_get(spans_of(root), i), "parentSpanId"));
    assert_string_equal(text_of(json_array_get(spans_of(root), 4), "parentSpanId"), "b7ad6b7169203331");
    json_decref(root);
}

/* ---- what is written, and what is not ---- */

static void what_is_not_sampled_is_not_written(void **state)
{
    struct span span = plain;
    struct span_batch batch;

    (void)state;
    span.traceparent = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-00";
    assert_false(span_wanted(span.traceparent));
    span_ended(&span);
    span.traceparent = "";
    span_ended(&span);
    span.traceparent = "00-0af7651916cd43dd8448eb211c8031\"c-00f067aa0ba902b7-01";
    span_ended(&span);
    assert_false(spans_take(0, &batch));
}

static void nothing_is_written_when_nobody_takes_it(void **state)
{
    uint64_t dropped = spans_dropped();

    (void)state;
    assert_false(span_wanted(OWN));
    span_ended(&plain);
    assert_int_equal(spans_dropped(), dropped);
}

static void one_that_is_too_long_is_dropped(void **state)
{
    char name[SPAN_BYTES_MAX + 1];
    struct span span = plain;
    uint64_t dropped = spans_dropped();
    struct span_batch batch;

    (void)state;
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    span.name = name;
    span_ended(&span);
    assert_int_equal(spans_dropped() - dropped, 1);
    assert_false(spans_take(0, &batch));
}

/* ---- bounds ---- */

static void a_batch_holds_so_many_spans(void **state)
{
    uint64_t dropped = spans_dropped();
    struct span_batch batch;

    (void)state;
    for (int i = 0; i < SPAN_BATCH_SPANS_MAX + 7; i++)
        span_ended(&plain);
    assert_int_equal(spans_dropped() - dropped, 7);
    assert_true(spans_take(0, &batch));
    assert_int_equal(batch.spans, SPAN_BATCH_SPANS_MAX);
    span_ended(&plain);
    assert_true(spans_take(0, &batch));
    assert_int_equal(batch.spans, 1);
}

static void a_batch_holds_so_many_bytes(void **state)
{
    char name[SPAN_BYTES_MAX - 256];
    struct span span = plain;
    uint64_t dropped = spans_dropped();
    struct span_batch batch;
    json_t *root;

    (void)state;
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    span.name = name;
    for (int i = 0; i < 700; i++)
        span_ended(&span);
    assert_true(spans_take(0, &batch));
    assert_true(batch.bytes <= SPAN_BATCH_BYTES_MAX && batch.bytes > SPAN_BATCH_BYTES_MAX - 2 * SPAN_BYTES_MAX);
    assert_int_equal(batch.spans + spans_dropped() - dropped, 700);
    root = json_loadb(batch.data, batch.bytes, 0, NULL);
    assert_int_equal(json_array_size(spans_of(root)), batch.spans);
    json_decref(root);
}

static void *write_many(void *data)
{
    (void)data;
    for (int i = 0; i < EACH; i++)
        span_ended(&plain);
    return NULL;
}

static void *take_all(void *data)
{
    size_t *taken = data;
    struct span_batch batch;

    while (spans_pause(0))
        if (spans_take(1, &batch))
            *taken += batch.spans;
    return NULL;
}

static void threads_write_while_one_takes(void **state)
{
    pthread_t threads[THREADS], taker;
    uint64_t dropped = spans_dropped();
    struct span_batch batch;
    size_t taken = 0;

    (void)state;
    pthread_create(&taker, NULL, take_all, &taken);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, write_many, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    spans_close();
    pthread_join(taker, NULL);
    if (spans_take(0, &batch))
        taken += batch.spans;
    assert_int_equal(taken + spans_dropped() - dropped, THREADS * EACH);
    assert_true(taken >= SPAN_BATCH_SPANS_MAX);
}

/* ---- waiting ---- */

static void *close_soon(void *data)
{
    clock_sleep_ms(50);
    spans_close();
    return data;
}

static void closing_wakes_who_waits(void **state)
{
    int64_t began_ms = clock_mono_ms();
    struct span_batch batch;
    pthread_t thread;

    (void)state;
    pthread_create(&thread, NULL, close_soon, NULL);
    assert_false(spans_pause(60000));
    assert_false(spans_take(60000, &batch));
    pthread_join(thread, NULL);
    assert_true(clock_mono_ms() - began_ms < 30000);
    span_ended(&plain);
    assert_false(spans_take(60000, &batch));
}

static void many_leave_before_their_time(void **state)
{
    int64_t began_ms = clock_mono_ms();
    struct span_batch batch;

    (void)state;
    for (int i = 0; i < SPAN_BATCH_SPANS_MAX / 2; i++)
        span_ended(&plain);
    assert_true(spans_take(60000, &batch));
    assert_true(clock_mono_ms() - began_ms < 30000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_request_is_exactly_otlp, begin, end),
        cmocka_unit_test_setup_teardown(what_went_well_has_no_status, begin, end),
        cmocka_unit_test_setup_teardown(texts_are_escaped, begin, end),
        cmocka_unit_test_setup_teardown(a_parent_is_of_the_same_trace, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_sampled_is_not_written, begin, end),
        cmocka_unit_test(nothing_is_written_when_nobody_takes_it),
        cmocka_unit_test_setup_teardown(one_that_is_too_long_is_dropped, begin, end),
        cmocka_unit_test_setup_teardown(a_batch_holds_so_many_spans, begin, end),
        cmocka_unit_test_setup_teardown(a_batch_holds_so_many_bytes, begin, end),
        cmocka_unit_test_setup_teardown(threads_write_while_one_takes, begin, end),
        cmocka_unit_test_setup_teardown(closing_wakes_who_waits, begin, end),
        cmocka_unit_test_setup_teardown(many_leave_before_their_time, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
