/* What Accept says of a type, and under which name a file is saved. */
#include "gateway/download.h"

#include <string.h>

#include "gateway/accept.h"
#include "support/check.h"

static void the_closest_range_counts(void **state)
{
    static const struct {
        const char *accept, *type;
        int weight;
    } cases[] = {
        { "text/csv", "text/csv", 1000 },
        { "TEXT/Csv;q=0.5", "text/csv", 500 },
        { "text/csv ; header=present ; q=0.123, */*", "text/csv", 123 },
        { "*/*;q=0.8, text/*;q=0.3, text/csv;q=0.1", "text/csv", 100 },
        { "text/csv;q=0.1,text/*;q=0.3,*/*", "text/html", 300 },
        { "text/csv;q=0, */*", "text/csv", 0 },
        { "text/csv;q=7", "text/csv", 1000 },
        { "text/csv;q=", "text/csv", 0 },
        { "application/json", "text/csv", 0 },
        { "text/csvx, text/cs, text, text/", "text/csv", 0 },
        { "*", "text/csv", 0 },
        { "", "text/csv", 0 },
        { ",;,  ;q", "text/csv", 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (accept_weight(cases[i].accept, cases[i].type) != cases[i].weight)
            fail_msg("%s: %s weighs %d, not %d", cases[i].accept, cases[i].type,
                     accept_weight(cases[i].accept, cases[i].type), cases[i].weight);
}

static const char *named(struct arena *arena, const char *type, const char *name)
{
    struct buf out;

    buf_init(&out, arena, 64);
    download_disposition(type, name, strlen(name), &out);
    return out.data;
}

static void a_name_is_one_name(void **state)
{
    struct arena arena;
    char name[3 * 200 + 1] = "";
    const char *long_one;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_string_equal(named(&arena, "text/csv", "a-b_1.csv"),
                        "attachment; filename=\"a-b_1.csv\"; filename*=UTF-8''a-b_1.csv");
    assert_string_equal(named(&arena, "text/html", "账 1.html"),
                        "inline; filename=\"__1.html\"; filename*=UTF-8''%E8%B4%A6%201.html");
    assert_string_equal(named(&arena, "text/csv", "../a\"b;\r\nX: 1\\c"),
                        "attachment; filename=\".._a_b___X__1_c\"; filename*=UTF-8''.._a%22b%3B__X%3A%201_c");
    assert_string_equal(named(&arena, "text/csv", ""), "attachment; filename=\"\"; filename*=UTF-8''");
    for (int i = 0; i < 200; i++)
        strcat(name, "邻");
    long_one = named(&arena, "text/csv", name);
    assert_int_equal(strlen(long_one), strlen("attachment; filename=\"\"; filename*=UTF-8''") +
                                           DOWNLOAD_NAME_CHARS_MAX * (1 + strlen("%E9%82%BB")));
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_closest_range_counts),
        cmocka_unit_test(a_name_is_one_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
