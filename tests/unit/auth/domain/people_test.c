#include <string.h>

#include "auth/domain/link.h"
#include "auth/domain/phone.h"
#include "auth/domain/role.h"
#include "support/check.h"

static void phones_are_read_and_masked(void **state)
{
    struct phone phone;

    (void)state;
    assert_true(phone_read("86", "13800001234", &phone));
    assert_string_equal(phone.number, "+8613800001234");
    assert_string_equal(phone.masked, "138****1234");
    assert_true(phone_read("+852", "61234567", &phone));
    assert_string_equal(phone.number, "+85261234567");
    assert_string_equal(phone.masked, "******67");
    assert_false(phone_read("", "13800001234", &phone));
    assert_false(phone_read("86", "1380000123x", &phone));
    assert_false(phone_read("86", "1234", &phone));
    assert_false(phone_read("86", "1380000123413", &phone));
    assert_false(phone_read("86'--", "13800001234", &phone));
}

static void operators_give_everything_and_admins_what_works_under_them(void **state)
{
    const struct giver operator= { .operator_everywhere = true }, admin = { .community_admin_here = true },
                       nobody = { 0 };

    (void)state;
    assert_true(role_may_be_given("operator", "", &operator));
    assert_true(role_may_be_given("pickup_staff", "point", &operator));
    assert_true(role_may_be_given("pickup_staff", "community", &admin));
    assert_false(role_may_be_given("pickup_staff", "", &admin));
    assert_false(role_may_be_given("operator", "community", &admin));
    assert_false(role_may_be_given("community_admin", "community", &admin));
    assert_false(role_may_be_given("finance", "community", &admin));
    assert_false(role_may_be_given("leader", "community", &nobody));
    assert_false(role_may_be_given("emperor", "", &operator));
    assert_true(role_known("auditor"));
    assert_false(role_known("Operator"));
}

static void links_lead_somewhere_until_they_run_out(void **state)
{
    struct link link = { .key = "abc", .target = LINK_TEAM, .target_id = "42", .expires_us = 100 };
    struct arena arena;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_string_equal(link_path(&arena, &link), "pages/team/team?id=42&link=abc");
    assert_string_equal(link_target_name(LINK_CAMPAIGN), "campaign");
    assert_string_equal(link_target_name(LINK_ROUND), "round");
    assert_string_equal(link_target_name((enum link_target)9), "");
    assert_false(link_expired(&link, 99));
    assert_true(link_expired(&link, 100));
    link.expires_us = 0;
    assert_false(link_expired(&link, INT64_MAX));
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phones_are_read_and_masked),
        cmocka_unit_test(operators_give_everything_and_admins_what_works_under_them),
        cmocka_unit_test(links_lead_somewhere_until_they_run_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
