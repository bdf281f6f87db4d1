#include "content/domain/words.h"

#include <stdlib.h>
#include <string.h>

#include "support/check.h"

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static struct words *list_of(const char *block, const char *hold)
{
    struct word list[] = { { word_fold(&arena, block), WORD_BLOCK }, { word_fold(&arena, hold), WORD_HOLD } };

    return words_build(&arena, list, 2);
}

static void disguises_are_seen_through(void **state)
{
    struct words *words = list_of("加微信", "ABC");
    static const char *const disguised[] = { "快加微信吧", "加 微 信", "加.微-信", "加\u200b微\u3000信", "【加】微《信》" };

    (void)state;
    for (size_t i = 0; i < sizeof disguised / sizeof disguised[0]; i++)
        assert_int_equal(words_find(words, &arena, disguised[i]), WORD_BLOCK);
    assert_int_equal(words_find(words, &arena, "ａＢｃ"), WORD_HOLD);
    assert_int_equal(words_find(words, &arena, "微信群"), 0);
    assert_int_equal(words_find(words, &arena, ""), 0);
}

static void the_sterner_word_wins(void **state)
{
    struct words *words = list_of("bc", "abcd");

    (void)state;
    assert_int_equal(words_find(words, &arena, "abcd"), WORD_BLOCK);
    assert_int_equal(words_find(list_of("xyz", "b"), &arena, "abc"), WORD_HOLD);
}

static void a_word_inside_a_longer_one_is_found(void **state)
{
    struct word list[] = { { "abcde", WORD_HOLD }, { "cd", WORD_BLOCK } };
    struct words *words = words_build(&arena, list, 2);

    (void)state;
    assert_int_equal(words_find(words, &arena, "abcdx"), WORD_BLOCK);
}

static void an_empty_list_finds_nothing(void **state)
{
    (void)state;
    assert_int_equal(words_find(words_build(&arena, NULL, 0), &arena, "anything"), 0);
}

/* Against the plain way: every word looked for in every place. */
static void random_texts_agree_with_the_plain_way(void **state)
{
    (void)state;
    srand(7);
    for (int round = 0; round < 2000; round++) {
        struct word list[6];
        char text[40] = "";
        int expected = 0;

        for (size_t w = 0; w < 6; w++) {
            char word[5] = "";
            for (int n = 1 + rand() % 4, i = 0; i < n; i++)
                word[i] = (char)('a' + rand() % 3);
            list[w] = (struct word){ arena_strdup(&arena, word), rand() % 2 ? WORD_BLOCK : WORD_HOLD };
        }
        for (int n = rand() % 30, i = 0; i < n; i++)
            text[i] = (char)('a' + rand() % 4);
        for (size_t w = 0; w < 6; w++)
            if (strstr(text, list[w].folded) && (!expected || (int)list[w].action < expected))
                expected = list[w].action;
        assert_int_equal(words_find(words_build(&arena, list, 6), &arena, text), expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(disguises_are_seen_through, setup, teardown),
        cmocka_unit_test_setup_teardown(the_sterner_word_wins, setup, teardown),
        cmocka_unit_test_setup_teardown(a_word_inside_a_longer_one_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_list_finds_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(random_texts_agree_with_the_plain_way, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
