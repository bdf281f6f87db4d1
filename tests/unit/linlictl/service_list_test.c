#include "linlictl/service_list.h"

#include "base/arena.h"
#include "linlictl/linlictl.h"
#include "support/check.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static void reads_names_calls_and_listens(void **state)
{
    struct service_list list;

    (void)state;
    assert_ok(
        service_list_parse(&arena, "# a comment\nauth  content  -   # another\n\ncontent  -  auth,content\n", &list));
    assert_int_equal(list.count, 2);
    assert_string_equal(list.entries[0].name, "auth");
    assert_int_equal(list.entries[0].calls.count, 1);
    assert_string_equal(list.entries[0].calls.names[0], "content");
    assert_int_equal(list.entries[0].listens.count, 0);
    assert_int_equal(list.entries[1].listens.count, 2);
    assert_string_equal(list.entries[1].listens.names[1], "content");
}

static void refuses_what_is_no_list(void **state)
{
    static const char *const wrong[] = {
        "auth -\n",             /* a word is missing */
        "auth - - -\n",         /* one too many */
        "Auth - -\n",           /* names are lower-case letters */
        "auth - -\nauth - -\n", /* twice */
        "auth nobody -\n",      /* calls a stranger */
        "auth - nobody\n",      /* hears a stranger */
        "auth a,b c\n",         /* strangers all */
        "a_name_with_underscores - -\n",
    };
    struct service_list list;

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_fails(service_list_parse(&arena, wrong[i], &list), USAGE);
}

/* The true file, so that a mistake in it is found here and not when the house starts. */
static void reads_the_houses_own_list(void **state)
{
    struct service_list list;

    (void)state;
    assert_ok(service_list_load(&arena, "deploy/services.conf", &list));
    assert_true(list.count >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_names_calls_and_listens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_list, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_the_houses_own_list, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
