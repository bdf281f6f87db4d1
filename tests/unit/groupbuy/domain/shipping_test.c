/* What WeChat shows a payer of his goods: never longer than it takes. */
#include <string.h>

#include "base/utf8.h"
#include "groupbuy/domain/shipping.h"
#include "support/check.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static void goods_are_named_with_their_units(void **state)
{
    const struct shipping_goods goods[] = { { "水果", "苹果", 3 }, { "梨", "", 1 }, { "橙", "", 0 } };

    (void)state;
    assert_string_equal(shipping_item(&arena, goods, 3), "水果 苹果 ×3、梨 ×1");
}

static void a_long_list_ends_within_what_wechat_takes(void **state)
{
    struct shipping_goods goods[50];
    const char *item;

    (void)state;
    for (size_t i = 0; i < 50; i++)
        goods[i] = (struct shipping_goods){ "云南高原露天蓝莓", "125 g × 4", 1 };
    item = shipping_item(&arena, goods, 50);
    assert_true(utf8_valid(item, strlen(item)));
    assert_int_equal(utf8_length(item, strlen(item)), SHIPPING_ITEM_CHARS_MAX);
    assert_string_equal(item + strlen(item) - strlen("…"), "…");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goods_are_named_with_their_units),
        cmocka_unit_test(a_long_list_ends_within_what_wechat_takes),
    };

    return cmocka_run_group_tests(tests, up, down);
}
