/* Invoices: numbers of companies check themselves, days are days. */
#include "groupbuy/domain/invoice.h"

#include "support/check.h"

static void a_tax_number_checks_itself(void **state)
{
    (void)state;
    assert_true(tax_number_valid("91350100M000100Y43"));
    assert_false(tax_number_valid("91350100M000100Y44"));
    assert_false(tax_number_valid("19350100M000100Y43"));
    assert_false(tax_number_valid("91350100M000100Y4"));
    assert_false(tax_number_valid("91350100I000100Y43"));
    assert_false(tax_number_valid(""));
}

static void there_is_no_30th_of_february(void **state)
{
    (void)state;
    assert_true(day_exists("2026-11-21"));
    assert_true(day_exists("2028-02-29"));
    assert_true(day_exists("2000-02-29"));
    assert_false(day_exists("2026-02-29"));
    assert_false(day_exists("2100-02-29"));
    assert_false(day_exists("2026-04-31"));
    assert_false(day_exists("2026-13-01"));
    assert_false(day_exists("2026-01-00"));
}

static void names_of_states_go_both_ways(void **state)
{
    (void)state;
    for (int i = INVOICE_REQUESTED; i <= INVOICE_REVERSED; i++)
        assert_int_equal(invoice_state_of(invoice_state_name((enum invoice_state)i)), i);
    assert_int_equal(invoice_kind_of(invoice_kind_name(INVOICE_FOR_COMPANY)), INVOICE_FOR_COMPANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tax_number_checks_itself),
        cmocka_unit_test(there_is_no_30th_of_february),
        cmocka_unit_test(names_of_states_go_both_ways),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
