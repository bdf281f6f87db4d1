#include "groupbuy/domain/flash.h"

#include "groupbuy/domain/reasons.h"
#include "support/check.h"

static const struct flash_sale sale = {
    .campaign_id = "c", .product_id = "p", .level_name = "金卡", .starts_at_us = 1000, .ends_at_us = 2000, .per_user_limit = 2, .unsold = 3
};

static void units_go_by_arrival(void **state)
{
    struct flash_item items[] = {
        { .quantity = 2 }, { .quantity = 2 }, { .quantity = 1 }, { .quantity = 1 }, { .quantity = 1, .held = 2 },
    };
    bool dry = false;

    (void)state;
    assert_int_equal(flash_decide(&sale, 1500, items, 5, &dry), 3);
    assert_int_equal(items[0].outcome, FLASH_ORDERED);
    assert_int_equal(items[1].outcome, FLASH_STOCK_SHORT); /* one is left: the next gets it */
    assert_int_equal(items[2].outcome, FLASH_ORDERED);
    assert_int_equal(items[3].outcome, FLASH_SOLD_OUT);
    assert_int_equal(items[4].outcome, FLASH_LIMIT_REACHED);
    assert_true(dry);
}

static void the_last_unit_makes_it_dry(void **state)
{
    struct flash_item items[] = { { .quantity = 2 }, { .quantity = 1 } };
    bool dry = false;

    (void)state;
    assert_int_equal(flash_decide(&sale, 1500, items, 1, &dry), 2);
    assert_false(dry);
    assert_int_equal(flash_decide(&sale, 1500, items, 2, &dry), 3);
    assert_true(dry);
}

static void the_window_is_half_open(void **state)
{
    static const struct {
        int64_t now;
        enum flash_outcome outcome;
    } cases[] = { { 999, FLASH_NOT_STARTED }, { 1000, FLASH_ORDERED }, { 1999, FLASH_ORDERED }, { 2000, FLASH_ENDED } };
    bool dry;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct flash_item item = { .quantity = 1 };

        flash_decide(&sale, cases[i].now, &item, 1, &dry);
        assert_int_equal(item.outcome, cases[i].outcome);
    }
}

static void a_sale_for_members_is_closed_to_others_alone(void **state)
{
    struct flash_item items[] = {
        { .quantity = 1, .standing = STANDING_STRANGER },
        { .quantity = 1, .standing = STANDING_UNKNOWN },
        { .quantity = 1, .standing = STANDING_STRANGER, .key_known = true, .same_body = true },
        { .quantity = 1 },
        { .quantity = 1, .standing = STANDING_NOT_NEW },
        { .quantity = 1, .standing = STANDING_LEVEL_LOW },
    };
    struct status low;
    bool dry = true;

    (void)state;
    assert_int_equal(flash_decide(&sale, 1500, items, 6, &dry), 1);
    low = flash_status(items[5].outcome, &sale);
    assert_fails(low, LEVEL_TOO_LOW);
    assert_non_null(strstr(low.text, "金卡"));
    assert_fails(flash_status(items[4].outcome, &sale), NEW_MEMBERS_ONLY);
    assert_fails(flash_status(items[0].outcome, &sale), MEMBERS_ONLY);
    assert_fails(flash_status(items[1].outcome, &sale), NOT_AVAILABLE);
    assert_int_equal(items[2].outcome, FLASH_REPLAY); /* whatever he is now */
    assert_int_equal(items[3].outcome, FLASH_ORDERED);
    assert_false(dry);
}

/* A repeat is answered with its order whatever has become of the sale since. */
static void a_known_key_comes_before_everything(void **state)
{
    struct flash_sale over = sale;
    struct flash_item items[] = {
        { .quantity = 1, .key_known = true, .same_body = true, .held = 2 },
        { .quantity = 1, .key_known = true },
    };
    bool dry = true;

    (void)state;
    over.unsold = 0;
    assert_int_equal(flash_decide(&over, 5000, items, 2, &dry), 0);
    assert_int_equal(items[0].outcome, FLASH_REPLAY);
    assert_int_equal(items[1].outcome, FLASH_KEY_REUSED);
    assert_false(dry);
}

static void nobody_orders_after_his_deadline(void **state)
{
    struct flash_item items[] = { { .quantity = 1, .deadline_us = 1500 }, { .quantity = 1, .deadline_us = 1501 } };
    bool dry;

    (void)state;
    assert_int_equal(flash_decide(&sale, 1500, items, 2, &dry), 1);
    assert_int_equal(items[0].outcome, FLASH_TOO_LATE);
    assert_int_equal(items[1].outcome, FLASH_ORDERED);
}

/* Ann and Bob live together, Bob fetches for Cid, too; two in a household. What is given out in this batch counts in it. */
static void a_household_is_one_also_within_a_batch(void **state)
{
    static const size_t anns[] = { 0 }, bobs[] = { 0, 1 }, cids[] = { 1 };
    int64_t held[] = { 1, 0 };
    struct flash_sale shared = sale;
    struct flash_item items[] = {
        { .quantity = 2, .homes = anns, .homes_count = 1 }, { .quantity = 1, .homes = bobs, .homes_count = 2 },
        { .quantity = 1, .homes = anns, .homes_count = 1 }, { .quantity = 2, .homes = cids, .homes_count = 1 },
        { .quantity = 1, .homes = cids, .homes_count = 1 },
    };
    bool dry;

    (void)state;
    shared.unsold = 9;
    shared.per_household_limit = 2;
    shared.homes_held = held;
    assert_int_equal(flash_decide(&shared, 1500, items, 5, &dry), 2);
    assert_int_equal(items[0].outcome, FLASH_HOUSEHOLD_LIMIT);
    assert_int_equal(items[1].outcome, FLASH_ORDERED);
    assert_int_equal(items[2].outcome, FLASH_HOUSEHOLD_LIMIT);
    assert_int_equal(items[3].outcome, FLASH_HOUSEHOLD_LIMIT);
    assert_int_equal(items[4].outcome, FLASH_ORDERED);
    assert_fails(flash_status(FLASH_HOUSEHOLD_LIMIT, &shared), SHARED_LIMIT_REACHED);
    assert_string_equal(flash_status(FLASH_HOUSEHOLD_LIMIT, &shared).text, "2 of product p a household");
}

static void a_phone_has_its_limit_beside_the_buyers(void **state)
{
    struct flash_sale shared = sale;
    struct flash_item items[] = { { .quantity = 1, .phone_held = 1 }, { .quantity = 1 } };
    bool dry;

    (void)state;
    shared.per_phone_limit = 1;
    assert_int_equal(flash_decide(&shared, 1500, items, 2, &dry), 1);
    assert_int_equal(items[0].outcome, FLASH_PHONE_LIMIT);
    assert_string_equal(flash_status(FLASH_PHONE_LIMIT, &shared).text, "1 of product p a phone");
    assert_int_equal(items[1].outcome, FLASH_ORDERED);
}

static void outcomes_have_their_reasons(void **state)
{
    (void)state;
    assert_ok(flash_status(FLASH_ORDERED, &sale));
    assert_ok(flash_status(FLASH_REPLAY, &sale));
    assert_fails(flash_status(FLASH_KEY_REUSED, &sale), IDEMPOTENCY_KEY_REUSED);
    assert_fails(flash_status(FLASH_TOO_LATE, &sale), TIMED_OUT);
    assert_fails(flash_status(FLASH_NOT_STARTED, &sale), NOT_STARTED);
    assert_fails(flash_status(FLASH_ENDED, &sale), ENDED);
    assert_fails(flash_status(FLASH_LIMIT_REACHED, &sale), LIMIT_REACHED);
    assert_fails(flash_status(FLASH_SOLD_OUT, &sale), SOLD_OUT);
    assert_fails(flash_status(FLASH_STOCK_SHORT, &sale), STOCK_SHORT);
    assert_fails(flash_status(FLASH_UNDECIDED, &sale), INTERNAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_go_by_arrival),
        cmocka_unit_test(the_last_unit_makes_it_dry),
        cmocka_unit_test(the_window_is_half_open),
        cmocka_unit_test(a_sale_for_members_is_closed_to_others_alone),
        cmocka_unit_test(a_known_key_comes_before_everything),
        cmocka_unit_test(nobody_orders_after_his_deadline),
        cmocka_unit_test(a_household_is_one_also_within_a_batch),
        cmocka_unit_test(a_phone_has_its_limit_beside_the_buyers),
        cmocka_unit_test(outcomes_have_their_reasons),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
