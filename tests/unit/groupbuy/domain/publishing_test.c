#include "groupbuy/domain/publishing.h"

#include <stdio.h>
#include <string.h>

#include "support/check.h"

static struct publish_facts fine(void)
{
    return (struct publish_facts){ .price = 4000,
                                   .list_price = 5980,
                                   .cost_price = 2000,
                                   .units = 10,
                                   .sku_units = 100,
                                   .shares_bp = 1250,
                                   .seconds = 86400,
                                   .members_only = true,
                                   .members_known = true,
                                   .licence_ends_on = "",
                                   .yellow_percent = 30,
                                   .red_percent = 10 };
}

/* «2r 5y»: the kinds, r for red, y for yellow. */
static const char *found(struct publish_facts facts)
{
    static char text[256];
    struct findings findings = { 0 };

    text[0] = 0;
    publish_check(&facts, &findings);
    for (int i = 0; i < findings.count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%d%c", i ? " " : "", findings.list[i].kind,
                 findings.list[i].severity == SEVERITY_RED ? 'r' : 'y');
    return text;
}

static void what_is_fine_is_not_mentioned(void **state)
{
    (void)state;
    assert_string_equal(found(fine()), "");
}

static void a_loss_is_red_and_counted(void **state)
{
    struct publish_facts facts = fine();

    (void)state;
    facts.price = 1990;
    facts.shares_bp = 0;
    assert_string_equal(found(facts), "2r");
    assert_int_equal(publish_loss(&facts), 100);
    facts.price = 2000;
    assert_string_equal(found(facts), "");
    assert_int_equal(publish_loss(&facts), 0);
    facts.price = 0;
    facts.units = INT64_MAX;
    assert_int_equal(publish_loss(&facts), FEN_MAX);
}

static void shares_above_the_margin_are_yellow(void **state)
{
    struct publish_facts facts = fine();

    (void)state;
    facts.price = 2285; /* 285 for them, 285 of margin */
    assert_string_equal(found(facts), "");
    facts.price = 2280;
    assert_string_equal(found(facts), "4y");
}

static void a_price_far_below_the_list_is_yellow_then_red(void **state)
{
    struct publish_facts facts = fine();

    (void)state;
    facts.cost_price = 0;
    facts.price = 1794;
    assert_string_equal(found(facts), "");
    facts.price = 1793;
    assert_string_equal(found(facts), "3y");
    facts.price = 598;
    assert_string_equal(found(facts), "3y");
    facts.price = 597;
    assert_string_equal(found(facts), "3r");
    facts.red_percent = facts.yellow_percent = 0;
    assert_string_equal(found(facts), "");
}

static void stock_window_audience_and_licence(void **state)
{
    struct publish_facts facts = fine();

    (void)state;
    facts.units = 100;
    facts.rivals = 1;
    facts.seconds = 31 * 86400;
    facts.members_known = false;
    facts.licence_ends_on = "2026-12-01";
    assert_string_equal(found(facts), "5y 6y 8r 6y 7y");
    facts = fine();
    facts.members_only = facts.members_known = false;
    assert_string_equal(found(facts), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_fine_is_not_mentioned),
        cmocka_unit_test(a_loss_is_red_and_counted),
        cmocka_unit_test(shares_above_the_margin_are_yellow),
        cmocka_unit_test(a_price_far_below_the_list_is_yellow_then_red),
        cmocka_unit_test(stock_window_audience_and_licence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
