#include "groupbuy/domain/minute.h"

#include "base/clock.h"
#include "support/check.h"

static const struct minute_facts open_round = { .status = ROUND_OPEN, .ends_at_us = 10 * 3600 * US_PER_S };

static void every_state_has_something_to_do_in_both_languages(void **state)
{
    enum minute_task tasks[MINUTE_TASKS_MAX];

    (void)state;
    for (int status = ROUND_DRAFT; status <= ROUND_CANCELLED; status++) {
        const struct minute_facts facts = { .status = (enum round_status)status };
        size_t count = minute_tasks(&facts, tasks);

        assert_true(count >= 1);
        for (size_t i = 0; i < count; i++) {
            assert_true(*minute_words_of(tasks[i]).zh);
            assert_true(*minute_words_of(tasks[i]).en);
        }
    }
    assert_string_equal(minute_words_of((enum minute_task)99).zh, "");
}

static void what_cannot_wait_comes_first(void **state)
{
    struct minute_facts facts = open_round;
    enum minute_task tasks[MINUTE_TASKS_MAX];

    (void)state;
    assert_int_equal(minute_tasks(&facts, tasks), 1);
    assert_int_equal(tasks[0], MINUTE_SHARE_LIST);
    facts.unpaid_orders = 2;
    facts.minimum = 100;
    facts.paid = 99;
    assert_int_equal(minute_tasks(&facts, tasks), 2); /* there is time for the minimum */
    assert_int_equal(tasks[0], MINUTE_REMIND_UNPAID);
    facts.now_us = facts.ends_at_us - MINUTE_LATE_S * US_PER_S;
    assert_int_equal(minute_tasks(&facts, tasks), 3);
    assert_int_equal(tasks[0], MINUTE_SAVE_ROUND);
    facts.paid = 100;
    assert_int_equal(minute_tasks(&facts, tasks), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_has_something_to_do_in_both_languages),
        cmocka_unit_test(what_cannot_wait_comes_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
