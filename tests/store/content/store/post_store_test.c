#include "content/store/post_store.h"

#include <string.h>

#include "base/id.h"
#include "content/service.h"
#include "content/store/circle_store.h"
#include "content/store/comment_store.h"
#include "content/store/people_store.h"
#include "support/plan.h"

#define STORE_SERVICE content
#define STORE_NAME    "content_posts"
#include "support/one_tx.h"

static struct circle circle;
static const struct post_place top = { .id = "" };

static int setup(void **state)
{
    store_up(state);
    circle = (struct circle){ .id = id_make(&arena), .community_id = id_make(&arena), .name = "邻里", .notice = "",
                              .rules = "", .welcome = "", .visibility = VISIBLE_TO_ALL, .members_max = 100, .created_us = now_us };
    return ok(circle_insert(tx, &circle, circle.id)) ? 0 : -1;
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

/* ---- the feed of a community, where nearly everything is said behind closed doors ---- */

#define CLOSED_CIRCLES    20
#define CLOSED_POSTS_EACH 5000
#define PAGE              20
#define FEED_BUFFERS_MAX  130

static struct circle circle_in(const char *community_id, enum circle_visibility visibility)
{
    struct circle made = circle;

    made.id = made.name = id_make(&arena);
    made.community_id = community_id;
    made.visibility = visibility;
    assert_ok(circle_insert(tx, &made, made.id));
    return made;
}

/* `count` published posts, a second apart, the newest of them at `newest_us`. */
static void many_posts(const struct circle *where, int count, int64_t newest_us)
{
    assert_ok(db_exec(tx,
                      "insert into posts (id, circle_id, community_id, author_id, title, body, state, created_at, published_at,"
                      " visibility) select gen_random_uuid(), $1, $2, $1, '', 'x', 2, t, t, $5 from (select"
                      " $3::timestamptz - n * interval '1 second' as t from generate_series(0, $4 - 1) n) s",
                      db_id(where->id), db_id(where->community_id), db_time(newest_us), db_int(count),
                      db_int(where->visibility)));
}

static size_t feed(const char *viewer, const struct post_place *after, struct post **ret_posts)
{
    size_t count;

    assert_ok(post_list_of_community(tx, &arena, circle.community_id, viewer, after, PAGE, ret_posts, &count));
    return count;
}

static struct plan feed_plan(const char *viewer)
{
    return test_plan(tx, "cross join lateral",
                     arena_printf(&arena, "'%s', %s, null, null, %d", circle.community_id,
                                  *viewer ? arena_printf(&arena, "'%s'", viewer) : "null", PAGE));
}

static int64_t likes_read(void)
{
    struct rows *rows;

    assert_ok(db_query(tx, &rows, "select coalesce(idx_scan, 0) + seq_tup_read + coalesce(idx_tup_fetch, 0)"
                                  " from pg_stat_xact_user_tables where relid = 'likes'::regclass"));
    return rows_int(rows, 0, 0);
}

static void plan_as_services_do(void)
{
    assert_ok(db_exec(tx, "analyze posts"));
    assert_ok(db_exec(tx, "analyze people"));
    assert_ok(db_exec(tx, "analyze likes"));
    assert_ok(db_exec(tx, "set local plan_cache_mode = force_generic_plan"));
}

static void newest_are_liked(const char *user_id, int count)
{
    assert_ok(db_exec(tx,
                      "with liked as (update posts set like_count = 1 where id in (select id from posts order by created_at desc"
                      " limit $2) returning id, created_at) insert into likes (id, post_id, user_id, active, liked_at)"
                      " select gen_random_uuid(), id, $1, true, created_at from liked",
                      db_id(user_id), db_int(count)));
    plan_as_services_do();
}

/* Fewer likes than PostgreSQL thinks a page to be long, which it takes for a hundredth of all posts. */
static void a_feed_reads_no_likes_but_of_its_own_posts(void **state)
{
    const char *ann = id_make(&arena);
    struct post *posts;

    (void)state;
    many_posts(&circle, 20000, now_us);
    newest_are_liked(ann, 2000);
    int64_t before = likes_read();
    assert_int_equal(feed(ann, &top, &posts), PAGE);
    assert_true(posts[0].liked);
    assert_in_range(likes_read() - before, PAGE, 3 * PAGE);

    const struct post_place below = { now_us - 3000 * INT64_C(1000000), "" };

    before = likes_read();
    assert_int_equal(feed(ann, &below, &posts), PAGE);
    assert_false(posts[0].liked);
    assert_int_equal(likes_read(), before); /* nobody likes these */
}

/* Of 20 posts by 20 people, every other one liked by the viewer, each row is read once: the post, its author, the like. */
static void a_feed_finds_each_post_once(void **state)
{
    const char *ann = id_make(&arena);
    struct post *posts;

    (void)state;
    assert_ok(db_exec(tx,
                      "with s as (select n, gen_random_uuid() as id, $3::timestamptz - n * interval '1 second' as t"
                      " from generate_series(1, 20000) n), written as (insert into posts (id, circle_id, community_id,"
                      " author_id, title, body, state, like_count, created_at, published_at, visibility)"
                      " select id, $1, $2, id, '', 'x', 2, n % 2, t, t, 1 from s), known as (insert into people (user_id,"
                      " nickname, avatar_url, phone_verified, version) select id, 'Bob', 'https://img/bob', true, 1 from s)"
                      " insert into likes (id, post_id, user_id, active, liked_at)"
                      " select id, id, $4, true, t from s where n % 2 = 1",
                      db_id(circle.id), db_id(circle.community_id), db_time(now_us), db_id(ann)));
    plan_as_services_do();

    assert_int_equal(feed(ann, &top, &posts), PAGE);
    for (int i = 0; i < PAGE; i++) {
        assert_string_equal(posts[i].author.nickname, "Bob");
        assert_string_equal(posts[i].author.avatar_url, "https://img/bob");
        assert_int_equal(posts[i].liked, i % 2 == 0);
    }

    struct plan plan = feed_plan(ann);

    if (plan.rows_read > 3 * PAGE || plan.buffers > FEED_BUFFERS_MAX)
        fail_msg("%ld rows, %ld buffers: %s", (long)plan.rows_read, (long)plan.buffers, plan.text);
}

/* Neither whom he has blocked nor who has blocked him is read but for who wrote. */
static void a_feed_costs_no_more_for_many_blocks(void **state)
{
    const char *ann = id_make(&arena);
    struct post *posts;

    (void)state;
    many_posts(&circle, 20000, now_us);
    assert_ok(db_exec(tx,
                      "insert into blocks (user_id, blocked_id, active, version) select $1, gen_random_uuid(), true, 1"
                      " from generate_series(1, 20000) union all select gen_random_uuid(), $1, true, 1"
                      " from generate_series(1, 20000)",
                      db_id(ann)));
    assert_ok(db_exec(tx, "analyze blocks"));
    plan_as_services_do();
    assert_int_equal(feed(ann, &top, &posts), PAGE);

    struct plan plan = feed_plan(ann);

    if (plan.rows_read > 3 * PAGE || plan.buffers > 3 * FEED_BUFFERS_MAX)
        fail_msg("%ld rows, %ld buffers: %s", (long)plan.rows_read, (long)plan.buffers, plan.text);
}

#define assert_flat(made, circles)                                                                                 \
    do {                                                                                                           \
        struct plan plan_ = (made);                                                                                \
        if (plan_.sequential || plan_.rows_dropped > PAGE || plan_.rows_read > 8 * PAGE * ((circles) + 1) ||       \
            plan_.buffers > 40 * PAGE * ((circles) + 1))                                                           \
            fail_msg("%ld rows read, %ld dropped, %ld buffers: %s", (long)plan_.rows_read, (long)plan_.rows_dropped, \
                     (long)plan_.buffers, plan_.text);                                                             \
    } while (0)

/* Everything public is older than 100,000 posts of closed circles: a guest's page reads none of those, a member's only
 * pages of the circles he is in. */
static void a_feed_does_not_read_what_it_may_not_show(void **state)
{
    const char *ann = id_make(&arena), *membership;
    int64_t hour_us = INT64_C(3600) * 1000000;
    struct circle closed[CLOSED_CIRCLES];
    struct post *posts;
    bool first_time;

    (void)state;
    many_posts(&circle, 100, now_us - 24 * hour_us);
    for (int i = 0; i < CLOSED_CIRCLES; i++) {
        closed[i] = circle_in(circle.community_id, VISIBLE_TO_MEMBERS);
        many_posts(&closed[i], CLOSED_POSTS_EACH, now_us - i * 1000);
    }
    assert_ok(db_exec(tx, "analyze posts"));
    for (int i = 0; i < 2; i++)
        assert_ok(membership_save(tx, &closed[i], ann, ROLE_MEMBER, now_us, &membership, &first_time));

    assert_int_equal(feed("", &top, &posts), PAGE);
    assert_string_equal(posts[0].circle_id, circle.id);
    assert_flat(feed_plan(""), 0);
    assert_int_equal(feed(ann, &top, &posts), PAGE);
    for (int i = 0; i < PAGE; i++)
        assert_string_equal(posts[i].circle_id, closed[i % 2].id); /* they took turns */
    assert_flat(feed_plan(ann), 2);
    assert_int_equal(feed(ann, &(struct post_place){ posts[19].published_us, posts[19].id }, &posts), PAGE);
    assert_string_equal(posts[0].circle_id, closed[0].id);
    assert_int_equal(posts[0].published_us, now_us - 10 * INT64_C(1000000));
}

static void everybody_sees_what_his_circles_say(void **state)
{
    struct circle closed = circle_in(circle.community_id, VISIBLE_TO_MEMBERS), far = circle_in(id_make(&arena), VISIBLE_TO_MEMBERS);
    const char *ann = id_make(&arena), *membership;
    struct post *posts;
    bool first_time;

    (void)state;
    many_posts(&circle, 3, now_us);
    many_posts(&closed, 4, now_us);
    many_posts(&far, 5, now_us);
    assert_int_equal(feed("", &top, &posts), 3);
    assert_int_equal(feed(ann, &top, &posts), 3);
    assert_ok(membership_save(tx, &closed, ann, ROLE_MEMBER, now_us, &membership, &first_time));
    assert_ok(membership_save(tx, &far, ann, ROLE_MEMBER, now_us, &membership, &first_time));
    assert_ok(membership_save(tx, &circle, ann, ROLE_MEMBER, now_us, &membership, &first_time));
    assert_int_equal(feed(ann, &top, &posts), 7);
    assert_ok(membership_save(tx, &closed, ann, NOT_IN, now_us, &membership, &first_time));
    assert_int_equal(feed(ann, &top, &posts), 3);
}

static void like(const char *user_id, const char *post_id)
{
    const char *id;
    bool changed, first;

    assert_ok(like_save(tx, post_id, user_id, true, now_us, &id, &changed, &first));
}

/* Public posts and those of two closed circles, three of every moment: whatever a page's size, each has its place once. */
static void pages_of_a_feed_are_the_feed(void **state)
{
    const char *ann = id_make(&arena), *membership;
    struct circle closed[2] = { circle_in(circle.community_id, VISIBLE_TO_MEMBERS),
                                circle_in(circle.community_id, VISIBLE_TO_MEMBERS) };
    struct post *all, *page;
    bool first_time;
    size_t count;

    (void)state;
    many_posts(&circle, 6, now_us);
    for (int i = 0; i < 2; i++) {
        many_posts(&closed[i], 6, now_us);
        assert_ok(membership_save(tx, &closed[i], ann, ROLE_MEMBER, now_us, &membership, &first_time));
    }
    assert_int_equal(feed(ann, &top, &all), 18);
    like(ann, all[4].id);
    for (int i = 1; i < 18; i++)
        assert_true(all[i - 1].published_us > all[i].published_us ||
                    (all[i - 1].published_us == all[i].published_us && strcmp(all[i - 1].id, all[i].id) > 0));
    for (int size = 1; size < 18; size += 2) {
        struct post_place place = top;

        for (size_t seen = 0; seen < 18; seen += count) {
            assert_ok(post_list_of_community(tx, &arena, circle.community_id, ann, &place, size, &page, &count));
            assert_int_equal(count, 18 - seen < (size_t)size ? 18 - seen : (size_t)size);
            for (size_t i = 0; i < count; i++) {
                assert_string_equal(page[i].id, all[seen + i].id);
                assert_int_equal(page[i].liked, seen + i == 4);
            }
            place = (struct post_place){ page[count - 1].published_us, page[count - 1].id };
        }
        assert_ok(post_list_of_community(tx, &arena, circle.community_id, ann, &place, size, &page, &count));
        assert_int_equal(count, 0);
    }
}

static void blocked_people_have_no_place_in_each_others_feed(void **state)
{
    const char *ann = id_make(&arena), *bob = id_make(&arena), *membership;
    struct circle open = circle, closed = circle_in(circle.community_id, VISIBLE_TO_MEMBERS);
    struct post *posts;
    bool first_time;

    (void)state;
    assert_ok(membership_save(tx, &closed, ann, ROLE_MEMBER, now_us, &membership, &first_time));
    assert_ok(membership_save(tx, &closed, bob, ROLE_MEMBER, now_us, &membership, &first_time));
    post_by(ann, POST_PUBLISHED, now_us);
    circle = closed;
    post_by(ann, POST_PUBLISHED, now_us);
    circle = open;
    assert_int_equal(feed(bob, &top, &posts), 2);
    assert_ok(block_save(tx, ann, bob, true, 1));
    assert_int_equal(feed(bob, &top, &posts), 0);
    assert_int_equal(feed(ann, &top, &posts), 2);
    assert_int_equal(feed("", &top, &posts), 1);
    assert_ok(block_save(tx, ann, bob, false, 2));
    assert_int_equal(feed(bob, &top, &posts), 2);
    assert_ok(block_save(tx, bob, ann, true, 1)); /* and the other way round */
    assert_int_equal(feed(bob, &top, &posts), 0);
}

static void held_and_removed_posts_have_no_place_in_a_feed(void **state)
{
    const char *ann = id_make(&arena), *held = post_by(ann, POST_HELD, now_us);
    struct post *posts;
    bool moved;

    (void)state;
    assert_int_equal(feed(ann, &top, &posts), 0);
    assert_ok(post_publish(tx, held, now_us, &moved));
    assert_int_equal(feed(ann, &top, &posts), 1);
    assert_int_equal(posts[0].state, POST_PUBLISHED);
    assert_ok(post_remove(tx, held, "author", &moved));
    assert_int_equal(feed(ann, &top, &posts), 0);
}

/* Copies until there is nothing left, three posts at a time. */
static void copy_all(const char *circle_id)
{
    struct post_place place = top;
    size_t count;

    do {
        assert_ok(post_copy_visibility(tx, circle_id, &place, 3, &place, &count));
    } while (count == 3);
}

static void a_circle_that_closes_is_closed_at_once(void **state)
{
    struct post *posts;
    bool changed;

    (void)state;
    many_posts(&circle, 7, now_us);
    assert_int_equal(feed("", &top, &posts), 7);
    assert_ok(circle_set_visibility(tx, circle.id, VISIBLE_TO_MEMBERS, &changed));
    assert_true(changed);
    assert_int_equal(feed("", &top, &posts), 0); /* the copies still say otherwise */
    copy_all(circle.id);
    assert_int_equal(feed("", &top, &posts), 0);
    assert_ok(circle_set_visibility(tx, circle.id, VISIBLE_TO_MEMBERS, &changed));
    assert_false(changed);
    assert_ok(circle_set_visibility(tx, circle.id, VISIBLE_TO_ALL, &changed));
    copy_all(circle.id);
    assert_int_equal(feed("", &top, &posts), 7);
}

static void posts_know_who_may_read_them_from_the_start(void **state)
{
    const char *ann = id_make(&arena), *held = post_by(ann, POST_HELD, now_us);
    struct post *posts;
    bool changed, moved;

    (void)state;
    post_by(ann, POST_PUBLISHED, now_us);
    assert_int_equal(feed("", &top, &posts), 1);
    assert_ok(circle_set_visibility(tx, circle.id, VISIBLE_TO_MEMBERS, &changed));
    assert_ok(circle_set_visibility(tx, circle.id, VISIBLE_TO_ALL, &changed));
    assert_ok(post_publish(tx, held, now_us, &moved)); /* held while it changed */
    assert_int_equal(feed("", &top, &posts), 2);
}

/* The release before 005 inserts posts without a copy, as this one says it; both run side by side for a while. */
static void posts_of_the_release_before_are_filled_in(void **state)
{
    struct circle closed = circle_in(circle.community_id, VISIBLE_TO_MEMBERS);
    struct post *posts;
    int64_t filled;

    (void)state;
    for (int i = 0; i < 5; i++)
        assert_ok(db_exec(tx,
                          "insert into posts (id, circle_id, community_id, author_id, title, body, campaign_id, state,"
                          " created_at, published_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                          db_id(id_make(&arena)), db_id(i < 3 ? circle.id : closed.id), db_id(circle.community_id),
                          db_id(circle.id), db_text(""), db_text("x"), db_null(), db_int(POST_PUBLISHED), db_time(now_us),
                          db_time(now_us)));
    assert_int_equal(feed("", &top, &posts), 0);
    assert_ok(post_fill_visibility(tx, 4, &filled));
    assert_int_equal(filled, 4);
    assert_ok(post_fill_visibility(tx, 4, &filled));
    assert_int_equal(filled, 1);
    assert_int_equal(feed("", &top, &posts), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_page_far_down_costs_no_more, setup, store_down),
        cmocka_unit_test_setup_teardown(a_feed_does_not_read_what_it_may_not_show, setup, store_down),
        cmocka_unit_test_setup_teardown(a_feed_reads_no_likes_but_of_its_own_posts, setup, store_down),
        cmocka_unit_test_setup_teardown(a_feed_finds_each_post_once, setup, store_down),
        cmocka_unit_test_setup_teardown(a_feed_costs_no_more_for_many_blocks, setup, store_down),
        cmocka_unit_test_setup_teardown(pages_of_a_feed_are_the_feed, setup, store_down),
        cmocka_unit_test_setup_teardown(blocked_people_have_no_place_in_each_others_feed, setup, store_down),
        cmocka_unit_test_setup_teardown(held_and_removed_posts_have_no_place_in_a_feed, setup, store_down),
        cmocka_unit_test_setup_teardown(everybody_sees_what_his_circles_say, setup, store_down),
        cmocka_unit_test_setup_teardown(a_circle_that_closes_is_closed_at_once, setup, store_down),
        cmocka_unit_test_setup_teardown(posts_know_who_may_read_them_from_the_start, setup, store_down),
        cmocka_unit_test_setup_teardown(posts_of_the_release_before_are_filled_in, setup, store_down),
        cmocka_unit_test_setup_teardown(pages_neither_repeat_nor_skip_while_posts_arrive, setup, store_down),
        cmocka_unit_test_setup_teardown(only_published_posts_are_listed, setup, store_down),
        cmocka_unit_test_setup_teardown(blocked_people_are_not_listed_to_each_other, setup, store_down),
        cmocka_unit_test_setup_teardown(likes_are_counted_once_a_person, setup, store_down),
        cmocka_unit_test_setup_teardown(comments_are_counted_while_they_are_seen, setup, store_down),
        cmocka_unit_test_setup_teardown(an_older_event_never_overwrites_a_newer_one, setup, store_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
