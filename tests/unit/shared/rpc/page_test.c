#include "rpc/page.h"

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

struct asked {
    int32_t page_size;
    const char *page_token;
};

static const char *const last_id = "0123456789abcdef0123456789abcdef";

/* What a handler does, over `rows` rows of which as many are read as it asks for. */
static const char *next_of(struct page *page, size_t rows)
{
    page->count = rows < (size_t)page->rows_max ? rows : (size_t)page->rows_max;
    return page_next_at(&call, page, 1700000000000000 + (int64_t)page->count, last_id);
}

static void a_next_page_is_there_when_one_row_more_is(void **state)
{
    struct asked in = { 3, "" };
    struct page page;

    (void)state;
    for (enum page_order order = PAGE_BY_ID; order <= PAGE_BY_TIME; order++) {
        in.page_token = "";
        assert_ok(page_open(&call, &in, order, "c", &page));
        assert_string_equal(page.after, "");
        assert_int_equal(page.after_us, 0);
        assert_string_equal(next_of(&page, 0), "");
        assert_string_equal(next_of(&page, 3), "");
        assert_int_equal(page.count, 3);
        in.page_token = next_of(&page, 4);
        assert_int_equal(page.count, 3);
        assert_ok(page_open(&call, &in, order, "c", &page));
        assert_string_equal(page.after, last_id);
        assert_int_equal(page.after_us, order == PAGE_BY_TIME ? 1700000000000003 : 0); /* of the last row that is shown */
    }
}

/* A token made up with care for this very list never reaches a statement as what it is not. */
static void a_place_of_another_kind_is_refused(void **state)
{
    static const struct {
        enum page_order order;
        size_t count;
        const char *parts[PAGE_PARTS_MAX];
    } made_up[] = {
        { PAGE_BY_ID, 1, { "'; drop table posts" } },
        { PAGE_BY_ID, 1, { "" } },
        { PAGE_BY_ID, 2, { "1", "0123456789abcdef0123456789abcdef" } },
        { PAGE_BY_TEXT, 2, { "a", "b" } },
        { PAGE_BY_TIME, 1, { "0123456789abcdef0123456789abcdef" } },
        { PAGE_BY_TIME, 2, { "1", "x" } },
        { PAGE_BY_TIME, 2, { "", "0123456789abcdef0123456789abcdef" } },
        { PAGE_BY_TIME, 2, { "0", "0123456789abcdef0123456789abcdef" } },
        { PAGE_BY_TIME, 2, { "-7", "0123456789abcdef0123456789abcdef" } },
        { PAGE_BY_TIME, 2, { "12x", "0123456789abcdef0123456789abcdef" } },
        { PAGE_BY_TIME, 2, { "253402300800000000", "0123456789abcdef0123456789abcdef" } },
    };
    struct page page;

    (void)state;
    for (size_t i = 0; i < sizeof made_up / sizeof made_up[0]; i++) {
        struct asked in = { 0, page_token_make(&call, "c", made_up[i].parts, made_up[i].count) };

        assert_fails(page_open(&call, &in, made_up[i].order, "c", &page), PAGE_TOKEN_INVALID);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(parts_come_back),           TEST(none_is_the_first_page), TEST(another_lists_token_is_refused),
        TEST(wrecked_tokens_do_no_harm), TEST(sizes_are_bounded),      TEST(a_next_page_is_there_when_one_row_more_is),
        TEST(a_place_of_another_kind_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
