#include "content/domain/post.h"

#include "content/domain/reasons.h"
#include "support/check.h"

static struct post post_of(const char *author, enum post_state post_state)
{
    return (struct post){ .id = "p", .author = { .user_id = author }, .state = post_state };
}

static const struct circle open_circle = { .id = "c", .visibility = VISIBLE_TO_ALL };
static const struct circle closed_circle = { .id = "c", .visibility = VISIBLE_TO_MEMBERS };

static void a_check_that_could_not_be_made_holds(void **state)
{
    enum post_state post_state = POST_REMOVED;

    (void)state;
    assert_ok(post_state_for(VERDICT_PASS, &post_state));
    assert_int_equal(post_state, POST_PUBLISHED);
    assert_ok(post_state_for(VERDICT_REVIEW, &post_state));
    assert_int_equal(post_state, POST_HELD);
    assert_fails(post_state_for(VERDICT_REFUSED, &post_state), TEXT_REFUSED);
}

static void a_held_post_is_seen_by_its_author_alone(void **state)
{
    struct post post = post_of("ann", POST_HELD);

    (void)state;
    assert_ok(post_readable(&post, &open_circle, "ann"));
    assert_fails(post_readable(&post, &open_circle, "bob"), NOT_HERE);
    assert_fails(post_readable(&post, &open_circle, ""), NOT_HERE);
}

static void a_removed_post_is_gone_for_all(void **state)
{
    struct post post = post_of("ann", POST_REMOVED);

    (void)state;
    assert_fails(post_readable(&post, &open_circle, "ann"), NOT_HERE);
}

static void blocked_people_do_not_see_each_other(void **state)
{
    struct post post = post_of("ann", POST_PUBLISHED);

    (void)state;
    assert_ok(post_readable(&post, &open_circle, "bob"));
    post.hidden = true;
    assert_fails(post_readable(&post, &open_circle, "bob"), NOT_HERE);
}

static void a_closed_circle_hides_its_posts(void **state)
{
    struct post post = post_of("ann", POST_PUBLISHED);

    (void)state;
    assert_fails(post_readable(&post, &closed_circle, "bob"), NOT_HERE);
}

static void who_takes_away_and_in_whose_name(void **state)
{
    const char *by = "";

    (void)state;
    assert_ok(removal_by("ann", "ann", NOT_IN, false, &by));
    assert_string_equal(by, "author");
    assert_ok(removal_by("ann", "bob", ROLE_MODERATOR, false, &by));
    assert_string_equal(by, "moderator");
    assert_ok(removal_by("ann", "bob", NOT_IN, true, &by));
    assert_string_equal(by, "moderator");
    assert_fails(removal_by("ann", "bob", ROLE_MEMBER, false, &by), FORBIDDEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_check_that_could_not_be_made_holds),
        cmocka_unit_test(a_held_post_is_seen_by_its_author_alone),
        cmocka_unit_test(a_removed_post_is_gone_for_all),
        cmocka_unit_test(blocked_people_do_not_see_each_other),
        cmocka_unit_test(a_closed_circle_hides_its_posts),
        cmocka_unit_test(who_takes_away_and_in_whose_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
