#include "coupons/domain/template.h"

#include "coupons/domain/reasons.h"
#include "support/check.h"

static struct template five_off_thirty(void)
{
    return (struct template){ .id = "t", .kind = AMOUNT_OFF, .amount = 500, .threshold = 3000, .channel = CHANNEL_CLAIM,
                              .community_id = "", .budget_count = 2, .budget = 1000, .most = 500, .per_user = 1,
                              .claim_starts_us = 100, .claim_ends_us = 200, .valid_days = 7, .active = true };
}

static void every_fault_is_named(void **state)
{
    struct template wrong = { .id = "t", .kind = AMOUNT_OFF, .percent = 5, .channel = CHANNEL_CLAIM, .community_id = "c",
                              .budget = 1, .claim_starts_us = 10, .claim_ends_us = 5 };
    struct status status = template_check(&wrong, 100);

    (void)state;
    assert_int_equal(status.code, CODE_INVALID_ARGUMENT);
    assert_int_equal(status.violations->count, 6);
}

static void the_budget_pays_for_all_its_coupons(void **state)
{
    struct template template = five_off_thirty();

    (void)state;
    assert_ok(template_check(&template, 0));
    assert_int_equal(template.most, 500);
    template.budget = 999;
    assert_fails(template_check(&template, 0), FIELDS_INVALID);
    template.budget_count = 0;
    assert_ok(template_check(&template, 0));
    template.budget = 499;
    assert_fails(template_check(&template, 0), FIELDS_INVALID);
}

static void nothing_is_issued_beyond_budget_limit_and_time(void **state)
{
    struct template template = five_off_thirty();

    (void)state;
    assert_fails(template_issue(&template, CHANNEL_WELCOME, 0, 150), NOT_HERE);
    assert_fails(template_issue(&template, CHANNEL_CLAIM, 0, 99), CLAIM_NOT_OPEN);
    assert_fails(template_issue(&template, CHANNEL_CLAIM, 0, 200), CLAIM_OVER);
    assert_fails(template_issue(&template, CHANNEL_CLAIM, 1, 150), CLAIM_LIMIT_REACHED);
    assert_ok(template_issue(&template, CHANNEL_CLAIM, 0, 100));
    assert_ok(template_issue(&template, CHANNEL_CLAIM, 0, 199));
    assert_fails(template_issue(&template, CHANNEL_CLAIM, 0, 150), ALL_CLAIMED);
    assert_int_equal(template.issued, 1000);
    template = five_off_thirty();
    template.active = false;
    assert_fails(template_issue(&template, CHANNEL_CLAIM, 0, 150), CLAIM_OVER);
}

static void money_ends_a_template_without_a_count(void **state)
{
    struct template template = five_off_thirty();

    (void)state;
    template.budget_count = 0;
    template.budget = 1499;
    assert_ok(template_issue(&template, CHANNEL_CLAIM, 0, 150));
    assert_ok(template_issue(&template, CHANNEL_CLAIM, 0, 150));
    assert_fails(template_issue(&template, CHANNEL_CLAIM, 0, 150), ALL_CLAIMED);
}

static void an_offer_counts_eligible_lines_alone(void **state)
{
    const char *products[] = { "tea" };
    struct template template = five_off_thirty();
    struct order_line lines[] = { { "tea", 2000 }, { "rice", 9000 }, { "tea", 1000 } };
    struct coupon_fit fit;

    (void)state;
    template.products = (struct id_list){ products, 1 };
    assert_ok(template_offer(&template, &(struct coupon_basket){ .campaign_id = "", .lines = lines, .count = 3 }, &fit));
    assert_int_equal(fit.discount, 500);
    assert_int_equal(fit.eligible_count, 2);
    assert_int_equal(fit.eligible[1], 2);
    lines[2].amount = 999;
    assert_fails(template_offer(&template, &(struct coupon_basket){ .campaign_id = "", .lines = lines, .count = 3 }, &fit), COUPON_NOT_USABLE);
    assert_fails(template_offer(&template, &(struct coupon_basket){ .campaign_id = "", .lines = lines + 1, .count = 1 }, &fit), COUPON_NOT_USABLE);
}

static void percent_is_rounded_down_and_capped(void **state)
{
    struct template template = { .id = "t", .kind = PERCENT_OFF, .percent = 15, .cap = 1000 };
    struct order_line line = { "tea", 999 };
    struct coupon_fit fit;

    (void)state;
    assert_ok(template_offer(&template, &(struct coupon_basket){ .campaign_id = "", .lines = &line, .count = 1 }, &fit));
    assert_int_equal(fit.discount, 149);
    line.amount = 100000;
    assert_ok(template_offer(&template, &(struct coupon_basket){ .campaign_id = "", .lines = &line, .count = 1 }, &fit));
    assert_int_equal(fit.discount, 1000);
}

static void a_coupon_never_pays_out(void **state)
{
    struct template template = { .id = "t", .kind = AMOUNT_OFF, .amount = 500 };
    struct order_line line = { "tea", 300 };
    struct coupon_fit fit;

    (void)state;
    assert_ok(template_offer(&template, &(struct coupon_basket){ .campaign_id = "", .lines = &line, .count = 1 }, &fit));
    assert_int_equal(fit.discount, 300);
}

static void why_a_coupon_does_not_fit(void **state)
{
    const char *products[] = { "tea", "rice" }, *excluded[] = { "rice" }, *campaigns[] = { "spring" };
    struct template template = five_off_thirty();
    struct order_line lines[] = { { "tea", 2000 }, { "rice", 9000 } };
    struct coupon_basket basket = { .campaign_id = "spring", .lines = lines, .count = 2 };
    struct coupon_fit fit;

    (void)state;
    template.products = (struct id_list){ products, 2 };
    template.excluded = (struct id_list){ excluded, 1 };
    template.campaigns = (struct id_list){ campaigns, 1 };
    assert_ok(template_fit(&template, &basket, &fit));
    assert_int_equal(fit.why, WHY_BELOW_THRESHOLD);
    assert_int_equal(fit.missing, 1000);
    lines[0].amount = 3000;
    assert_ok(template_fit(&template, &basket, &fit));
    assert_int_equal(fit.why, WHY_FITS);
    assert_int_equal(fit.eligible_count, 1);
    basket.campaign_id = "autumn";
    assert_ok(template_fit(&template, &basket, &fit));
    assert_int_equal(fit.why, WHY_OTHER_CAMPAIGN);
    assert_fails(template_offer(&template, &basket, &fit), COUPON_NOT_USABLE);
    template.newcomers_only = true;
    basket.campaign_id = "spring";
    assert_ok(template_fit(&template, &basket, &fit));
    assert_int_equal(fit.why, WHY_NO_NEWCOMER);
    template.newcomers_only = false;
    basket = (struct coupon_basket){ .campaign_id = "spring", .lines = lines + 1, .count = 1 };
    assert_ok(template_fit(&template, &basket, &fit));
    assert_int_equal(fit.why, WHY_OTHER_PRODUCTS);
    lines[1].amount = INT64_MAX;
    lines[0] = lines[1];
    lines[0].product_id = lines[1].product_id = "tea";
    basket = (struct coupon_basket){ .campaign_id = "spring", .lines = lines, .count = 2 };
    assert_fails(template_fit(&template, &basket, &fit), AMOUNT_OVERFLOW);
}

static void points_have_a_price(void **state)
{
    struct template template = five_off_thirty();

    (void)state;
    template.channel = CHANNEL_POINTS;
    assert_fails(template_check(&template, 0), FIELDS_INVALID);
    template.points_price = 100;
    assert_ok(template_check(&template, 0));
    template.channel = CHANNEL_CODE;
    assert_fails(template_check(&template, 0), FIELDS_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_is_named),
        cmocka_unit_test(the_budget_pays_for_all_its_coupons),
        cmocka_unit_test(nothing_is_issued_beyond_budget_limit_and_time),
        cmocka_unit_test(money_ends_a_template_without_a_count),
        cmocka_unit_test(an_offer_counts_eligible_lines_alone),
        cmocka_unit_test(percent_is_rounded_down_and_capped),
        cmocka_unit_test(a_coupon_never_pays_out),
        cmocka_unit_test(why_a_coupon_does_not_fit),
        cmocka_unit_test(points_have_a_price),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
