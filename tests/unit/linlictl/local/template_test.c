#include "linlictl/local/template.h"

#include <string.h>

#include "linlictl/linlictl.h"
#include "support/check.h"

static const char *look_up(void *context, const char *name)
{
    (void)context;
    if (strcmp(name, "port.gateway") == 0)
        return "8080";
    return strcmp(name, "empty") == 0 ? "" : NULL;
}

static void check_expands(const char *text, const char *expected)
{
    struct arena arena;
    const char *result;

    arena_init(&arena, ARENA_BYTES_MAX);
    assert_ok(template_expand(&arena, text, look_up, NULL, &result));
    assert_string_equal(result, expected);
    arena_finish(&arena);
}

static void puts_values_in_place_of_names(void **state)
{
    (void)state;
    check_expands("http://127.0.0.1:${port.gateway}/x", "http://127.0.0.1:8080/x");
    check_expands("${port.gateway}${empty}${port.gateway}", "80808080");
    check_expands("nothing $here {to} see$", "nothing $here {to} see$");
    check_expands("", "");
}

static void names_what_it_does_not_know(void **state)
{
    struct arena arena;
    const char *result;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    struct status status = template_expand(&arena, "a ${nonsense} b", look_up, NULL, &result);

    assert_fails(status, USAGE);
    assert_non_null(strstr(status.text, "${nonsense}"));
    assert_fails(template_expand(&arena, "a ${port.gateway", look_up, NULL, &result), USAGE);
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_values_in_place_of_names),
        cmocka_unit_test(names_what_it_does_not_know),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
