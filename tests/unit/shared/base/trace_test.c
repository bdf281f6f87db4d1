#include "base/trace.h"

#include <string.h>

#include "support/check.h"

#define PARENT "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"

static void a_child_keeps_the_trace_and_its_flags(void **state)
{
    char child[TRACEPARENT_BYTES], id[33];

    (void)state;
    trace_child(PARENT, child);
    assert_int_equal(strlen(child), TRACEPARENT_BYTES - 1);
    assert_memory_equal(child, PARENT, 36);
    assert_string_not_equal(child, PARENT);
    assert_string_equal(child + 52, "-00");
    trace_id_of(child, id);
    assert_string_equal(id, "0af7651916cd43dd8448eb211c80319c");
}

static void what_is_no_trace_begins_one(void **state)
{
    static const char *const bad[] = {
        NULL,
        "",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        PARENT "x",
    };
    char child[TRACEPARENT_BYTES], again[TRACEPARENT_BYTES], id[33];

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        trace_child(bad[i], child);
        trace_child(bad[i], again);
        assert_memory_not_equal(child + 3, again + 3, 32);
        trace_id_of(child, id);
        assert_int_equal(strlen(id), 32);
        trace_id_of(bad[i], id);
        assert_string_equal(id, "");
    }
}

static void a_child_can_have_a_name(void **state)
{
    char child[TRACEPARENT_BYTES];

    (void)state;
    trace_child_named(PARENT, "8000000000000001", child);
    assert_string_equal(child, "00-0af7651916cd43dd8448eb211c80319c-8000000000000001-00");
    trace_child_named("nonsense", "8000000000000001", child);
    assert_string_equal(child, "");
}

static void the_flag_says_what_is_recorded(void **state)
{
    static const char *const recorded[] = { "01", "03", "0b", "ff" }, *const not_recorded[] = { "00", "02", "0a",
                                                                                                "10" };
    char traceparent[TRACEPARENT_BYTES] = PARENT;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        memcpy(traceparent + 53, recorded[i], 2);
        assert_true(trace_sampled(traceparent));
        memcpy(traceparent + 53, not_recorded[i], 2);
        assert_false(trace_sampled(traceparent));
    }
    assert_false(trace_sampled(""));
    assert_false(trace_sampled("01"));
}

/* How many of 4,000 children of `parent` are to be recorded. */
static int sampled_of_4000(void (*child_of)(const char *parent, char child[TRACEPARENT_BYTES]), const char *parent,
                           int64_t permille)
{
    char child[TRACEPARENT_BYTES];
    int sampled = 0;

    spans_open(&(struct span_source){ "test", "1.2.3", permille });
    for (int i = 0; i < 4000; i++) {
        child_of(parent, child);
        sampled += trace_sampled(child);
    }
    spans_close();
    spans_finish();
    return sampled;
}

static void so_many_new_traces_are_recorded(void **state)
{
    int quarter = sampled_of_4000(trace_child, NULL, 250); /* 1,000, and seven times a deviation of 27 */

    (void)state;
    assert_int_equal(sampled_of_4000(trace_child, NULL, 0), 0);
    assert_int_equal(sampled_of_4000(trace_child, NULL, 1000), 4000);
    assert_in_range(quarter, 1000 - 190, 1000 + 190);
}

/* Who comes with a trace has decided. */
static void a_ratio_is_for_new_traces_alone(void **state)
{
    char child[TRACEPARENT_BYTES], recorded[TRACEPARENT_BYTES] = PARENT;

    (void)state;
    recorded[54] = '1';
    spans_open(&(struct span_source){ "test", "1.2.3", 0 });
    trace_child(recorded, child);
    assert_true(trace_sampled(child));
    spans_close();
    spans_finish();
    spans_open(&(struct span_source){ "test", "1.2.3", 1000 });
    trace_child(PARENT, child);
    assert_false(trace_sampled(child));
    spans_close();
    spans_finish();
}

/* A stranger always says: record me, and says which trace it is. */
static void strangers_get_no_more_recorded_than_begin_here(void **state)
{
    char recorded[TRACEPARENT_BYTES] = PARENT;
    int quarter, begun;

    (void)state;
    assert_int_equal(sampled_of_4000(trace_child_of_stranger, PARENT, 1000), 0);
    recorded[54] = '1';
    quarter = sampled_of_4000(trace_child_of_stranger, recorded, 250);
    begun = sampled_of_4000(trace_child_of_stranger, NULL, 250);
    assert_int_equal(sampled_of_4000(trace_child_of_stranger, recorded, 0), 0);
    assert_int_equal(sampled_of_4000(trace_child_of_stranger, recorded, 1000), 4000);
    assert_in_range(quarter, 1000 - 190, 1000 + 190);
    assert_in_range(begun, 1000 - 190, 1000 + 190);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_keeps_the_trace_and_its_flags),
        cmocka_unit_test(what_is_no_trace_begins_one),
        cmocka_unit_test(a_child_can_have_a_name),
        cmocka_unit_test(the_flag_says_what_is_recorded),
        cmocka_unit_test(so_many_new_traces_are_recorded),
        cmocka_unit_test(a_ratio_is_for_new_traces_alone),
        cmocka_unit_test(strangers_get_no_more_recorded_than_begin_here),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
