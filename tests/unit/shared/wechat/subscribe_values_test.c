#include <string.h>

#include "support/check.h"
#include "wechat/subscribe.h"

struct example {
    const char *key, *value;
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define TEN          "一二三四五六七八九十"
#define D32          "12345678901234567890123456789012"

static void what_wechat_takes_passes(void **state)
{
    static const struct example good[] = {
        { "thing1", "苹果" },
        { "thing12", TEN TEN },
        { "thing1", "a" },
        { "number1", "0" },
        { "number1", "12.50" },
        { "number1", D32 },
        { "letter1", "ABCdef" },
        { "symbol1", "!?#" },
        { "character_string1", "T2026-11-21/0001" },
        { "character_string2", D32 },
        { "time1", "15:01" },
        { "time1", "9:05" },
        { "time1", "15:01:30" },
        { "time1", "2019年10月1日 15:01" },
        { "time1", "15:01~16:30" },
        { "time1", "2019年10月1日 15:01~2019年10月2日 9:00" },
        { "date1", "2019年10月1日" },
        { "date1", "2019年10月1日 15:01" },
        { "date1", "2018-01-01" },
        { "date1", "2018/01/01" },
        { "date1", "2018.01.01" },
        { "date1", "2018-01-01 08:00" },
        { "date1", "2018-01-01~2018-01-03" },
        { "amount1", "¥12.50" },
        { "amount1", "￥12" },
        { "amount1", "$1234567890" },
        { "amount1", "€5.5" },
        { "amount1", "12.50元" },
        { "amount1", "¥0.01元" },
        { "phone_number1", "+86-0766-66888866" },
        { "phone_number1", "13800000000" },
        { "car_number1", "粤A8Z888挂" },
        { "name1", TEN },
        { "name1", "张三" },
        { "name1", "abcdefghij abcdefghi" },
        { "phrase1", "配送中" },
        { "phrase2", "一二三四五" },
        { "enum1", "已完成" },
        { "enum_string1", "已完成" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        const char *problem = wechat_value_problem(good[i].key, good[i].value);

        if (problem)
            fail_msg("%s=%s: %s", good[i].key, good[i].value, problem);
    }
}

static void what_it_refuses_is_named_beforehand(void **state)
{
    static const struct example bad[] = {
        { "thing1", "" },
        { "thing1", TEN TEN "x" },
        { "thing1", "two\nlines" },
        { "thing1", "tab\there" },
        { "thing1", "\xC2\x85" },
        { "thing1", "\xE2\x80\xA8" },
        { "thing1", "bad \xFF utf-8" },
        { "thing", "x" },
        { "thing1x", "x" },
        { "thing1234", "x" },
        { "1", "x" },
        { "", "x" },
        { "things1", "x" },
        { "Thing1", "x" },
        { "other1", "x" },
        { "number1", "12a" },
        { "number1", "1.2.3" },
        { "number1", ".5" },
        { "number1", "5." },
        { "number1", "-5" },
        { "number1", D32 "3" },
        { "letter1", "abc1" },
        { "letter1", "abc def" },
        { "letter1", "abcdefghijklmnopqrstuvwxyzabcdefg" },
        { "symbol1", "a" },
        { "symbol1", "!!!!!!" },
        { "character_string1", "中文" },
        { "character_string1", "a b" },
        { "character_string1", D32 "x" },
        { "time1", "25:00" },
        { "time1", "15:60" },
        { "time1", "1501" },
        { "time1", "15:01~" },
        { "time1", "15:01 16:00" },
        { "time1", "2019年10月1日" },
        { "time1", "2019-10-01 15:01" },
        { "date1", "2019年13月1日" },
        { "date1", "2019年10月32日" },
        { "date1", "19-10-01" },
        { "date1", "2018-01/01" },
        { "date1", "20180101" },
        { "date1", "2018-01-01T08:00" },
        { "date1", "tomorrow" },
        { "amount1", "¥" },
        { "amount1", "¥¥5" },
        { "amount1", "12345678901" },
        { "amount1", "12345678.901" },
        { "amount1", "5角" },
        { "amount1", "about 5" },
        { "amount1", "5.元" },
        { "phone_number1", "123456789012345678" },
        { "phone_number1", "138 0000" },
        { "phone_number1", "138abc" },
        { "car_number1", "粤A8Z888挂车" },
        { "car_number1", "粤A-8888" },
        { "name1", TEN "一" },
        { "name1", "abcdefghijabcdefghijk" },
        { "name1", "张abcdefghijk" },
        { "phrase1", "一二三四五六" },
        { "phrase1", "done" },
        { "phrase1", "配送中!" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        if (!wechat_value_problem(bad[i].key, bad[i].value))
            fail_msg("%s=%s passed", bad[i].key, bad[i].value);
}

static void values_are_made_to_fit(void **state)
{
    static const struct example cases[] = {
        { "thing1", "short" },
        { "thing1", TEN TEN TEN },
        { "thing1", "line one\nline two, and more of it" },
        { "thing1", "\xF0\x9F\x8D\x8E\xF0\x9F\x8D\x8E" TEN TEN },
        { "name1", TEN "一" },
        { "name1", "abcdefghijabcdefghijk" },
        { "name1", "abcdefghijabcdefghij" },
        { "character_string1", D32 "3456789" },
    };
    struct arena arena;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_null(wechat_value_problem(cases[i].key, wechat_value_fit(&arena, cases[i].key, cases[i].value)));
    assert_string_equal(wechat_value_fit(&arena, "thing1", "short"), "short");
    assert_string_equal(wechat_value_fit(&arena, "thing1", TEN TEN), TEN TEN);
    assert_string_equal(wechat_value_fit(&arena, "thing1", TEN TEN "x"), TEN "一二三四五六七八九…");
    assert_string_equal(wechat_value_fit(&arena, "thing1", "a\r\nb"), "a  b");
    assert_string_equal(wechat_value_fit(&arena, "name1", "abcdefghijabcdefghij"), "abcdefghijabcdefghij");
    assert_string_equal(wechat_value_fit(&arena, "name1", "abcdefghijabcdefghijk"), "abcdefghi…");
    assert_string_equal(wechat_value_fit(&arena, "character_string3", D32), D32);
    assert_string_equal(wechat_value_fit(&arena, "character_string3", "SF12345678901234567890123456789012"),
                        "SF123456789012345678901234567...");
    /* what would change its meaning is not cut */
    assert_string_equal(wechat_value_fit(&arena, "number1", D32 "3"), D32 "3");
    /* not what it promises to take, but it must come to an end */
    assert_non_null(wechat_value_fit(&arena, "thing1", "\xFF\xFE broken"));
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_wechat_takes_passes),
        cmocka_unit_test(what_it_refuses_is_named_beforehand),
        cmocka_unit_test(values_are_made_to_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
