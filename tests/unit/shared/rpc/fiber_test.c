#include "rpc/fiber.h"

#include <string.h>

#include "support/check.h"

#define FIBERS 3

struct walker {
    struct fiber *fiber;
    int steps;
    char *log;
    char name;
};

static void walk(void *data)
{
    struct walker *walker = data;

    for (int i = 0; i < walker->steps; i++) {
        walker->log[strlen(walker->log)] = walker->name;
        fiber_pause(walker->fiber);
    }
}

static void they_take_turns(void **state)
{
    char log[64] = "";
    struct walker walkers[FIBERS];
    int waiting = FIBERS;

    (void)state;
    for (int i = 0; i < FIBERS; i++) {
        walkers[i] = (struct walker){ fiber_create(), i + 1, log, (char)('a' + i) };
        fiber_set(walkers[i].fiber, walk, &walkers[i]);
    }
    while (waiting > 0) {
        for (int i = 0; i < FIBERS; i++) {
            if (walkers[i].steps >= 0 && !fiber_go(walkers[i].fiber)) {
                walkers[i].steps = -1;
                waiting--;
            }
        }
    }
    assert_string_equal(log, "abcbcc");
    for (int i = 0; i < FIBERS; i++)
        fiber_destroy(walkers[i].fiber);
}

static void one_is_used_again(void **state)
{
    char log[64] = "";
    struct walker walker = { fiber_create(), 1, log, 'x' };

    (void)state;
    for (int i = 0; i < 10; i++) {
        fiber_set(walker.fiber, walk, &walker);
        assert_true(fiber_go(walker.fiber));
        assert_false(fiber_go(walker.fiber));
    }
    assert_string_equal(log, "xxxxxxxxxx");
    fiber_destroy(walker.fiber);
}

/* So deep that a small stack would not do, and what stood there is there after a pause. */
static int dig(struct walker *walker, int depth)
{
    char filled[1024];
    int below;

    memset(filled, depth, sizeof filled);
    if (depth == 0) {
        fiber_pause(walker->fiber);
        return 0;
    }
    below = dig(walker, depth - 1);
    return below + (filled[0] == depth && memcmp(filled, filled + 1, sizeof filled - 1) == 0);
}

static void dig_down(void *data)
{
    struct walker *walker = data;

    walker->steps = dig(walker, 100);
}

static void a_stack_is_kept_over_a_pause(void **state)
{
    struct walker one = { .fiber = fiber_create() }, other = { .fiber = fiber_create() };

    (void)state;
    fiber_set(one.fiber, dig_down, &one);
    fiber_set(other.fiber, dig_down, &other);
    assert_true(fiber_go(one.fiber));
    assert_true(fiber_go(other.fiber));
    assert_false(fiber_go(one.fiber));
    assert_false(fiber_go(other.fiber));
    assert_int_equal(one.steps, 100);
    assert_int_equal(other.steps, 100);
    fiber_destroy(one.fiber);
    fiber_destroy(other.fiber);
    fiber_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_take_turns),
        cmocka_unit_test(one_is_used_again),
        cmocka_unit_test(a_stack_is_kept_over_a_pause),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
