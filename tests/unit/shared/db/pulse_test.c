/* When PostgreSQL counts as silent, and when not: by a clock of the test's own. */
#include "support/check.h"

#include "db/pulse.h"

#define START_MS INT64_C(100000)

static struct pulse pulse;

static int setup(void **state)
{
    (void)state;
    pulse = (struct pulse){ .waiting = 0 };
    return 0;
}

/* Looked at before, and at this moment. */
static bool found_silent(int64_t at_ms)
{
    pulse_silent(&pulse, at_ms - PULSE_SURE_MS);
    return pulse_silent(&pulse, at_ms);
}

static void nobody_waits_so_nothing_is_silent(void **state)
{
    (void)state;
    assert_false(pulse_silent(&pulse, START_MS));
    pulse_asked(&pulse, START_MS);
    pulse_answered(&pulse, START_MS + 1);
    assert_false(pulse_silent(&pulse, START_MS + 3600 * 1000));
    assert_false(pulse_silent(NULL, START_MS));
}

static void one_slow_statement_is_not_silence(void **state)
{
    (void)state;
    pulse_asked(&pulse, START_MS);
    assert_false(pulse_silent(&pulse, START_MS + 5000));
    /* Beside it others are answered: each look of the relay, say. */
    for (int64_t ms = 5000; ms < 10000; ms += 200) {
        pulse_asked(&pulse, START_MS + ms);
        assert_false(pulse_silent(&pulse, START_MS + ms));
        pulse_answered(&pulse, START_MS + ms + 2);
        assert_false(pulse_silent(&pulse, START_MS + ms + 199));
    }
}

static void several_and_no_answer_to_anybody_is_silence(void **state)
{
    (void)state;
    pulse_asked(&pulse, START_MS);
    pulse_asked(&pulse, START_MS + 400); /* two wait from here on */
    assert_false(pulse_silent(&pulse, START_MS + 400 + PULSE_SILENT_MS - PULSE_SURE_MS - 1));
    assert_true(found_silent(START_MS + 400 + PULSE_SILENT_MS));
}

static void who_stood_still_himself_reads_his_answers_first(void **state)
{
    (void)state;
    pulse_asked(&pulse, START_MS);
    pulse_asked(&pulse, START_MS);
    assert_false(pulse_silent(&pulse, START_MS + 5000)); /* nobody has looked before */
    assert_false(pulse_silent(&pulse, START_MS + 5000 + PULSE_SURE_MS - 1));
    pulse_answered(&pulse, START_MS + 5000 + PULSE_SURE_MS - 1);
    assert_false(pulse_silent(&pulse, START_MS + 5000 + PULSE_SURE_MS));
}

static void an_answer_to_any_of_them_ends_it(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        pulse_asked(&pulse, START_MS);
    assert_true(found_silent(START_MS + PULSE_SILENT_MS));
    pulse_answered(&pulse, START_MS + 2000);
    assert_false(pulse_silent(&pulse, START_MS + 2000));
    assert_false(pulse_silent(&pulse, START_MS + 2000 + PULSE_SILENT_MS - PULSE_SURE_MS - 1));
    assert_true(found_silent(START_MS + 2000 + PULSE_SILENT_MS)); /* two wait on, and nobody hears anything */
}

static void who_gives_up_was_not_answered(void **state)
{
    (void)state;
    pulse_asked(&pulse, START_MS);
    pulse_asked(&pulse, START_MS);
    assert_true(found_silent(START_MS + PULSE_SILENT_MS));
    pulse_given_up(&pulse);
    pulse_given_up(&pulse);
    assert_true(found_silent(START_MS + 6000));
    pulse_asked(&pulse, START_MS + 7000); /* a connection is tried … */
    pulse_given_up(&pulse);
    assert_true(found_silent(START_MS + 9000));
    pulse_asked(&pulse, START_MS + 9000); /* … and made */
    pulse_answered(&pulse, START_MS + 9010);
    assert_false(pulse_silent(&pulse, START_MS + 9010));
    assert_int_equal(atomic_load(&pulse.waiting), 0);
}

static void a_server_that_is_slow_and_alive_is_silent_only_between_its_answers(void **state)
{
    int silent = 0;

    (void)state;
    for (int i = 0; i < 8; i++)
        pulse_asked(&pulse, START_MS);
    for (int64_t ms = 0; ms < 10000; ms += 100) {
        if (ms % 1000 == 900) { /* an answer a second to eight who wait, and the next one asks */
            pulse_answered(&pulse, START_MS + ms);
            pulse_asked(&pulse, START_MS + ms);
        }
        silent += pulse_silent(&pulse, START_MS + ms);
    }
    assert_in_range(silent, 10, 20); /* one or two looks of ten */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(nobody_waits_so_nothing_is_silent, setup),
        cmocka_unit_test_setup(one_slow_statement_is_not_silence, setup),
        cmocka_unit_test_setup(several_and_no_answer_to_anybody_is_silence, setup),
        cmocka_unit_test_setup(who_stood_still_himself_reads_his_answers_first, setup),
        cmocka_unit_test_setup(an_answer_to_any_of_them_ends_it, setup),
        cmocka_unit_test_setup(who_gives_up_was_not_answered, setup),
        cmocka_unit_test_setup(a_server_that_is_slow_and_alive_is_silent_only_between_its_answers, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
