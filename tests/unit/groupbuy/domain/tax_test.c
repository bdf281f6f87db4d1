/* What is withheld, by the law's bands: at their edges, over a month, and in 5,000 random months against a plain
 * computation of the law's own steps. */
#include "groupbuy/domain/tax.h"

#include "support/check.h"

#define MONTHS 5000

/* 国家税务总局公告2018年第61号, as migration 072 has it. */
static const struct tax_rule law = { .version = 1,
                                     .count = 5,
                                     .bands = { { 0, 80000, 0, 0, 0 },
                                                { 80000, 80000, 0, 2000, 0 },
                                                { 400000, 0, 2000, 2000, 0 },
                                                { 2500000, 0, 2000, 3000, 200000 },
                                                { 6250000, 0, 2000, 4000, 700000 } } };

static uint64_t seed = 20261122;

static int64_t draw(int64_t below)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (int64_t)((seed >> 20) % (uint64_t)below);
}

static fen tax(fen income)
{
    fen due = -1;

    assert_ok(tax_of(&law, income, &due));
    return due;
}

static void the_bands_are_the_laws(void **state)
{
    (void)state;
    assert_int_equal(tax(0), 0);
    assert_int_equal(tax(80000), 0);
    assert_int_equal(tax(100000), 4000);      /* (1,000 − 800) × 20 % */
    assert_int_equal(tax(400000), 64000);     /* (4,000 − 800) × 20 % */
    assert_int_equal(tax(500000), 80000);     /* 5,000 × 80 % × 20 % */
    assert_int_equal(tax(2500000), 400000);   /* 20,000 × 20 % */
    assert_int_equal(tax(3000000), 520000);   /* 24,000 × 30 % − 2,000 */
    assert_int_equal(tax(6250000), 1300000);  /* 50,000 × 30 % − 2,000 */
    assert_int_equal(tax(10000000), 2500000); /* 80,000 × 40 % − 7,000 */
}

static void fen_are_rounded_to_the_nearest(void **state)
{
    (void)state;
    assert_int_equal(tax(80002), 0); /* 0.4 */
    assert_int_equal(tax(80003), 1); /* 0.6 */
}

static void a_month_is_taxed_together(void **state)
{
    fen withheld = -1;

    (void)state;
    assert_ok(tax_withhold(&law, 79000, 0, 1000, &withheld));
    assert_int_equal(withheld, 0);
    assert_ok(tax_withhold(&law, 80000, 0, 20000, &withheld));
    assert_int_equal(withheld, 4000);
    assert_ok(tax_withhold(&law, 100000, 4000, 300000, &withheld));
    assert_int_equal(withheld, 60000);
    assert_ok(tax_withhold(&law, 0, 4000, 50000, &withheld)); /* what was paid before came back */
    assert_int_equal(withheld, 0);
}

static void without_a_rule_nobody_is_paid(void **state)
{
    const struct tax_rule none = { 0 };
    fen withheld = 7;

    (void)state;
    assert_fails(tax_withhold(&none, 0, 0, 100, &withheld), AMOUNT_OVERFLOW);
    assert_fails(tax_withhold(&law, 0, 0, -1, &withheld), AMOUNT_OVERFLOW);
    assert_fails(tax_withhold(&law, FEN_MAX, 0, 1, &withheld), AMOUNT_OVERFLOW);
    assert_int_equal(withheld, 7);
}

/* The law's own steps, in tenths of a hundredth of a fen, without bands of income. */
static fen by_the_book(fen income)
{
    int64_t taxable = income <= 400000 ? (income > 80000 ? income - 80000 : 0) * 10 : income * 8; /* tenths of a fen */
    int64_t percent = taxable <= 20000000 ? 20 : taxable <= 50000000 ? 30 : 40;
    fen quick = percent == 20 ? 0 : percent == 30 ? 200000 : 700000;

    return (taxable * percent + 500) / 1000 - quick;
}

static void five_thousand_months_add_up(void **state)
{
    (void)state;
    for (int i = 0; i < MONTHS; i++) {
        fen income = 0, withheld = 0;

        for (int64_t payouts = 1 + draw(6); payouts > 0; payouts--) {
            fen gross = 1 + draw(draw(2) ? 100000 : 5000000), now;

            assert_ok(tax_withhold(&law, income, withheld, gross, &now));
            assert_true(now >= 0 && now < gross);
            income += gross;
            withheld += now;
            assert_int_equal(withheld, by_the_book(income));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bands_are_the_laws),      cmocka_unit_test(fen_are_rounded_to_the_nearest),
        cmocka_unit_test(a_month_is_taxed_together),   cmocka_unit_test(without_a_rule_nobody_is_paid),
        cmocka_unit_test(five_thousand_months_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
