#include "base/money.h"

#include <openssl/bn.h>
#include <stdlib.h>

#include "support/check.h"

static void steps_are_checked(void **state)
{
    fen out = 7;

    (void)state;
    assert_true(money_add(1, -3, &out));
    assert_int_equal(out, -2);
    assert_true(money_sub(1, -3, &out));
    assert_int_equal(out, 4);
    assert_true(money_mul(-250, 4, &out));
    assert_int_equal(out, -1000);
    assert_true(money_add(FEN_MAX, 0, &out));
    assert_true(money_mul(FEN_MAX, -1, &out));
    out = 7;
    assert_false(money_add(FEN_MAX, 1, &out));
    assert_false(money_sub(-FEN_MAX, 1, &out));
    assert_false(money_mul(FEN_MAX / 2, 3, &out));
    assert_false(money_add(INT64_MAX, INT64_MAX, &out));
    assert_false(money_sub(INT64_MIN, INT64_MAX, &out));
    assert_false(money_mul(INT64_MIN, -1, &out));
    assert_false(money_mul(INT64_MAX, INT64_MAX, &out));
    assert_int_equal(out, 7);
}

static void a_part_is_rounded_down(void **state)
{
    fen out = 7;

    (void)state;
    assert_true(money_part(100, 1, 3, &out));
    assert_int_equal(out, 33);
    assert_true(money_part(199, 1, 2, &out));
    assert_int_equal(out, 99);
    assert_true(money_part(FEN_MAX, INT64_MAX, INT64_MAX, &out));
    assert_int_equal(out, FEN_MAX);
    assert_true(money_part(0, 5, 1, &out));
    assert_int_equal(out, 0);
    out = 7;
    assert_false(money_part(-1, 1, 2, &out));
    assert_false(money_part(1, -1, 2, &out));
    assert_false(money_part(1, 1, 0, &out));
    assert_false(money_part(1, 1, -2, &out));
    assert_false(money_part(FEN_MAX, 2, 1, &out));
    assert_int_equal(out, 7);
}

static void shares_of_known_baskets(void **state)
{
    fen out[4];

    (void)state;
    assert_true(money_share(100, (int64_t[]){ 1, 1, 1 }, 3, out)); /* ties go to the lower index */
    assert_int_equal(out[0], 34);
    assert_int_equal(out[1], 33);
    assert_int_equal(out[2], 33);
    assert_true(money_share(10, (int64_t[]){ 0, 3, 0, 4 }, 4, out));
    assert_int_equal(out[0], 0);
    assert_int_equal(out[1], 4);
    assert_int_equal(out[2], 0);
    assert_int_equal(out[3], 6);
    assert_true(money_share(0, (int64_t[]){ 0, 0 }, 2, out));
    assert_int_equal(out[0] + out[1], 0);
    assert_true(money_share(0, NULL, 0, NULL));
    assert_true(money_share(FEN_MAX, (int64_t[]){ INT64_MAX, INT64_MAX, INT64_MAX }, 3, out));
    assert_int_equal(out[0] + out[1] + out[2], FEN_MAX);
}

static void nonsense_shares_are_refused(void **state)
{
    fen out[2] = { 7, 8 };

    (void)state;
    assert_false(money_share(1, (int64_t[]){ 0, 0 }, 2, out));
    assert_false(money_share(1, NULL, 0, out));
    assert_false(money_share(-1, (int64_t[]){ 1, 1 }, 2, out));
    assert_false(money_share(5, (int64_t[]){ 1, -1 }, 2, out));
    assert_false(money_share(FEN_MAX + 1, (int64_t[]){ 1, 1 }, 2, out));
    assert_false(money_share(5, (int64_t[]){ 1, 1 }, MONEY_SHARES_MAX + 1, out));
    assert_int_equal(out[0], 7);
    assert_int_equal(out[1], 8);
}

/* ---- the same by another road: OpenSSL's big numbers, and one fen at a time to whoever is shortest
 * --------------------- */

enum { LINES_MAX = 40 };

struct basket {
    fen total;
    int64_t weights[LINES_MAX];
    size_t count;
};

static BIGNUM *big(int64_t value)
{
    BIGNUM *number = BN_new();

    BN_set_word(number, (BN_ULONG)value);
    return number;
}

static void share_with_big_numbers(const struct basket *basket, fen shares[LINES_MAX])
{
    BN_CTX *context = BN_CTX_new();
    BIGNUM *sum = BN_new(), *total = big(basket->total), *remainders[LINES_MAX];
    fen left = basket->total;

    BN_zero(sum);
    for (size_t i = 0; i < basket->count; i++) {
        remainders[i] = big(basket->weights[i]);
        BN_add(sum, sum, remainders[i]);
    }
    for (size_t i = 0; i < basket->count; i++) {
        BIGNUM *quotient = BN_new();

        BN_mul(remainders[i], remainders[i], total, context);
        BN_div(quotient, remainders[i], remainders[i], sum, context);
        shares[i] = (fen)BN_get_word(quotient);
        left -= shares[i];
        BN_free(quotient);
    }
    for (; left > 0; left--) {
        size_t best = 0;

        for (size_t i = 1; i < basket->count; i++)
            if (BN_cmp(remainders[i], remainders[best]) > 0)
                best = i;
        shares[best]++;
        BN_zero(remainders[best]);
    }
    for (size_t i = 0; i < basket->count; i++)
        BN_free(remainders[i]);
    BN_free(sum);
    BN_free(total);
    BN_CTX_free(context);
}

static int64_t random_up_to(int64_t max)
{
    uint64_t wide = (uint64_t)rand() << 62 ^ (uint64_t)rand() << 31 ^ (uint64_t)rand();

    return (int64_t)(wide % ((uint64_t)max + 1));
}

static struct basket random_basket(void)
{
    static const int64_t weight_max[] = { 1, 3, 1000, 1000000, FEN_MAX, INT64_MAX };
    static const fen total_max[] = { 3, 100, 99999, FEN_MAX };
    int64_t max = weight_max[rand() % 6];
    struct basket basket = { .count = 1 + (size_t)rand() % LINES_MAX, .total = random_up_to(total_max[rand() % 4]) };

    for (size_t i = 0; i < basket.count; i++)
        basket.weights[i] = rand() % 5 ? random_up_to(max) : i ? basket.weights[i - 1] : 0;
    basket.weights[basket.count / 2] |= 1;
    return basket;
}

static void random_baskets_agree_with_big_numbers(void **state)
{
    (void)state;
    srand(2026);
    for (int round = 0; round < 5000; round++) {
        struct basket basket = random_basket();
        fen ours[LINES_MAX], theirs[LINES_MAX], sum = 0;

        assert_true(money_share(basket.total, basket.weights, basket.count, ours));
        share_with_big_numbers(&basket, theirs);
        for (size_t i = 0; i < basket.count; i++) {
            assert_int_equal(ours[i], theirs[i]);
            assert_true(ours[i] == 0 || basket.weights[i] > 0);
            sum += ours[i];
        }
        assert_int_equal(sum, basket.total);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_checked),
        cmocka_unit_test(a_part_is_rounded_down),
        cmocka_unit_test(shares_of_known_baskets),
        cmocka_unit_test(nonsense_shares_are_refused),
        cmocka_unit_test(random_baskets_agree_with_big_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
