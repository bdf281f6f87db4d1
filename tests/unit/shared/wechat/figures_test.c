#include "wechat/figures.h"

#include <stdio.h>
#include <string.h>

#include "support/check.h"

static const char *function(const char *path)
{
    static char name[WECHAT_FUNCTION_BYTES_MAX];

    wechat_function_of(path, name);
    return name;
}

static void a_function_is_a_path_without_numbers(void **state)
{
    (void)state;
    assert_string_equal(function("/sns/jscode2session?appid=wx1&secret=hush"), "/sns/jscode2session");
    assert_string_equal(function("/v3/pay/transactions/out-trade-no/0190ab3f77/close"),
                        "/v3/pay/transactions/out-trade-no/{id}/close");
    assert_string_equal(function("/v3/refund/domestic/refunds/0190ab3f77?sub_mchid=1900000001"),
                        "/v3/refund/domestic/refunds/{id}");
    assert_string_equal(function("/v3/a\"b\n/c"), "/v3/{id}/c");
    assert_string_equal(function(""), "");
    assert_int_equal(
        strlen(function("/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/b/c")),
        WECHAT_FUNCTION_BYTES_MAX - 1);
}

/* However many paths there are, as many rows as there are places, and one for the rest. */
static void functions_are_bounded(void **state)
{
    struct arena arena;
    struct buf out;
    char path[32];
    int lines = 0;

    (void)state;
    for (int i = 0; i < 100; i++) {
        snprintf(path, sizeof path, "/f%d", i);
        wechat_call_ended("GET", path, i % 2 ? WECHAT_CALL_OK : WECHAT_CALL_BUSY, 2000);
    }
    wechat_call_ended("GET", "/f1", WECHAT_CALL_OK, 2000);
    arena_init(&arena, ARENA_BYTES_MAX);
    buf_init(&out, &arena, 1024);
    wechat_metrics(&out);
    for (const char *at = out.data; (at = strstr(at, "\nlinli_wechat_calls_total{")); at++)
        lines++;
    assert_int_equal(lines, WECHAT_FUNCTIONS_MAX + 2); /* the rest ended in two ways */
    assert_non_null(strstr(out.data, "linli_wechat_calls_total{function=\"/f1\",outcome=\"OK\"} 2\n"));
    assert_non_null(strstr(out.data, "linli_wechat_calls_total{function=\"other\",outcome=\"OK\"} 18\n"));
    assert_non_null(strstr(out.data, "linli_wechat_call_seconds_count{function=\"other\"} 36\n"));
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_function_is_a_path_without_numbers),
        cmocka_unit_test(functions_are_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
