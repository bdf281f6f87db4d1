#include "rpc/call.h"

#include <string.h>

#include "support/check.h"

static const struct method posts = { .full_name = "linli.x.v1.X.ListPosts" },
                           users = { .full_name = "linli.x.v1.X.ListUsers" };

static struct arena arena;
static struct call call;

static int up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    call = (struct call){ .arena = &arena, .method = &posts };
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static void parts_come_back(void **state)
{
    const char *parts[] = { "1763765000000000", "", "云山", "x" }, *back[PAGE_PARTS_MAX];
    char *token = page_token_make(&call, "circle-1", parts, 4);
    size_t count;

    (void)state;
    assert_ok(page_token_read(&call, "circle-1", token, back, &count));
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(back[i], parts[i]);
    assert_int_equal(strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), strlen(token));
}

static void none_is_the_first_page(void **state)
{
    const char *back[PAGE_PARTS_MAX];
    size_t count = 9;

    (void)state;
    assert_ok(page_token_read(&call, "circle-1", "", back, &count));
    assert_int_equal(count, 0);
}

static void another_lists_token_is_refused(void **state)
{
    const char *parts[] = { "1" }, *back[PAGE_PARTS_MAX];
    char *token = page_token_make(&call, "circle-1", parts, 1);
    size_t count;

    (void)state;
    assert_fails(page_token_read(&call, "circle-2", token, back, &count), PAGE_TOKEN_INVALID);
    call.method = &users;
    assert_fails(page_token_read(&call, "circle-1", token, back, &count), PAGE_TOKEN_INVALID);
}

/* Every token that is one character off is refused. */
static void wrecked_tokens_do_no_harm(void **state)
{
    const char *parts[] = { "1763765000000000", "0123456789abcdef0123456789abcdef" }, *back[PAGE_PARTS_MAX];
    char *token = page_token_make(&call, "c", parts, 2);
    size_t length = strlen(token), count;

    (void)state;
    for (size_t i = 0; i < length; i++) {
        char *cut = arena_strndup(&arena, token, i), *bent = arena_strdup(&arena, token);

        bent[i] = bent[i] == 'A' ? 'B' : 'A';
        if (i > 0)
            assert_fails(page_token_read(&call, "c", cut, back, &count), PAGE_TOKEN_INVALID);
        assert_fails(page_token_read(&call, "c", bent, back, &count), PAGE_TOKEN_INVALID);
    }
    assert_fails(page_token_read(&call, "c", "%%%", back, &count), PAGE_TOKEN_INVALID);
}

static void sizes_are_bounded(void **state)
{
    (void)state;
    assert_int_equal(page_size(0), PAGE_SIZE_DEFAULT);
    assert_int_equal(page_size(-5), PAGE_SIZE_DEFAULT);
    assert_int_equal(page_size(7), 7);
    assert_int_equal(page_size(INT64_MAX), PAGE_SIZE_MAX);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(parts_come_back),           TEST(none_is_the_first_page), TEST(another_lists_token_is_refused),
        TEST(wrecked_tokens_do_no_harm), TEST(sizes_are_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
