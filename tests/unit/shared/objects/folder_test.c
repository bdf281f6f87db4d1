/* The object store in a folder, and links to what lies in it. */
#include "objects/objects.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"
#include "objects/link.h"
#include "support/check.h"

static char folder[32];
static struct objects *objects;
static struct arena arena;

static int up(void **state)
{
    char path[64];

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    snprintf(folder, sizeof folder, "/tmp/linli-objects-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/a/b", folder);
    return ok(objects_open(&(struct object_options){ .url = path }, &objects)) ? 0 : -1;
}

static int down(void **state)
{
    char command[64];

    (void)state;
    objects_close(objects);
    arena_finish(&arena);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? 0 : -1;
}

static void assert_holds(const char *key, const char *text)
{
    const uint8_t *data;
    size_t bytes;

    assert_ok(object_get(objects, &arena, key, 100, &data, &bytes));
    assert_int_equal(bytes, strlen(text));
    assert_memory_equal(data, text, bytes);
}

static void what_is_put_is_there_whole(void **state)
{
    const uint8_t *data;
    size_t bytes;

    (void)state;
    assert_fails(object_get(objects, &arena, "media/00/x-large.jpg", 100, &data, &bytes), NOT_HERE);
    assert_ok(object_put(objects, "media/00/x-large.jpg", "image/jpeg", "one", 3));
    assert_holds("media/00/x-large.jpg", "one");
    assert_ok(object_put(objects, "media/00/x-large.jpg", "image/jpeg", "another", 7));
    assert_holds("media/00/x-large.jpg", "another");
    assert_fails(object_get(objects, &arena, "media/00/x-large.jpg", 6, &data, &bytes), BODY_TOO_LARGE);
    assert_fails(object_get(objects, &arena, "media/00", 100, &data, &bytes), NOT_HERE);
    assert_fails(object_get(objects, &arena, "media/00/x-large.jpg/y", 100, &data, &bytes), NOT_HERE);
    assert_ok(object_remove(objects, "media/00/x-large.jpg"));
    assert_ok(object_remove(objects, "media/00/x-large.jpg"));
    assert_ok(object_remove(objects, "nowhere/at/all"));
    assert_fails(object_get(objects, &arena, "media/00/x-large.jpg", 100, &data, &bytes), NOT_HERE);
}

static void a_file_is_put_from_its_start(void **state)
{
    char path[64];
    int fd;

    (void)state;
    snprintf(path, sizeof path, "%s/file", folder);
    fd = open(path, O_RDWR | O_CREAT, 0600);
    assert_int_equal(write(fd, "0123456789", 10), 10);
    assert_ok(object_put_file(objects, "incoming/f", "x", &(struct object_file){ fd, 10, "" }));
    assert_holds("incoming/f", "0123456789");
    assert_fails(object_put_file(objects, "incoming/f", "x", &(struct object_file){ fd, 11, "" }), NOT_AVAILABLE);
    assert_holds("incoming/f", "0123456789"); /* nothing half */
    close(fd);
}

static void keys_stay_in_the_folder(void **state)
{
    static const char *const bad[] = { "", "/", "/etc/passwd", "a//b", "../x", "a/../../x", "a/.", "a/..", "a/b/", "A", "a b", "a\\b", "%2e%2e/x", "é" };
    char longest[OBJECT_KEY_CHARS_MAX + 2];
    const uint8_t *data;
    size_t bytes;

    (void)state;
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_false(object_key_valid(longest));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_fails(object_get(objects, &arena, bad[i], 100, &data, &bytes), NOT_HERE);
        assert_fails(object_put(objects, bad[i], "x", "x", 1), NOT_HERE);
        assert_fails(object_remove(objects, bad[i]), NOT_HERE);
    }
    assert_true(object_key_valid("media/3f/0194a1b2c3d47e5f8a6b9c0d1e2f3a4b-large.jpg"));
}

static void what_lies_there_is_listed_with_its_age(void **state)
{
    struct object_info *list;
    size_t count;

    (void)state;
    assert_ok(objects_list(objects, &arena, "incoming", &list, &count));
    assert_int_equal(count, 0);
    assert_ok(object_put(objects, "incoming/a", "x", "x", 1));
    assert_ok(object_put(objects, "incoming/b", "x", "x", 1));
    assert_ok(objects_list(objects, &arena, "incoming", &list, &count));
    assert_int_equal(count, 2);
    assert_true(strncmp(list[0].key, "incoming/", 9) == 0);
    assert_true(list[0].modified_us > INT64_C(1600000000000000));
}

/* A file system that takes no more: refused, and nothing of it stays. */
static void a_full_disk_is_said_so(void **state)
{
    const struct rlimit small = { 1000, RLIM_INFINITY }, any = { RLIM_INFINITY, RLIM_INFINITY };
    static const char much[2000];
    struct object_info *list;
    struct status status;
    size_t count;

    (void)state;
    setrlimit(RLIMIT_FSIZE, &small);
    status = object_put(objects, "incoming/much", "x", much, sizeof much);
    setrlimit(RLIMIT_FSIZE, &any);
    assert_fails(status, NOT_AVAILABLE);
    assert_ok(objects_list(objects, &arena, "incoming", &list, &count));
    assert_int_equal(count, 0);
    assert_ok(object_put(objects, "incoming/much", "x", much, sizeof much));
}

static void a_store_that_makes_no_sense_is_refused(void **state)
{
    static const char *const bad[] = { "", "relative", "ftp://host/x", "/tmp/", "http://host/bucket?x", "http://host/bucket" };
    struct objects *none;

    (void)state;
    for (size_t i = 1; i < sizeof bad / sizeof bad[0]; i++)
        assert_fails(objects_open(&(struct object_options){ .url = bad[i], .region = "x", .access_key = "", .secret_key = "" }, &none),
                     SETTING_INVALID);
    assert_fails(objects_open(&(struct object_options){ .url = "/proc/none" }, &none), NOT_AVAILABLE);
}

static void a_link_is_good_for_one_object_and_one_moment(void **state)
{
    const char *link = object_link(&arena, "https://api.example.com", "secret", "media/00/x.jpg", 1763800000);
    const char *expires = "1763800000", *signature = strstr(link, "&s=") + 3;
    int64_t when;

    (void)state;
    assert_true(strncmp(link, "https://api.example.com/files/media/00/x.jpg?e=1763800000&s=", 60) == 0);
    assert_true(object_link_signed(&arena, "secret", "media/00/x.jpg", expires, signature, &when));
    assert_int_equal(when, 1763800000);
    assert_false(object_link_signed(&arena, "other", "media/00/x.jpg", expires, signature, &when));
    assert_false(object_link_signed(&arena, "secret", "media/00/y.jpg", expires, signature, &when));
    assert_false(object_link_signed(&arena, "secret", "media/00/x.jpg", "1763800001", signature, &when));
    assert_false(object_link_signed(&arena, "secret", "media/00/x.jpg", "01763800000", signature, &when));
    assert_false(object_link_signed(&arena, "secret", "media/00/x.jpg", "", signature, &when));
    assert_false(object_link_signed(&arena, "secret", "media/00/x.jpg", expires, "", &when));
}

static void links_are_signed_with_the_first_secret_and_good_by_each(void **state)
{
    const char *expires = "1763800000", *key = "media/00/x.jpg";
    const char *old = strstr(object_link(&arena, "https://x", "old", key, 1763800000), "&s=") + 3;
    const char *both = strstr(object_link(&arena, "https://x", "new,old", key, 1763800000), "&s=") + 3;
    int64_t when;

    (void)state;
    assert_string_equal(both, strstr(object_link(&arena, "https://x", "new", key, 1763800000), "&s=") + 3);
    assert_true(object_link_signed(&arena, "new,old", key, expires, old, &when));
    assert_true(object_link_signed(&arena, "old,new", key, expires, both, &when));
    assert_false(object_link_signed(&arena, "new", key, expires, old, &when));
    assert_false(object_link_signed(&arena, "", key, expires, old, &when));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_put_is_there_whole, up, down),
        cmocka_unit_test_setup_teardown(a_file_is_put_from_its_start, up, down),
        cmocka_unit_test_setup_teardown(keys_stay_in_the_folder, up, down),
        cmocka_unit_test_setup_teardown(what_lies_there_is_listed_with_its_age, up, down),
        cmocka_unit_test_setup_teardown(a_full_disk_is_said_so, up, down),
        cmocka_unit_test_setup_teardown(a_store_that_makes_no_sense_is_refused, up, down),
        cmocka_unit_test_setup_teardown(a_link_is_good_for_one_object_and_one_moment, up, down),
        cmocka_unit_test_setup_teardown(links_are_signed_with_the_first_secret_and_good_by_each, up, down),
    };

    signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
