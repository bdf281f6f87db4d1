/* News: what is kept, who is woken, and when a cursor cannot be followed. */
#include "support/check.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "gateway/live.h"

static struct arena arena;
static struct live *live;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    live = live_create(2);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    live_end(live);
    live_destroy(live);
    arena_finish(&arena);
    return 0;
}

static struct live_answer poll_one(const char *topic, const char *cursor, int64_t wait_ms)
{
    struct live_answer answer;

    assert_ok(live_poll(live, &arena, &topic, 1, cursor, wait_ms, &answer));
    return answer;
}

static void tell(const char *topic, const char *id, int64_t version)
{
    struct live_news news = { .type = "team", .version = version };

    snprintf(news.id, sizeof(news.id), "%s", id);
    live_tell(live, topic, &news);
}

static void news_come_once_and_the_newest(void **state)
{
    struct live_answer answer = poll_one("obj.team.1", "", 0);

    (void)state;
    assert_true(answer.resync);
    tell("obj.team.1", "1", 5);
    tell("obj.team.2", "2", 1);
    tell("obj.team.1", "1", 6);
    answer = poll_one("obj.team.1", answer.cursor, 1000);
    assert_false(answer.resync);
    assert_int_equal(answer.news_count, 1);
    assert_int_equal(answer.news[0].version, 6);
    answer = poll_one("obj.team.1", answer.cursor, 0);
    assert_int_equal(answer.news_count, 0);
    assert_false(answer.resync);
}

static void what_cannot_be_followed(void **state)
{
    struct live_answer answer = poll_one("a", "", 0), later;
    char id[8], far[LIVE_CURSOR_BYTES + 8];

    (void)state;
    assert_true(poll_one("a", "nonsense", 0).resync);
    assert_true(poll_one("a", "00000000.0", 0).resync);
    snprintf(far, sizeof(far), "%.9s99", answer.cursor); /* from the future */
    assert_true(poll_one("a", far, 0).resync);
    for (int i = 0; i < LIVE_NEWS_MAX; i++) {
        snprintf(id, sizeof(id), "%d", i);
        tell("a", id, 1);
    }
    later = poll_one("a", answer.cursor, 0);
    assert_int_equal(later.news_count, LIVE_NEWS_MAX);
    tell("a", "one more", 1);
    assert_true(poll_one("a", answer.cursor, 0).resync);
    assert_int_equal(poll_one("a", later.cursor, 0).news_count, 1);
    live_missed(live);
    assert_true(poll_one("a", later.cursor, 0).resync);
    tell("b", "x", 1); /* nobody watches b: it is not kept */
    assert_true(poll_one("b", later.cursor, 0).resync);
}

static void *wait_for_b(void *data)
{
    struct live_answer *answer = data;
    const char *topics[] = { "a", "b" };
    char cursor[LIVE_CURSOR_BYTES];
    struct arena own;

    memcpy(cursor, answer->cursor, sizeof(cursor));
    arena_init(&own, ARENA_BYTES_MAX);
    live_poll(live, &own, topics, 2, cursor, 5000, answer);
    answer->news = NULL;
    arena_finish(&own);
    return NULL;
}

static void a_waiter_is_woken_and_their_number_is_bounded(void **state)
{
    const char *topics[] = { "a", "b" };
    struct live_answer start, answers[2];
    struct live_answer refused;
    pthread_t threads[2];
    int64_t began = clock_mono_ms();

    (void)state;
    assert_ok(live_poll(live, &arena, topics, 2, "", 0, &start));
    for (size_t i = 0; i < 2; i++) {
        answers[i] = start;
        pthread_create(&threads[i], NULL, wait_for_b, &answers[i]);
    }
    while (live_counts(live).waiters < 2)
        clock_sleep_ms(1);
    assert_fails(live_poll(live, &arena, topics, 2, start.cursor, 5000, &refused), OVERLOADED);
    tell("b", "1", 1);
    for (size_t i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(answers[i].news_count, 1);
    }
    assert_true(clock_mono_ms() - began < 4000);
    assert_int_equal(live_counts(live).waiters, 0);
}

static void the_end_wakes_all(void **state)
{
    const char *topics[] = { "a", "b" };
    struct live_answer answer;
    pthread_t thread;

    (void)state;
    assert_ok(live_poll(live, &arena, topics, 2, "", 0, &answer));
    pthread_create(&thread, NULL, wait_for_b, &answer);
    while (live_counts(live).waiters < 1)
        clock_sleep_ms(1);
    live_end(live);
    pthread_join(thread, NULL);
    assert_int_equal(answer.news_count, 0);
}

static void topics_have_a_bound(void **state)
{
    struct live_answer answer;
    char name[16];
    const char *topic = name;

    (void)state;
    for (int i = 0; i < LIVE_TOPICS_MAX; i++) {
        snprintf(name, sizeof(name), "t%d", i);
        assert_ok(live_poll(live, &arena, &topic, 1, "", 0, &answer));
        arena_reset(&arena);
    }
    snprintf(name, sizeof(name), "one more");
    assert_fails(live_poll(live, &arena, &topic, 1, "", 0, &answer), OVERLOADED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(news_come_once_and_the_newest, setup, teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_waiter_is_woken_and_their_number_is_bounded, setup, teardown),
        cmocka_unit_test_setup_teardown(the_end_wakes_all, setup, teardown),
        cmocka_unit_test_setup_teardown(topics_have_a_bound, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
