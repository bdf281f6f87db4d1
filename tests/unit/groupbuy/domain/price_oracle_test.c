/* 5,000 random baskets at random price steps, with coupon, points and delivery, priced a second time, by an arithmetic
 * of its own: a step is the lowest price that is reached, everything for one order in 128-bit rationals, each share the
 * whole part of total × weight ÷ sum, and what is missing then given out fen by fen to the largest remainders, found by
 * sorting. Nothing of shared/base/money.c is used here. */
#include <stdlib.h>

#include "groupbuy/domain/price.h"
#include "groupbuy/domain/round.h"
#include "support/check.h"

#define BASKETS   5000
#define LINES_MAX 50

typedef __int128 wide;

struct remainder {
    wide rest;
    size_t line;
};

static int larger_first(const void *a, const void *b)
{
    const struct remainder *x = a, *y = b;

    if (x->rest != y->rest)
        return x->rest < y->rest ? 1 : -1;
    return x->line < y->line ? -1 : 1;
}

static void share_out(int64_t total, const int64_t *weights, size_t count, int64_t *ret_shares)
{
    struct remainder remainders[LINES_MAX];
    wide sum = 0, missing = total;

    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    for (size_t i = 0; i < count; i++) {
        wide product = (wide)total * weights[i];

        ret_shares[i] = sum ? (int64_t)(product / sum) : 0;
        remainders[i] = (struct remainder){ sum ? product % sum : 0, i };
        missing -= ret_shares[i];
    }
    qsort(remainders, count, sizeof *remainders, larger_first);
    for (size_t i = 0; missing > 0; i++, missing--)
        ret_shares[remainders[i].line]++;
}

/* What a line costs after each step. */
struct basket {
    size_t count;
    int64_t units[LINES_MAX], goods[LINES_MAX], coupon[LINES_MAX], points[LINES_MAX], delivery[LINES_MAX];
};

static int64_t at_most(int64_t value, int64_t limit)
{
    return value < limit ? value : limit;
}

static int64_t sum_of(const int64_t *values, size_t count)
{
    wide sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return (int64_t)sum;
}

/* What a unit costs by price steps, of which so many were sold together. */
struct tiers {
    int64_t before, sold;
    struct round_step steps[ROUND_STEPS_MAX];
    size_t count;
};

static int64_t lowest_reached(const struct tiers *tiers)
{
    int64_t lowest = tiers->before;

    for (size_t i = tiers->count; i-- > 0;)
        if (tiers->steps[i].from_units <= tiers->sold && tiers->steps[i].price < lowest)
            lowest = tiers->steps[i].price;
    return lowest;
}

static void price_again(struct basket *basket, const struct price *given, const struct price_line *lines,
                        const struct tiers *tiers)
{
    int64_t weights[LINES_MAX];

    basket->count = given->lines_count;
    for (size_t i = 0; i < basket->count; i++) {
        basket->units[i] = lines[i].quantity;
        basket->goods[i] = (lowest_reached(&tiers[i]) - lines[i].starter_discount) * lines[i].quantity;
        weights[i] = lines[i].coupon_eligible ? basket->goods[i] : 0;
    }
    share_out(at_most(given->coupon_discount, sum_of(weights, basket->count)), weights, basket->count, basket->coupon);
    for (size_t i = 0; i < basket->count; i++)
        weights[i] = basket->goods[i] - basket->coupon[i];
    share_out(at_most(given->points_discount, sum_of(weights, basket->count)), weights, basket->count, basket->points);
    for (size_t i = 0; i < basket->count; i++)
        weights[i] -= basket->points[i];
    share_out(given->delivery, sum_of(weights, basket->count) ? weights : basket->units, basket->count,
              basket->delivery);
}

/* Each step from more units on, at a lower price. */
static struct tiers random_tiers(fen list)
{
    struct tiers tiers = { .before = rand() % 4 ? rand() % (list + 1) : list, .sold = rand() % 500 };
    int64_t from = 0, price = tiers.before;

    while (tiers.count < ROUND_STEPS_MAX && price > 1 && rand() % 2) {
        from += 1 + rand() % 150;
        price -= 1 + rand() % (price - 1);
        tiers.steps[tiers.count++] = (struct round_step){ from, price };
    }
    return tiers;
}

static struct price_line random_line(struct tiers *ret_tiers)
{
    fen list = 1 + rand() % (rand() % 9 ? 20000 : 10000000);
    struct tiers tiers = random_tiers(list);
    fen campaign = round_price_at(tiers.before, tiers.steps, tiers.count, tiers.sold);

    *ret_tiers = tiers;

    return (struct price_line){
        .quantity = 1 + rand() % (rand() % 5 ? 9 : 999),
        .list_price = list,
        .campaign_price = campaign,
        .starter_discount = rand() % 3 ? 0 : rand() % (campaign + 1),
        .coupon_eligible = rand() % 4 != 0,
    };
}

static void compare(const struct basket *again, const struct price *price)
{
    int64_t amount = 0;

    for (size_t i = 0; i < price->lines_count; i++) {
        const struct price_line *line = &price->lines[i];
        int64_t payable = again->goods[i] - again->coupon[i] - again->points[i] + again->delivery[i];

        assert_int_equal(line->list - line->campaign_discount, again->goods[i]);
        assert_int_equal(line->coupon_discount, again->coupon[i]);
        assert_int_equal(line->points_discount, again->points[i]);
        assert_int_equal(line->delivery, again->delivery[i]);
        assert_int_equal(line->payable, payable);
        assert_true(payable >= 0);
        amount += payable;
    }
    assert_int_equal(price->amount, amount);
}

static void random_baskets_agree_to_the_fen(void **state)
{
    (void)state;
    srand(20261122);
    for (int round = 0; round < BASKETS; round++) {
        struct price_line lines[LINES_MAX];
        struct price price = { .lines = lines, .lines_count = 1 + (size_t)rand() % LINES_MAX };
        struct tiers tiers[LINES_MAX];
        struct basket again;

        for (size_t i = 0; i < price.lines_count; i++)
            lines[i] = random_line(&tiers[i]);
        price.coupon_discount = rand() % 3 ? rand() % 200000 : 0;
        price.points_discount = rand() % 3 ? rand() % 100000 : 0;
        price.delivery = rand() % 4 ? rand() % 5000 : 0;
        price_again(&again, &price, lines, tiers);
        assert_ok(price_compute(&price));
        compare(&again, &price);
    }
}

/* Points and coupon that are worth more than the goods leave the delivery fee, and nothing less than it. */
static void discounts_never_pay_delivery(void **state)
{
    struct price_line lines[] = { { .quantity = 2, .list_price = 500, .campaign_price = 500, .coupon_eligible = true },
                                  { .quantity = 1, .list_price = 300, .campaign_price = 300 } };
    struct price price = {
        .lines = lines, .lines_count = 2, .coupon_discount = 9999, .points_discount = 9999, .delivery = 800
    };

    (void)state;
    assert_ok(price_compute(&price));
    assert_int_equal(price.coupon_discount, 1000);
    assert_int_equal(price.points_discount, 300);
    assert_int_equal(price.amount, 800);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_baskets_agree_to_the_fen),
        cmocka_unit_test(discounts_never_pay_delivery),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
