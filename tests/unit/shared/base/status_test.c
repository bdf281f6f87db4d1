#include "base/status.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "support/check.h"

#define SOLD_OUT CODE_FAILED_PRECONDITION, "SOLD_OUT"

static void a_failure_has_code_reason_and_text(void **state)
{
    struct status status = fail(SOLD_OUT, "campaign %s has %d left", "x1", 0);

    (void)state;
    assert_false(ok(status));
    assert_true(ok(OK));
    assert_true(failed_with(status, SOLD_OUT));
    assert_false(failed_with(status, CONFLICT));
    assert_false(failed_with(OK, CODE_OK, "anything"));
    assert_string_equal(status.text, "campaign x1 has 0 left");
    assert_null(status.violations);
}

static void texts_last_for_the_next_16_failures(void **state)
{
    struct status first = fail(INTERNAL, "the first");

    (void)state;
    for (int i = 0; i < STATUS_TEXTS_KEPT - 1; i++)
        fail(INTERNAL, "number %d", i);
    assert_string_equal(first.text, "the first");
}

static void a_text_is_one_line_of_utf8(void **state)
{
    char longer[STATUS_TEXT_BYTES * 2];
    struct status status = fail(BAD_REQUEST, "a\r\nLinli-User: root\x7f\t\xFFz");

    (void)state;
    assert_string_equal(status.text, "a??Linli-User: root???z");
    /* whichever byte of a character the end of the room falls on, no half of it stays */
    for (size_t shift = 0; shift < 4; shift++) {
        memset(longer, 'x', sizeof(longer));
        for (size_t i = shift; i + 4 < sizeof(longer); i += 4)
            memcpy(longer + i, "\xF0\x9F\x8D\x8E", 4);
        longer[sizeof(longer) - 1] = '\0';
        status = fail(BAD_REQUEST, "%s", longer);
        assert_true(utf8_valid(status.text, strlen(status.text)));
        assert_in_range(strlen(status.text), STATUS_TEXT_BYTES - 4, STATUS_TEXT_BYTES - 1);
        assert_null(strchr(status.text, '?'));
    }
}

static void violations_are_copied_and_counted(void **state)
{
    struct violations violations = { 0 };
    struct status status, kept;

    (void)state;
    for (int i = 0; i < VIOLATIONS_MAX + 8; i++) {
        char field[32];

        snprintf(field, sizeof(field), "lines[%d].quantity", i);
        violations_add(&violations, field, "must be at most %d", i);
    }
    status = fail_fields(&violations);
    memset(&violations, 0, sizeof(violations));
    assert_true(failed_with(status, FIELDS_INVALID));
    assert_int_equal(status.violations->count, VIOLATIONS_MAX + 8);
    assert_string_equal(status.violations->list[VIOLATIONS_MAX - 1].field, "lines[31].quantity");
    assert_string_equal(status.violations->list[2].reason, "must be at most 2");
    assert_string_equal(status.text, "lines[0].quantity must be at most 0, and more");
    kept = fail_field("name\n", "must not be %s", "empty");
    for (int i = 0; i < STATUS_VIOLATIONS_KEPT - 1; i++)
        fail_field("other", "is wrong");
    assert_int_equal(kept.violations->count, 1);
    assert_string_equal(kept.violations->list[0].field, "name?");
    assert_string_equal(kept.text, "name? must not be empty");
}

static void codes_have_names_and_http_statuses(void **state)
{
    static const int http[] = { 200, 400, 400, 401, 403, 404, 409, 409, 410, 422, 429, 500, 503, 504, 405, 413, 415 };

    (void)state;
    for (int code = 0; code <= CODE_UNSUPPORTED_MEDIA_TYPE; code++) {
        assert_int_equal(code_http_status((enum code)code), http[code]);
        assert_true(strlen(code_name((enum code)code)) > 1);
    }
    assert_string_equal(code_name(CODE_ALREADY_EXISTS), "ALREADY_EXISTS");
    assert_int_equal(code_http_status((enum code)99), 500);
    assert_string_equal(code_name((enum code)99), "INTERNAL");
}

static struct status third(int n)
{
    if (n == 3)
        return fail(CONFLICT, "three");
    return OK;
}

static struct status steps(int *ret_done)
{
    for (int i = 1; i < 6; i++) {
        TRY(third(i));
        *ret_done = i;
    }
    return OK;
}

static void try_stops_at_the_first_failure(void **state)
{
    int done = 0;

    (void)state;
    assert_fails(steps(&done), CONFLICT);
    assert_int_equal(done, 2);
}

static void *fail_often(void *name)
{
    struct status first = fail_field(name, "of %s", (const char *)name);

    for (int i = 0; i < 3; i++)
        fail_field("x", "y");
    return strcmp(first.violations->list[0].field, name) == 0 && strstr(first.text, name) ? name : NULL;
}

/* Our threads have 100 KB of stack, and thread-local storage is part of it. */
static void threads_with_small_stacks_have_their_own_rings(void **state)
{
    static char names[8][8] = { "a", "b", "c", "d", "e", "f", "g", "h" };
    pthread_attr_t attributes;
    pthread_t threads[8];

    (void)state;
    pthread_attr_init(&attributes);
    assert_int_equal(pthread_attr_setstacksize(&attributes, 100 << 10), 0);
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], &attributes, fail_often, names[i]), 0);
    for (int i = 0; i < 8; i++) {
        void *result;

        pthread_join(threads[i], &result);
        assert_ptr_equal(result, names[i]);
    }
    pthread_attr_destroy(&attributes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failure_has_code_reason_and_text),
        cmocka_unit_test(texts_last_for_the_next_16_failures),
        cmocka_unit_test(a_text_is_one_line_of_utf8),
        cmocka_unit_test(violations_are_copied_and_counted),
        cmocka_unit_test(codes_have_names_and_http_statuses),
        cmocka_unit_test(try_stops_at_the_first_failure),
        cmocka_unit_test(threads_with_small_stacks_have_their_own_rings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
