/* Reviews whose text could not be checked when they were written: each text is looked at, also one that was said while a
 * job looked at the one before. The job as the runner calls it, on a schema of its own. */
#include "content/jobs/jobs.h"
#include "content/rpc/reviews/reviewing.h"
#include "content/store/word_store.h"
#include "store/content/desk.h"

#define LEASE_MS 60000

static int up(void **state)
{
    (void)state;
    house.words = word_cache_create();
    desk_up("content_reviewing");
    return 0;
}

static int down(void **state)
{
    (void)state;
    desk_down();
    word_cache_destroy(house.words);
    return 0;
}

/* Held, with a job to look at it. */
static struct review written(const char *body)
{
    struct review review = { .id = id_make(&arena),
                             .order_id = id_make(&arena),
                             .product_id = id_make(&arena),
                             .author = { .user_id = id_make(&arena) },
                             .rating = 5,
                             .body = body,
                             .state = REVIEW_STATE_HELD };
    bool inserted;

    within("");
    review.created_us = call.now_us;
    assert_ok(reviewable_save(call.tx, &(struct reviewable){ .order_id = review.order_id,
                                                             .user_id = review.author.user_id,
                                                             .product_id = review.product_id,
                                                             .product_title = "蓝莓",
                                                             .sku_title = "",
                                                             .completed_us = call.now_us }));
    assert_ok(review_insert(call.tx, &review, &inserted));
    assert_true(inserted);
    assert_ok(review_check_later(&call, &review));
    assert_ok(call_commit(&call));
    return review;
}

static void said_otherwise(struct review *review, const char *body)
{
    within("");
    review->body = body;
    review->edited_us = call.now_us;
    assert_ok(review_save(call.tx, review));
    assert_ok(review_check_later(&call, review));
    assert_ok(call_commit(&call));
}

/* The one that has been due longest, as the runner takes it. */
static bool take(struct job *ret_job)
{
    const char *const kinds[] = { HELD_REVIEW };
    bool found;

    test_sql(db, "update jobs set run_at = run_at - interval '1 h'");
    assert_ok(job_take(db, &arena, kinds, 1, LEASE_MS, ret_job, &found));
    return found;
}

static enum review_state state_of(const struct review *review)
{
    return (enum review_state)test_sql_int(db, "select state from reviews where id = $1", db_id(review->id));
}

static void a_text_that_is_said_while_another_is_looked_at_is_looked_at_too(void **state)
{
    struct review review = written("很新鲜");
    struct job first, second;

    (void)state;
    within("");
    assert_ok(word_save(call.tx, &(struct word_row){ .folded = "假货", .word = "假货", .action = WORD_BLOCK }));
    assert_ok(call_commit(&call));

    assert_true(take(&first)); /* it has read what was said, and asks */
    said_otherwise(&review, "假货");
    assert_ok(job_done(db, &arena, &first));

    assert_true(take(&second));
    assert_ok(content_check_held_review(as(""), &first)); /* whose text is not there any more */
    assert_int_equal(state_of(&review), REVIEW_STATE_HELD);
    assert_ok(content_check_held_review(as(""), &second));
    assert_int_equal(state_of(&review), REVIEW_STATE_HIDDEN);
    assert_ok(job_done(db, &arena, &second));
    assert_false(take(&first));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_is_said_while_another_is_looked_at_is_looked_at_too),
    };

    return cmocka_run_group_tests(tests, up, down);
}
