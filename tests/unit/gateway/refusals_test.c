/* Remembered refusals: of the declared reasons, for the same path variable, for their time. */
#include "support/check.h"

#include <stdio.h>

#include "gateway/refusals.h"

static char *reasons[] = { "SOLD_OUT" };
static Api__Refusal refusal;
static Api__Rpc rpc;
static struct method method = { .full_name = "linli.sample.v1.Sample.BuyThing", .rpc = &rpc };
static const struct field key = { .name = "thing_id" }, other = { .name = "kind" };

static struct route_match match_of(const char *value)
{
    struct route_match match = { .method = &method, .variables_count = 2 };

    match.variables[0].field = &other;
    match.variables[0].value = "same";
    match.variables[1].field = &key;
    match.variables[1].value = value;
    return match;
}

static int setup(void **state)
{
    api__refusal__init(&refusal);
    api__rpc__init(&rpc);
    refusal.key = "thing_id";
    refusal.reasons = (void *)reasons;
    refusal.n_reasons = 1;
    refusal.ttl_ms = 1000;
    rpc.refusal = &refusal;
    *state = refusals_create();
    return 0;
}

static int teardown(void **state)
{
    refusals_destroy(*state);
    return 0;
}

static void a_declared_one_is_kept_for_its_time(void **state)
{
    struct route_match one = match_of("t1"), two = match_of("t2");
    struct status status;

    assert_false(refusals_find(*state, &one, 5000, &status));
    refusals_note(*state, &one, fail(CODE_FAILED_PRECONDITION, "SOLD_OUT", "nothing is left"), 5000);
    assert_true(refusals_find(*state, &one, 5999, &status));
    assert_true(failed_with(status, CODE_FAILED_PRECONDITION, "SOLD_OUT"));
    assert_string_equal(status.text, "nothing is left");
    assert_false(refusals_find(*state, &two, 5999, &status));
    assert_false(refusals_find(*state, &one, 6000, &status));
}

static void others_are_not(void **state)
{
    struct route_match one = match_of("t1");
    struct status status;

    refusals_note(*state, &one, fail(CONFLICT, "busy"), 5000);
    refusals_note(*state, &one, OK, 5000);
    assert_false(refusals_find(*state, &one, 5001, &status));
    rpc.refusal = NULL;
    refusals_note(*state, &one, fail(CODE_FAILED_PRECONDITION, "SOLD_OUT", "x"), 5000);
    assert_false(refusals_find(*state, &one, 5001, &status));
}

static void more_than_there_is_room_for(void **state)
{
    struct status status;
    char value[16];

    for (int i = 0; i < 3 * REFUSALS_ENTRIES; i++) {
        snprintf(value, sizeof(value), "t%d", i);
        struct route_match match = match_of(value);
        refusals_note(*state, &match, fail(CODE_FAILED_PRECONDITION, "SOLD_OUT", "x"), 5000 + i);
        assert_true(refusals_find(*state, &match, 5000 + i, &status)); /* the newest is always there */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_declared_one_is_kept_for_its_time, setup, teardown),
        cmocka_unit_test_setup_teardown(others_are_not, setup, teardown),
        cmocka_unit_test_setup_teardown(more_than_there_is_room_for, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
