#include "groupbuy/domain/price.h"

#include <stdlib.h>

#include "support/check.h"

static struct price_line line(int32_t quantity, fen list, fen campaign, bool eligible)
{
    return (struct price_line){
        .quantity = quantity, .list_price = list, .campaign_price = campaign, .coupon_eligible = eligible
    };
}

static void one_line_through_all_steps(void **state)
{
    struct price_line lines[] = { line(3, 5980, 3990, true) };
    struct price price = { .lines = lines, .lines_count = 1, .coupon_discount = 1000, .delivery = 500 };

    (void)state;
    lines[0].starter_discount = 90;
    assert_ok(price_compute(&price));
    assert_int_equal(price.list, 17940);
    assert_int_equal(price.campaign_discount, 5970);
    assert_int_equal(price.starter_discount, 270);
    assert_int_equal(price.coupon_discount, 1000);
    assert_int_equal(price.amount, 17940 - 5970 - 270 - 1000 + 500);
    assert_int_equal(lines[0].campaign_discount, 6240);
    assert_int_equal(lines[0].payable, price.amount);
}

/* 10 + 10 + 10 with 10 off: the shares are 3.34, 3.33, 3.33, not 9.99 together. */
static void a_coupon_is_shared_to_the_fen(void **state)
{
    struct price_line lines[] = { line(1, 1000, 1000, true), line(1, 1000, 1000, true), line(1, 1000, 1000, true) };
    struct price price = { .lines = lines, .lines_count = 3, .coupon_discount = 1000 };

    (void)state;
    assert_ok(price_compute(&price));
    assert_int_equal(lines[0].coupon_discount, 334);
    assert_int_equal(lines[1].coupon_discount, 333);
    assert_int_equal(lines[2].coupon_discount, 333);
    assert_int_equal(price.amount, 2000);
}

static void a_coupon_spares_what_it_does_not_cover(void **state)
{
    struct price_line lines[] = { line(1, 5000, 5000, false), line(2, 300, 200, true) };
    struct price price = { .lines = lines, .lines_count = 2, .coupon_discount = 5000 };

    (void)state;
    assert_ok(price_compute(&price));
    assert_int_equal(price.coupon_discount, 400); /* never more than the eligible lines cost */
    assert_int_equal(lines[0].payable, 5000);
    assert_int_equal(lines[1].payable, 0);
}

static void delivery_of_a_free_order_goes_by_units(void **state)
{
    struct price_line lines[] = { line(1, 100, 0, true), line(3, 100, 0, true) };
    struct price price = { .lines = lines, .lines_count = 2, .delivery = 800 };

    (void)state;
    assert_ok(price_compute(&price));
    assert_int_equal(lines[0].delivery, 200);
    assert_int_equal(lines[1].delivery, 600);
}

static void nonsense_is_refused(void **state)
{
    struct price_line dearer[] = { line(1, 100, 101, true) }, none[] = { line(0, 100, 90, true) };
    struct price_line huge[] = { line(100, FEN_MAX, 0, true) }, starter[] = { line(1, 100, 50, true) };
    struct price price = { .lines = dearer, .lines_count = 1 };

    (void)state;
    assert_fails(price_compute(&price), INTERNAL);
    price.lines = none;
    assert_fails(price_compute(&price), INTERNAL);
    price.lines = huge;
    assert_fails(price_compute(&price), AMOUNT_OVERFLOW);
    starter[0].starter_discount = 51;
    price.lines = starter;
    assert_fails(price_compute(&price), INTERNAL);
    starter[0].starter_discount = 0;
    price.coupon_discount = -1;
    assert_fails(price_compute(&price), INTERNAL);
    price.lines_count = 0;
    assert_fails(price_compute(&price), INTERNAL);
}

static void check_sums(const struct price *price)
{
    fen list = 0, campaign = 0, coupon = 0, delivery = 0, payable = 0;

    for (size_t i = 0; i < price->lines_count; i++) {
        const struct price_line *l = &price->lines[i];

        assert_true(l->payable >= 0 && l->points_discount >= 0 && l->coupon_discount >= 0 && l->delivery >= 0 &&
                    l->campaign_discount >= 0);
        assert_int_equal(l->list - l->campaign_discount - l->coupon_discount - l->points_discount + l->delivery,
                         l->payable);
        if (!l->coupon_eligible)
            assert_int_equal(l->coupon_discount, 0);
        list += l->list;
        campaign += l->campaign_discount;
        coupon += l->coupon_discount;
        delivery += l->delivery;
        payable += l->payable;
    }
    assert_int_equal(list, price->list);
    assert_int_equal(campaign, price->campaign_discount + price->starter_discount);
    assert_int_equal(coupon, price->coupon_discount);
    assert_int_equal(delivery, price->delivery);
    assert_int_equal(payable, price->amount);
}

/* Whatever the basket, lines and order add up in every step. */
static void every_basket_adds_up(void **state)
{
    struct price_line lines[PRICE_LINES_MAX];

    (void)state;
    srand(20261121);
    for (int round = 0; round < 5000; round++) {
        struct price price = { .lines = lines,
                               .lines_count = 1 + (size_t)rand() % 8,
                               .coupon_discount = rand() % 20000,
                               .delivery = rand() % 2000 };

        for (size_t i = 0; i < price.lines_count; i++) {
            fen list = 1 + rand() % 10000;
            fen campaign = rand() % (list + 1);

            lines[i] = line(1 + rand() % 9, list, campaign, rand() % 3 != 0);
            lines[i].starter_discount = rand() % (campaign + 1);
        }
        assert_ok(price_compute(&price));
        check_sums(&price);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_through_all_steps),
        cmocka_unit_test(a_coupon_is_shared_to_the_fen),
        cmocka_unit_test(a_coupon_spares_what_it_does_not_cover),
        cmocka_unit_test(delivery_of_a_free_order_goes_by_units),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(every_basket_adds_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
