#include "groupbuy/domain/campaign.h"

#include "base/clock.h"
#include "groupbuy/domain/reasons.h"
#include "support/check.h"

#define NOW INT64_C(1700000000000000)

static const struct campaign_bounds bounds = { .team_life_s_min = 60, .team_life_s_max = 172800 };

static struct campaign_draft flash(void)
{
    return (struct campaign_draft){ .kind = KIND_FLASH_SALE,
                                    .list_price = 5980,
                                    .price = 990,
                                    .stock = 100,
                                    .per_user_limit = 1,
                                    .starts_at_us = NOW + US_PER_S,
                                    .ends_at_us = NOW + 3600 * US_PER_S };
}

static struct campaign_draft team(void)
{
    struct campaign_draft draft = flash();

    draft.kind = KIND_TEAM_BUY;
    draft.team_size = 3;
    draft.team_life_s = 3600;
    draft.starter_discount = 90;
    return draft;
}

/* The fields that campaign_check names, in order, joined by spaces. */
static const char *faults_of(struct campaign_draft draft)
{
    static char text[512];
    struct status status = campaign_check(&draft, &bounds, NOW);

    text[0] = 0;
    if (ok(status))
        return text;
    assert_true(failed_with(status, FIELDS_INVALID));
    for (int i = 0; i < status.violations->count; i++) {
        strncat(text, i ? " " : "", sizeof text - strlen(text) - 1);
        strncat(text, status.violations->list[i].field, sizeof text - strlen(text) - 1);
    }
    return text;
}

static void good_ones_pass(void **state)
{
    struct campaign_draft draft = flash();

    (void)state;
    assert_string_equal(faults_of(draft), "");
    assert_string_equal(faults_of(team()), "");
    draft.starts_at_us = NOW - US_PER_S; /* may run at once */
    assert_string_equal(faults_of(draft), "");
}

static void every_fault_is_named_at_once(void **state)
{
    struct campaign_draft draft = team();

    (void)state;
    draft.price = 5980;
    draft.starter_discount = 5981;
    draft.ends_at_us = draft.starts_at_us;
    draft.per_user_limit = 101;
    draft.unpaid_s = 14;
    draft.team_size = 1;
    draft.team_life_s = 59;
    assert_string_equal(faults_of(draft), "priceFen starterDiscountFen endsAt perUserLimit unpaidS "
                                          "teamSize teamLifeS");
}

static void single_faults(void **state)
{
    struct campaign_draft draft = flash();

    (void)state;
    draft.price = 5980;
    assert_string_equal(faults_of(draft), "priceFen");
    draft = team();
    draft.starter_discount = 991;
    assert_string_equal(faults_of(draft), "starterDiscountFen");
    draft = flash();
    draft.starter_discount = 1;
    draft.team_size = 3;
    draft.team_life_s = 60;
    assert_string_equal(faults_of(draft), "starterDiscountFen teamSize teamLifeS");
    draft = flash();
    draft.starts_at_us = NOW - 7200 * US_PER_S;
    draft.ends_at_us = NOW;
    assert_string_equal(faults_of(draft), "endsAt");
    draft = flash();
    draft.ends_at_us = draft.starts_at_us + (CAMPAIGN_LENGTH_S_MAX + 1) * US_PER_S;
    assert_string_equal(faults_of(draft), "endsAt");
    draft = flash();
    draft.starts_at_us = NOW + (CAMPAIGN_AHEAD_S_MAX + 1) * US_PER_S;
    draft.ends_at_us = draft.starts_at_us + US_PER_S;
    assert_string_equal(faults_of(draft), "startsAt");
    draft = team();
    draft.stock = 2;
    assert_string_equal(faults_of(draft), "stock");
    draft = team();
    draft.team_life_s = 172801;
    assert_string_equal(faults_of(draft), "teamLifeS");
    draft = team();
    draft.sponsored_seats_max = draft.team_size;
    assert_string_equal(faults_of(draft), "sponsoredSeatsMax");
    draft = team();
    draft.sponsor_last_s = 60;
    assert_string_equal(faults_of(draft), "sponsorLastS");
    draft.sponsored_seats_max = 1;
    assert_string_equal(faults_of(draft), "");
    draft.sponsor_last_s = draft.team_life_s + 1;
    assert_string_equal(faults_of(draft), "sponsorLastS");
    draft = flash();
    draft.sponsored_seats_max = 1;
    draft.buyers = BUYERS_NEW_JOINERS;
    assert_string_equal(faults_of(draft), "sponsoredSeatsMax buyers");
    draft = flash();
    draft.buyers = BUYERS_NEW;
    assert_string_equal(faults_of(draft), "");
}

static void the_window_is_half_open(void **state)
{
    (void)state;
    assert_fails(campaign_is_open("c", 10, 20, 9), NOT_STARTED);
    assert_ok(campaign_is_open("c", 10, 20, 10));
    assert_ok(campaign_is_open("c", 10, 20, 19));
    assert_fails(campaign_is_open("c", 10, 20, 20), ENDED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_ones_pass),
        cmocka_unit_test(every_fault_is_named_at_once),
        cmocka_unit_test(single_faults),
        cmocka_unit_test(the_window_is_half_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
