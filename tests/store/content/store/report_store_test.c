#include "content/store/report_store.h"

#include "base/id.h"
#include "content/service.h"
#include "content/store/circle_store.h"
#include "content/store/comment_store.h"
#include "content/store/post_store.h"

#define STORE_SERVICE content
#define STORE_NAME    "content_reports"
#include "support/one_tx.h"

static const char *reported_in(const char *community_id)
{
    struct report report = { .id = id_make(&arena), .target = REPORT_POST, .target_id = id_make(&arena),
                             .community_id = community_id, .reporter_id = id_make(&arena), .body = "广告",
                             .created_us = now_us };
    bool is_new;

    assert_ok(report_insert(tx, &report, &report, &is_new));
    assert_true(is_new);
    return report.id;
}

static size_t listed(const char *const *communities, size_t count, struct report **ret_reports)
{
    size_t found;

    assert_ok(report_list_open(tx, &arena, communities, count, "", 10, ret_reports, &found));
    return found;
}

static void the_queue_of_a_community_holds_its_own(void **state)
{
    const char *here = id_make(&arena), *there = id_make(&arena), *both[] = { here, there };
    const char *first = reported_in(here), *second = reported_in(there);
    struct report *reports;

    (void)state;
    assert_int_equal(listed(NULL, 0, &reports), 2);
    assert_int_equal(listed(both, 2, &reports), 2);
    assert_int_equal(listed(both, 0, &reports), 0);
    assert_int_equal(listed(&here, 1, &reports), 1);
    assert_string_equal(reports[0].id, first);
    assert_string_equal(reports[0].community_id, here);
    assert_int_equal(listed(&there, 1, &reports), 1);
    assert_string_equal(reports[0].id, second);
}

/* As the release before 003 files one. */
static void file_as_before(enum report_target target, const char *target_id)
{
    assert_ok(db_exec(tx,
                      "insert into reports (id, target, target_id, reporter_id, body, state, created_at)"
                      " values ($1, $2, $3, $4, $5, 1, $6)",
                      db_id(id_make(&arena)), db_int(target), db_id(target_id), db_id(target_id), db_text("广告"),
                      db_time(now_us)));
}

/* Both releases run side by side for a while: its reports are taken, and reach their reviewers. */
static void reports_of_the_release_before_are_filled_in(void **state)
{
    struct circle circle = { .id = id_make(&arena), .community_id = id_make(&arena), .name = "邻里", .notice = "", .rules = "",
                             .welcome = "", .visibility = VISIBLE_TO_ALL, .members_max = 100, .created_us = now_us };
    struct post post = { .id = id_make(&arena), .circle_id = circle.id, .community_id = circle.community_id,
                         .author = { .user_id = circle.id }, .title = "", .body = "x", .campaign_id = "",
                         .state = POST_PUBLISHED, .created_us = now_us, .published_us = now_us };
    struct comment comment = { .id = id_make(&arena), .post_id = post.id, .reply_to_id = "",
                               .author = { .user_id = circle.id }, .body = "x", .state = POST_PUBLISHED, .created_us = now_us };
    struct report *reports;
    int64_t filled;

    (void)state;
    assert_ok(circle_insert(tx, &circle, circle.id));
    assert_ok(post_insert(tx, &post));
    assert_ok(comment_insert(tx, &comment));
    file_as_before(REPORT_POST, post.id);
    file_as_before(REPORT_COMMENT, comment.id);
    assert_int_equal(listed(&circle.community_id, 1, &reports), 0);
    assert_ok(report_fill_community(tx, 1, &filled));
    assert_int_equal(filled, 1);
    assert_ok(report_fill_community(tx, 10, &filled));
    assert_int_equal(filled, 1);
    assert_int_equal(listed(&circle.community_id, 1, &reports), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_queue_of_a_community_holds_its_own, store_up, store_down),
        cmocka_unit_test_setup_teardown(reports_of_the_release_before_are_filled_in, store_up, store_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
