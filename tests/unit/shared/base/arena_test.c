#include "base/arena.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/check.h"

static void memory_is_zeroed_and_aligned_also_when_used_again(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    for (int round = 0; round < 3; round++) {
        for (size_t bytes = 0; bytes < 3000; bytes += 7) {
            unsigned char *data = arena_alloc(&arena, bytes);

            assert_int_equal((uintptr_t)data % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < bytes; i++)
                assert_int_equal(data[i], 0);
            memset(data, 0xAA, bytes);
        }
        arena_reset(&arena);
        assert_int_equal(arena.bytes_used, 0);
    }
    arena_finish(&arena);
}

static void allocations_do_not_overlap(void **state)
{
    struct arena arena;
    unsigned char *data[400];

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    for (size_t i = 0; i < 400; i++) {
        data[i] = arena_alloc(&arena, i * 37 % 9000);
        memset(data[i], (int)i, i * 37 % 9000);
    }
    for (size_t i = 0; i < 400; i++)
        for (size_t j = 0; j < i * 37 % 9000; j++)
            assert_int_equal(data[i][j], (unsigned char)i);
    arena_finish(&arena);
}

static void the_bound_holds(void **state)
{
    struct arena arena;
    size_t given = 0;

    (void)state;
    arena_init(&arena, 100000);
    assert_null(arena_try(&arena, 100001));
    assert_null(arena_try(&arena, SIZE_MAX));
    while (arena_try(&arena, 1000))
        given++;
    assert_in_range(given, 95, 100);
    assert_true(arena.bytes_used <= 100000);
    assert_null(arena_try(&arena, 1000));
    arena_reset(&arena);
    assert_non_null(arena_try(&arena, 90000));
    arena_finish(&arena);
}

static void exhaust(struct arena *arena)
{
    arena_alloc(arena, 2000);
}

static void overflow(struct arena *arena)
{
    arena_alloc_array(arena, SIZE_MAX / 2, 3);
}

static void use_after_finish(struct arena *arena)
{
    arena_finish(arena);
    arena_alloc(arena, 1);
}

static void aborts(void (*fn)(struct arena *arena))
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        struct arena arena;

        signal(SIGABRT, SIG_DFL);
        fclose(stderr);
        arena_init(&arena, 1000);
        fn(&arena);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void using_it_up_aborts(void **state)
{
    (void)state;
    aborts(exhaust);
    aborts(overflow);
    aborts(use_after_finish);
}

static char order[16];

static void note(void *data)
{
    strcat(order, data);
}

static void cleanups_run_newest_first_and_once(void **state)
{
    struct arena arena;

    (void)state;
    order[0] = '\0';
    arena_init(&arena, ARENA_BYTES_MAX);
    arena_defer(&arena, note, "a");
    arena_defer(&arena, note, "b");
    arena_defer(&arena, note, arena_strdup(&arena, "c"));
    arena_reset(&arena);
    assert_string_equal(order, "cba");
    arena_reset(&arena);
    assert_string_equal(order, "cba");
    arena_defer(&arena, note, "d");
    arena_finish(&arena);
    assert_string_equal(order, "cbad");
    arena_finish(&arena);
    assert_string_equal(order, "cbad");
}

static void texts_are_copied(void **state)
{
    struct arena arena;
    char *text;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_string_equal(arena_strdup(&arena, ""), "");
    assert_string_equal(arena_strndup(&arena, "neighbours", 5), "neigh");
    assert_string_equal(arena_strndup(&arena, "ab", 500), "ab");
    assert_memory_equal(arena_memdup(&arena, "a\0b", 3), "a\0b", 3);
    text = arena_printf(&arena, "%05d %s %*d", 42, "邻里", 9000, 7);
    assert_int_equal(strlen(text), 5 + 1 + 6 + 1 + 9000);
    assert_memory_equal(text, "00042 邻里", 12);
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned_also_when_used_again),
        cmocka_unit_test(allocations_do_not_overlap),
        cmocka_unit_test(the_bound_holds),
        cmocka_unit_test(using_it_up_aborts),
        cmocka_unit_test(cleanups_run_newest_first_and_once),
        cmocka_unit_test(texts_are_copied),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
