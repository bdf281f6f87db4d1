#include "content/store/review_store.h"

#include "base/clock.h"
#include "base/id.h"
#include "content/service.h"
#include "content/store/people_store.h"

#define STORE_SERVICE content
#define STORE_NAME    "content_reviews"
#include "support/one_tx.h"

/* A line that somebody has kept. */
static struct reviewable kept_by(const char *user_id, const char *product_id)
{
    struct reviewable reviewable = { .order_id = id_make(&arena),
                                     .position = 1,
                                     .user_id = user_id,
                                     .product_id = product_id,
                                     .product_title = "蓝莓",
                                     .sku_title = "125 g × 4",
                                     .completed_us = now_us };

    assert_ok(reviewable_save(tx, &reviewable));
    assert_ok(reviewable_save(tx, &reviewable)); /* heard of twice */
    return reviewable;
}

static struct review review_of(const struct reviewable *line, int rating, enum review_state state)
{
    return (struct review){ .id = id_make(&arena),
                            .order_id = line->order_id,
                            .position = line->position,
                            .product_id = line->product_id,
                            .author = { .user_id = line->user_id },
                            .rating = rating,
                            .body = "很新鲜",
                            .state = state,
                            .text_passed = true,
                            .created_us = now_us,
                            .shown_us = state == REVIEW_STATE_SHOWN ? now_us : 0 };
}

static void assert_rating(const char *product_id, int64_t reviews, int64_t stars, int64_t fives)
{
    struct rating rating;

    assert_ok(rating_get(tx, product_id, &rating));
    assert_int_equal(rating.reviews, reviews);
    assert_int_equal(rating.stars, stars);
    assert_int_equal(rating.by_stars[4], fives);
}

static void a_line_is_reviewed_once_by_who_kept_it(void **state)
{
    const char *ann = id_make(&arena), *product = id_make(&arena);
    struct reviewable line = kept_by(ann, product), got;
    struct review first = review_of(&line, 5, REVIEW_STATE_SHOWN), second = review_of(&line, 1, REVIEW_STATE_SHOWN);
    struct review read;
    bool inserted;

    (void)state;
    assert_fails(reviewable_get(tx, line.order_id, 0, ann, &got), NOT_HERE);
    assert_fails(reviewable_get(tx, line.order_id, 1, id_make(&arena), &got), NOT_HERE);
    assert_ok(reviewable_get(tx, line.order_id, 1, ann, &got));
    assert_string_equal(got.product_id, product);
    assert_ok(review_insert(tx, &first, &inserted));
    assert_true(inserted);
    assert_ok(review_insert(tx, &second, &inserted));
    assert_false(inserted);
    assert_fails(review_get(tx, first.id, id_make(&arena), &read), NOT_HERE);
    assert_ok(review_get(tx, first.id, ann, &read));
    assert_string_equal(read.product_title, "蓝莓");
    assert_rating(product, 1, 5, 1);
}

static void stars_are_those_of_the_reviews_that_are_shown(void **state)
{
    const char *product = id_make(&arena);
    struct review reviews[3];
    bool inserted;

    (void)state;
    assert_rating(product, 0, 0, 0);
    for (int i = 0; i < 3; i++) {
        struct reviewable line = kept_by(id_make(&arena), product);

        reviews[i] = review_of(&line, 3 + i, i == 2 ? REVIEW_STATE_HELD : REVIEW_STATE_SHOWN);
        assert_ok(review_insert(tx, &reviews[i], &inserted));
    }
    assert_rating(product, 2, 7, 0);
    reviews[2].state = REVIEW_STATE_SHOWN;
    reviews[2].shown_us = now_us;
    assert_ok(review_save(tx, &reviews[2]));
    assert_rating(product, 3, 12, 1);
    reviews[2].rating = 1; /* said otherwise */
    assert_ok(review_save(tx, &reviews[2]));
    assert_rating(product, 3, 8, 0);
    reviews[0].state = REVIEW_STATE_HIDDEN;
    assert_ok(review_save(tx, &reviews[0]));
    assert_ok(review_save(tx, &reviews[0])); /* again: nothing */
    assert_rating(product, 2, 5, 0);
}

static void reviews_of_a_product_come_page_by_page_and_hidden_ones_do_not(void **state)
{
    const char *product = id_make(&arena), *after = "";
    struct review *page;
    size_t count, seen = 0;
    bool inserted;

    (void)state;
    for (int i = 0; i < 7; i++) {
        struct reviewable line = kept_by(id_make(&arena), product);
        struct review review = review_of(&line, 4, i == 3 ? REVIEW_STATE_HIDDEN : REVIEW_STATE_SHOWN);

        assert_ok(review_insert(tx, &review, &inserted));
    }
    do {
        assert_ok(review_list(tx, REVIEWS_OF_PRODUCT, product, after, 4, &page, &count));
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(page[i].state, REVIEW_STATE_SHOWN);
            assert_true(!*after || strcmp(page[i].id, after) < 0);
            after = page[i].id;
        }
        seen += count;
    } while (count == 4);
    assert_int_equal(seen, 6);
}

static void a_review_may_be_said_otherwise_for_a_week(void **state)
{
    struct review review = { .state = REVIEW_STATE_SHOWN, .created_us = now_us };

    (void)state;
    assert_true(review_is_open(&review, now_us + REVIEW_EDIT_S * US_PER_S - 1));
    assert_false(review_is_open(&review, now_us + REVIEW_EDIT_S * US_PER_S));
    review.state = REVIEW_STATE_HIDDEN;
    assert_false(review_is_open(&review, now_us));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_reviewed_once_by_who_kept_it),
        cmocka_unit_test(stars_are_those_of_the_reviews_that_are_shown),
        cmocka_unit_test(reviews_of_a_product_come_page_by_page_and_hidden_ones_do_not),
        cmocka_unit_test(a_review_may_be_said_otherwise_for_a_week),
    };

    return cmocka_run_group_tests(tests, store_up, store_down);
}
