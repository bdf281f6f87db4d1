#include "content/store/post_store.h"

#include "base/id.h"
#include "content/service.h"
#include "content/store/circle_store.h"
#include "content/store/comment_store.h"
#include "content/store/people_store.h"
#include "support/check.h"
#include "support/pg.h"

static struct db *db;
static struct arena arena;
static struct tx *tx;
static int64_t now_us;
static struct circle circle;
static const struct post_place top = { .id = "" };

static int setup(void **state)
{
    int applied;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    db = test_db("content_posts");
    if (!ok(migrate(db, "content", "current_user", content_migrations, content_migrations_count, &applied)) ||
        !ok(tx_begin(db, TX_READ_WRITE, &arena, &tx, &now_us)))
        return -1;
    circle = (struct circle){ .id = id_make(&arena), .community_id = id_make(&arena), .name = "邻里", .notice = "",
                              .rules = "", .welcome = "", .visibility = VISIBLE_TO_ALL, .members_max = 100, .created_us = now_us };
    return ok(circle_insert(tx, &circle, circle.id)) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    tx_rollback(tx);
    test_db_drop(db, "content_posts");
    arena_finish(&arena);
    return 0;
}

static const char *post_by(const char *author, enum post_state post_state, int64_t at_us)
{
    struct post post = { .id = id_make(&arena), .circle_id = circle.id, .community_id = circle.community_id,
                         .author = { .user_id = author }, .title = "", .body = "hello", .campaign_id = "",
                         .state = post_state, .created_us = at_us, .published_us = post_state == POST_PUBLISHED ? at_us : 0 };

    assert_ok(post_insert(tx, &post));
    return post.id;
}

static size_t listed(const char *viewer)
{
    struct post *posts;
    size_t count;

    assert_ok(post_list_of_circle(tx, &arena, circle.id, viewer, &top, 10, &posts, &count));
    return count;
}

static void pages_neither_repeat_nor_skip_while_posts_arrive(void **state)
{
    const char *ann = id_make(&arena);
    struct post *first, *second;
    size_t count;

    (void)state;
    for (int i = 0; i < 6; i++)
        post_by(ann, POST_PUBLISHED, now_us + i / 2); /* pairs at the same moment */
    assert_ok(post_list_of_circle(tx, &arena, circle.id, "", &top, 3, &first, &count));
    assert_int_equal(count, 3);
    post_by(ann, POST_PUBLISHED, now_us + 100);
    assert_ok(post_list_of_circle(tx, &arena, circle.id, "", &(struct post_place){ first[2].published_us, first[2].id }, 10,
                                  &second, &count));
    assert_int_equal(count, 3);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++)
            assert_string_not_equal(first[i].id, second[j].id);
}

static void only_published_posts_are_listed(void **state)
{
    const char *ann = id_make(&arena), *held = post_by(ann, POST_HELD, now_us);
    bool moved;

    (void)state;
    assert_int_equal(listed(ann), 0);
    assert_ok(post_publish(tx, held, now_us, &moved));
    assert_true(moved);
    assert_int_equal(listed(""), 1);
    assert_ok(post_publish(tx, held, now_us, &moved));
    assert_false(moved);
    assert_ok(post_remove(tx, held, "author", &moved));
    assert_true(moved);
    assert_int_equal(listed(""), 0);
}

static void blocked_people_are_not_listed_to_each_other(void **state)
{
    const char *ann = id_make(&arena), *bob = id_make(&arena);

    (void)state;
    post_by(ann, POST_PUBLISHED, now_us);
    assert_ok(block_save(tx, ann, bob, true, 1));
    assert_int_equal(listed(bob), 0);
    assert_int_equal(listed(ann), 1);
    assert_ok(block_save(tx, ann, bob, false, 3));
    assert_ok(block_save(tx, ann, bob, true, 2)); /* older, arrives late */
    assert_int_equal(listed(bob), 1);
}

static void likes_are_counted_once_a_person(void **state)
{
    const char *ann = id_make(&arena), *post_id = post_by(ann, POST_PUBLISHED, now_us), *id;
    bool changed, first;
    struct post post;

    (void)state;
    assert_ok(like_save(tx, post_id, ann, false, now_us, &id, &changed, &first));
    assert_false(changed);
    assert_ok(like_save(tx, post_id, ann, true, now_us, &id, &changed, &first));
    assert_true(changed && first);
    assert_ok(like_save(tx, post_id, ann, true, now_us, &id, &changed, &first));
    assert_false(changed);
    assert_ok(post_get(tx, post_id, ann, &post));
    assert_int_equal(post.like_count, 1);
    assert_true(post.liked);
    assert_ok(like_save(tx, post_id, ann, false, now_us, &id, &changed, &first));
    assert_true(changed && !first);
    assert_ok(like_save(tx, post_id, ann, true, now_us, &id, &changed, &first));
    assert_true(changed && !first);
}

static void comments_are_counted_while_they_are_seen(void **state)
{
    const char *ann = id_make(&arena), *post_id = post_by(ann, POST_PUBLISHED, now_us);
    struct comment comment = { .id = id_make(&arena), .post_id = post_id, .reply_to_id = "", .author = { .user_id = ann },
                               .body = "hi", .state = POST_HELD, .created_us = now_us };
    struct comment *list;
    struct post post;
    size_t count;
    bool moved;

    (void)state;
    assert_ok(comment_insert(tx, &comment));
    assert_ok(post_get(tx, post_id, "", &post));
    assert_int_equal(post.comment_count, 0);
    assert_ok(comment_publish(tx, comment.id, &moved));
    assert_ok(post_get(tx, post_id, "", &post));
    assert_int_equal(post.comment_count, 1);
    assert_ok(comment_list(tx, &arena, post_id, "", "", 10, &list, &count));
    assert_int_equal(count, 1);
    assert_ok(comment_remove(tx, comment.id, "author", &moved));
    assert_true(moved);
    assert_ok(comment_remove(tx, comment.id, "author", &moved));
    assert_false(moved);
    assert_ok(post_get(tx, post_id, "", &post));
    assert_int_equal(post.comment_count, 0);
}

static void an_older_event_never_overwrites_a_newer_one(void **state)
{
    const char *ann = id_make(&arena);
    bool verified;

    (void)state;
    assert_ok(person_save(tx, &(struct person){ ann, "Ann", "", true, 2 }));
    assert_ok(person_save(tx, &(struct person){ ann, "", "", false, 1 }));
    assert_ok(person_phone_verified(tx, ann, &verified));
    assert_true(verified);
}

static int64_t posts_read(void)
{
    struct rows *rows;

    assert_ok(db_query(tx, &rows, "select idx_tup_fetch + seq_tup_read from pg_stat_xact_user_tables"
                                  " where relid = 'posts'::regclass"));
    return rows_int(rows, 0, 0);
}

/* With the plan that a prepared statement ends up with: a page far down reads as few posts as the first one. */
static void a_page_far_down_costs_no_more(void **state)
{
    struct post_place place = { .published_us = now_us + 50 * INT64_C(1000000) };
    struct post *posts;
    size_t count;

    (void)state;
    for (int i = 0; i < 400; i++) {
        const char *id = post_by(circle.id, POST_PUBLISHED, now_us + i * INT64_C(1000000));

        if (i == 50)
            place.id = id;
    }
    assert_ok(db_exec(tx, "set local plan_cache_mode = force_generic_plan"));
    int64_t before = posts_read();
    assert_ok(post_list_of_circle(tx, &arena, circle.id, circle.id, &place, 10, &posts, &count));
    assert_int_equal(count, 10);
    assert_true(posts[0].published_us == now_us + 49 * INT64_C(1000000));
    assert_in_range(posts_read() - before, 10, 30);
    assert_ok(post_list_of_community(tx, &arena, circle.community_id, circle.id, &place, 10, &posts, &count));
    assert_int_equal(count, 10);
    assert_in_range(posts_read() - before, 20, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_page_far_down_costs_no_more, setup, teardown),
        cmocka_unit_test_setup_teardown(pages_neither_repeat_nor_skip_while_posts_arrive, setup, teardown),
        cmocka_unit_test_setup_teardown(only_published_posts_are_listed, setup, teardown),
        cmocka_unit_test_setup_teardown(blocked_people_are_not_listed_to_each_other, setup, teardown),
        cmocka_unit_test_setup_teardown(likes_are_counted_once_a_person, setup, teardown),
        cmocka_unit_test_setup_teardown(comments_are_counted_while_they_are_seen, setup, teardown),
        cmocka_unit_test_setup_teardown(an_older_event_never_overwrites_a_newer_one, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
