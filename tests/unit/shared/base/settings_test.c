#include "base/settings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/check.h"

static struct {
    const char *url, *secret, *region;
    int64_t workers;
    bool fast;
} settings;

static const struct setting table[] = {
    SETTING_TEXT(settings.url, "LINLI_T_URL", "http://localhost", PLAIN, "where it is"),
    SETTING_TEXT(settings.secret, "LINLI_T_SECRET", NULL, SECRET, "what opens it"),
    SETTING_TEXT(settings.region, "LINLI_T_REGION", "", PLAIN, "may be empty"),
    SETTING_INT(settings.workers, "LINLI_T_WORKERS", 8, 1, 64, "how many"),
    SETTING_BOOL(settings.fast, "LINLI_T_FAST", true, "whether"),
};

#define ROWS (sizeof(table) / sizeof(table[0]))

static char file_path[64];

static void free_texts(void)
{
    free((char *)settings.url);
    free((char *)settings.secret);
    free((char *)settings.region);
    memset(&settings, 0, sizeof(settings));
}

static int set_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        char name[64];

        snprintf(name, sizeof(name), "%s_FILE", table[i].name);
        unsetenv(name);
        unsetenv(table[i].name);
    }
    setenv("LINLI_T_SECRET", "sesame", 1);
    strcpy(file_path, "/tmp/linli-settings-XXXXXX");
    close(mkstemp(file_path));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(file_path);
    free_texts();
    return 0;
}

static struct status load(void)
{
    free_texts();
    return settings_load(table, ROWS);
}

static struct status load_with(const char *name, const char *value)
{
    struct status status;

    setenv(name, value, 1);
    status = load();
    unsetenv(name);
    return status;
}

static void defaults_fill_what_is_not_set(void **state)
{
    (void)state;
    assert_ok(load());
    assert_string_equal(settings.url, "http://localhost");
    assert_string_equal(settings.secret, "sesame");
    assert_string_equal(settings.region, "");
    assert_int_equal(settings.workers, 8);
    assert_true(settings.fast);
}

static void values_are_read(void **state)
{
    (void)state;
    setenv("LINLI_T_URL", "", 1);
    setenv("LINLI_T_WORKERS", "64", 1);
    assert_ok(load_with("LINLI_T_FAST", "false"));
    assert_string_equal(settings.url, "");
    assert_int_equal(settings.workers, 64);
    assert_false(settings.fast);
    assert_ok(load_with("LINLI_T_FAST", "1"));
    assert_true(settings.fast);
}

static void a_failure_names_the_variable_and_not_its_value(void **state)
{
    static const char *const bad_workers[] = { "0",  "65", "",    "x",   "8x",
                                               " 8", "+8", "0x8", "8.0", "99999999999999999999" };
    struct status status;

    (void)state;
    for (size_t i = 0; i < sizeof(bad_workers) / sizeof(bad_workers[0]); i++) {
        status = load_with("LINLI_T_WORKERS", bad_workers[i]);
        assert_fails(status, SETTING_INVALID);
        assert_non_null(strstr(status.text, "LINLI_T_WORKERS"));
    }
    assert_fails(load_with("LINLI_T_FAST", "maybe"), SETTING_INVALID);
    assert_fails(load_with("LINLI_T_FAST", ""), SETTING_INVALID);
    status = load_with("LINLI_T_SECRET", "");
    assert_fails(status, SETTING_MISSING);
    assert_non_null(strstr(status.text, "LINLI_T_SECRET"));
    unsetenv("LINLI_T_SECRET");
    assert_fails(load(), SETTING_MISSING);
}

static void write_file(const char *data, size_t bytes)
{
    FILE *file = fopen(file_path, "w");

    fwrite(data, 1, bytes, file);
    fclose(file);
}

static void a_file_gives_its_first_line(void **state)
{
    (void)state;
    unsetenv("LINLI_T_SECRET");
    setenv("LINLI_T_SECRET_FILE", file_path, 1);
    write_file("from the file\nsecond line\n", 26);
    assert_ok(load());
    assert_string_equal(settings.secret, "from the file");
    write_file("no newline", 10);
    assert_ok(load());
    assert_string_equal(settings.secret, "no newline");
    write_file("windows\r\n", 9);
    assert_ok(load());
    assert_string_equal(settings.secret, "windows");
    write_file("32", 2);
    assert_fails(load_with("LINLI_T_WORKERS_FILE", "/nowhere/at/all"), SETTING_INVALID);
    assert_ok(load_with("LINLI_T_WORKERS_FILE", file_path));
    assert_int_equal(settings.workers, 32);
    unsetenv("LINLI_T_SECRET_FILE");
}

static void files_that_cannot_serve_are_refused(void **state)
{
    static char big[5000];

    (void)state;
    setenv("LINLI_T_URL_FILE", file_path, 1);
    assert_fails(load_with("LINLI_T_URL", "both"), SETTING_INVALID);
    memset(big, 'x', sizeof(big));
    write_file(big, sizeof(big));
    assert_fails(load(), SETTING_INVALID);
    setenv("LINLI_T_URL_FILE", "/tmp", 1); /* a folder */
    assert_fails(load(), SETTING_INVALID);
    unsetenv("LINLI_T_URL_FILE");
    unsetenv("LINLI_T_SECRET");
    write_file("", 0);
    setenv("LINLI_T_SECRET_FILE", file_path, 1);
    assert_fails(load(), SETTING_MISSING); /* an empty secret is none */
    unsetenv("LINLI_T_SECRET_FILE");
}

static void secrets_of_files_are_read_again(void **state)
{
    const char *before;
    int changed;

    (void)state;
    unsetenv("LINLI_T_SECRET");
    setenv("LINLI_T_SECRET_FILE", file_path, 1);
    setenv("LINLI_T_URL", "http://before", 1);
    write_file("first\n", 6);
    assert_ok(load());
    before = secret_now(&settings.secret);
    assert_ok(settings_reread(table, ROWS, &changed));
    assert_int_equal(changed, 0);
    assert_ptr_equal(secret_now(&settings.secret), before);

    write_file("second\n", 7);
    setenv("LINLI_T_URL", "http://after", 1); /* neither a secret nor a file */
    assert_ok(settings_reread(table, ROWS, &changed));
    assert_int_equal(changed, 1);
    assert_string_equal(secret_now(&settings.secret), "second");
    assert_string_equal(before, "first"); /* somebody may still be reading it */
    assert_string_equal(settings.url, "http://before");

    write_file("\n", 1);
    assert_fails(settings_reread(table, ROWS, &changed), SETTING_MISSING);
    unlink(file_path);
    assert_fails(settings_reread(table, ROWS, &changed), SETTING_INVALID);
    assert_int_equal(changed, 0);
    assert_string_equal(secret_now(&settings.secret), "second");
    unsetenv("LINLI_T_SECRET_FILE");
    unsetenv("LINLI_T_URL");
}

static void several_secrets_stand_newest_first(void **state)
{
    static const char *const lists[] = { "one,two", "one,two," };
    size_t chars;

    (void)state;
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        const char *rest = lists[i];

        assert_ptr_equal(secret_next(&rest, &chars), lists[i]);
        assert_int_equal(chars, 3);
        assert_ptr_equal(secret_next(&rest, &chars), lists[i] + 4);
        assert_int_equal(chars, 3);
        assert_null(secret_next(&rest, &chars));
    }
}

static void help_and_markdown_show_every_row_and_no_value(void **state)
{
    char *text;
    size_t bytes;
    FILE *out = open_memstream(&text, &bytes);

    (void)state;
    assert_ok(load());
    settings_help(out, table, ROWS);
    settings_markdown(out, "testing", table, ROWS);
    fclose(out);
    for (size_t i = 0; i < ROWS; i++)
        assert_non_null(strstr(strstr(text, "## testing"), table[i].name));
    assert_non_null(strstr(text, "(required)"));
    assert_non_null(strstr(text, "1..64"));
    assert_null(strstr(text, "sesame"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(defaults_fill_what_is_not_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failure_names_the_variable_and_not_its_value, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_gives_its_first_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files_that_cannot_serve_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(secrets_of_files_are_read_again, set_up, tear_down),
        cmocka_unit_test(several_secrets_stand_newest_first),
        cmocka_unit_test_setup_teardown(help_and_markdown_show_every_row_and_no_value, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
