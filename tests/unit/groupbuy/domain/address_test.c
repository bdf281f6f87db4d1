/* One home is one address, however it is written; two homes stay two. */
#include "groupbuy/domain/address.h"
#include "support/check.h"

static struct arena arena;

#define SAME(a, b)  assert_string_equal(address_plain(&arena, "530102", a), address_plain(&arena, "530102", b))
#define OTHER(a, b) assert_string_not_equal(address_plain(&arena, "530102", a), address_plain(&arena, "530102", b))

static void one_home_is_one_address_however_it_is_written(void **state)
{
    (void)state;
    SAME("青年路 1 号", "青年路1号");
    SAME("青年路１号，Ａ座", "青年路 1 号, a 座");
    SAME("青年路1号　3—12", "青年路1号3-12");
    SAME(" 青年路·1号。", "青年路1号");
    assert_string_equal(address_plain(&arena, "530102", "青年路 １ 号, A 座 3－12"), "530102青年路1号a座3-12");
}

static void two_homes_stay_two(void **state)
{
    (void)state;
    OTHER("青年路 1 号", "青年路 2 号");
    OTHER("3 栋 1-12", "3 栋 112");
    OTHER("3 12", "312");
    OTHER("青年路1号二〇一室", "青年路1号二一室");
    assert_string_not_equal(address_plain(&arena, "530102", "1 号"), address_plain(&arena, "53010", "21 号"));
}

static void text_that_is_cut_is_read_to_its_end(void **state)
{
    (void)state;
    assert_string_equal(address_plain(&arena, "", ""), "");
    assert_string_equal(address_plain(&arena, "", "a\xe9\x9d"), "a\xe9\x9d");
    assert_string_equal(address_plain(&arena, "", "a\xef\xbc"), "a\xef\xbc");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_home_is_one_address_however_it_is_written),
        cmocka_unit_test(two_homes_stay_two),
        cmocka_unit_test(text_that_is_cut_is_read_to_its_end),
    };
    int failed;

    arena_init(&arena, 1 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_finish(&arena);
    return failed;
}
