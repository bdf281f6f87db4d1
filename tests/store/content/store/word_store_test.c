#include "content/store/word_store.h"

#include "content/domain/reasons.h"
#include "content/service.h"

#define STORE_SERVICE content
#define STORE_NAME    "content_words"
#include "support/one_tx.h"

static struct word_row word_called(const char *text)
{
    return (struct word_row){ text, text, WORD_BLOCK };
}

static void every_change_moves_the_version(void **state)
{
    struct word_row word = word_called("spam");
    int64_t before, after;

    (void)state;
    assert_ok(word_list_version(tx, &before));
    assert_ok(word_save(tx, &word));
    assert_ok(word_save(tx, &word));
    assert_ok(word_delete(tx, "spam"));
    assert_ok(word_list_version(tx, &after));
    assert_int_equal(after, before + 3);
}

static void the_list_has_an_end(void **state)
{
    struct word_row known = word_called("w1"), more = word_called("one more");

    (void)state;
    assert_ok(db_exec(tx, "insert into words (folded, word, action) select 'w' || n, 'w' || n, 1 from generate_series(1, $1::bigint) n",
                      db_int(WORDS_MAX)));
    assert_ok(word_save(tx, &known));
    assert_fails(word_save(tx, &more), WORD_LIST_FULL);
}

/* The longest list there can be fits into the arena it is built in. */
static void a_full_list_is_built(void **state)
{
    struct word *list = arena_array(&arena, struct word, WORDS_MAX);
    struct arena own;

    (void)state;
    arena_init(&own, ARENA_BYTES_MAX);
    for (int i = 0; i < WORDS_MAX; i++)
        list[i] = (struct word){ arena_printf(&arena, "%0120d", i * 7919), WORD_HOLD };
    assert_int_equal(words_find(words_build(&own, list, WORDS_MAX), &own, list[WORDS_MAX - 1].folded), WORD_HOLD);
    arena_finish(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_change_moves_the_version, store_up, store_down),
        cmocka_unit_test_setup_teardown(the_list_has_an_end, store_up, store_down),
        cmocka_unit_test_setup_teardown(a_full_list_is_built, store_up, store_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
