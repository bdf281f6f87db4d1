#include "coupons/domain/points.h"

#include <stdlib.h>

#include "coupons/domain/reasons.h"
#include "support/check.h"

/* The rule once more, by trying: the largest discount that points may pay, and the fewest points that pay it. */
static struct points_offer by_trying(const struct points_terms *terms, int64_t available, int64_t wanted, fen amount)
{
    int64_t share = amount * terms->percent_max / 100, most = share * terms->per_yuan / 100;
    struct points_offer offer = { 0 };

    most = most < available ? most : available;
    most = wanted && wanted < most ? wanted : most;
    for (int64_t points = 0; points <= most; points++)
        if (points * 100 / terms->per_yuan > offer.discount)
            offer = (struct points_offer){ points, points * 100 / terms->per_yuan };
    return offer;
}

static void an_offer_is_the_best_there_is(void **state)
{
    (void)state;
    srand(20261122);
    for (int i = 0; i < 5000; i++) {
        const struct points_terms terms = { .per_yuan = 1 + rand() % 300, .percent_max = rand() % 101 };
        int64_t available = rand() % 500, wanted = rand() % 3 ? rand() % 600 : 0;
        fen amount = rand() % 2000;
        struct points_offer offer, expected = by_trying(&terms, available, wanted, amount);

        assert_ok(points_offer_for(&terms, available, wanted, amount, &offer));
        assert_int_equal(offer.discount, expected.discount);
        assert_int_equal(offer.points, expected.points);
        assert_true(offer.discount * 100 <= amount * terms.percent_max);
    }
}

static void an_amount_beyond_counting_is_refused(void **state)
{
    const struct points_terms terms = { .per_yuan = 10000, .percent_max = 100 };
    struct points_offer offer;

    (void)state;
    assert_fails(points_offer_for(&terms, 1, 0, INT64_MAX, &offer), AMOUNT_OVERFLOW);
    assert_fails(points_offer_for(&terms, 1, 0, -1, &offer), AMOUNT_OVERFLOW);
}

static void postings_add_up_and_leave_nobody_below_nothing(void **state)
{
    struct points_account account = { .user_id = "ann", .available = 10 };
    struct points_entries entries = points_move(ACCOUNT_AVAILABLE, ACCOUNT_HELD, 10);

    (void)state;
    assert_ok(points_apply(&account, &entries));
    assert_int_equal(account.held, 10);
    assert_fails(points_apply(&account, &entries), INTERNAL);
    account = (struct points_account){ .user_id = "ann", .available = 10 };
    entries.of[ACCOUNT_HELD] = 9;
    assert_fails(points_apply(&account, &entries), INTERNAL);
}

static void a_refund_never_gives_back_more_than_is_left(void **state)
{
    const struct points_lock lock = { .points = 60, .returned = 25 };

    (void)state;
    assert_int_equal(points_to_return(&lock, 0), 35);
    assert_int_equal(points_to_return(&lock, 10), 10);
    assert_int_equal(points_to_return(&lock, 36), 35);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_offer_is_the_best_there_is),
        cmocka_unit_test(an_amount_beyond_counting_is_refused),
        cmocka_unit_test(postings_add_up_and_leave_nobody_below_nothing),
        cmocka_unit_test(a_refund_never_gives_back_more_than_is_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
