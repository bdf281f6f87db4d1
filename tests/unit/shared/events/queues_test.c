/* When a queue stands still: by its head, as looks see it. */
#include "events/queues.h"

#include "support/check.h"

static void a_queue_stands_while_its_head_is_the_same(void **state)
{
    struct queue_watch watch = { 0 };

    (void)state;
    assert_int_equal(queue_stands_ms(&watch, "a", 1000), 0);
    assert_int_equal(queue_stands_ms(&watch, "a", 31000), 30000);
    assert_int_equal(queue_stands_ms(&watch, "b", 61000), 0);
    assert_int_equal(queue_stands_ms(&watch, "b", 91000), 30000);
    assert_int_equal(queue_stands_ms(&watch, "", 121000), 0);
    assert_int_equal(queue_stands_ms(&watch, "b", 151000), 0);
    assert_int_equal(queue_stands_ms(&watch, "b", 152000), 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_queue_stands_while_its_head_is_the_same) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
