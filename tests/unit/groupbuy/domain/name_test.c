#include "groupbuy/domain/name.h"

#include "support/check.h"

static void the_first_character_and_a_star(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_string_equal(name_mask(&arena, "张三丰"), "张*");
    assert_string_equal(name_mask(&arena, "Ann"), "A*");
    assert_string_equal(name_mask(&arena, "🐟鱼"), "🐟*");
    assert_string_equal(name_mask(&arena, ""), "邻居");
    assert_string_equal(name_mask(&arena, "\xff\xfe"), "邻居");
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_first_character_and_a_star) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
