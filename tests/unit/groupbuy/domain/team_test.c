#include "groupbuy/domain/team.h"

#include <stdlib.h>

#include "groupbuy/domain/reasons.h"
#include "support/check.h"

static struct team open_team(int32_t size)
{
    return (struct team){ .id = "t", .starter_id = "ann", .status = TEAM_OPEN, .size = size, .deadline_us = 1000 };
}

static void seats_are_held_while_payable(void **state)
{
    struct team team = open_team(2);

    (void)state;
    assert_ok(team_admit(&team, 10));
    assert_ok(team_admit(&team, 10));
    assert_fails(team_admit(&team, 10), TEAM_FULL);
    assert_int_equal(team.held, 2);
    assert_ok(team_count_in(&team));
    assert_int_equal(team.status, TEAM_OPEN);
    assert_fails(team_admit(&team, 10), TEAM_FULL);
    assert_ok(team_count_in(&team));
    assert_int_equal(team.status, TEAM_COMPLETED);
    assert_int_equal(team.version, 4);
}

static void nobody_joins_after_the_deadline(void **state)
{
    struct team team = open_team(3);

    (void)state;
    assert_ok(team_admit(&team, 999));
    assert_fails(team_admit(&team, 1000), TEAM_CLOSED);
    team.status = TEAM_COMPLETED;
    assert_fails(team_admit(&team, 10), TEAM_CLOSED);
}

static void a_late_payment_does_not_count(void **state)
{
    struct team team = open_team(3);
    int32_t sponsored;

    (void)state;
    assert_ok(team_admit(&team, 10));
    assert_false(team_expire(&team, 999, &sponsored));
    assert_true(team_expire(&team, 1000, &sponsored));
    assert_int_equal(sponsored, 0);
    assert_false(team_expire(&team, 1000, &sponsored));
    assert_fails(team_count_in(&team), TEAM_CLOSED);
    assert_int_equal(team.paid, 0);
}

static void the_oldest_paid_member_inherits(void **state)
{
    struct team team = open_team(5);
    const struct team_member others[] = {
        { "bob", "o2", MEMBER_HELD, 0, 0 },
        { "cid", "o3", MEMBER_PAID, 700, 0 },
        { "dan", "o4", MEMBER_PAID, 600, 0 },
    };

    (void)state;
    team.paid = 3;
    team.held = 1;
    team_let_go(&team, "ann", MEMBER_PAID, others, 3);
    assert_string_equal(team.starter_id, "dan");
    assert_int_equal(team.paid, 2);
    assert_int_equal(team.deadline_us, 1000);
    team_let_go(&team, "bob", MEMBER_HELD, others + 1, 2); /* not the starter: nobody inherits */
    assert_string_equal(team.starter_id, "dan");
    assert_int_equal(team.held, 0);
}

static void an_empty_team_fails(void **state)
{
    struct team team = open_team(3);

    (void)state;
    team.held = 1;
    team_let_go(&team, "ann", MEMBER_HELD, NULL, 0);
    assert_int_equal(team.status, TEAM_FAILED);
    assert_int_equal(team.held, 0);
}

static void success_is_final(void **state)
{
    struct team team = open_team(2);
    int32_t sponsored;

    (void)state;
    team.status = TEAM_COMPLETED;
    team.paid = 2;
    team_let_go(&team, "ann", MEMBER_PAID, NULL, 0);
    assert_int_equal(team.status, TEAM_COMPLETED);
    assert_int_equal(team.paid, 2);
    assert_false(team_expire(&team, 5000, &sponsored));
    assert_fails(team_sponsor(&team, 1), TEAM_CLOSED);
}

static void the_merchant_pays_for_what_nobody_has(void **state)
{
    struct team team = open_team(4);

    (void)state;
    team.held = 1;
    assert_fails(team_sponsor(&team, 1), NOBODY_HAS_PAID);
    team.paid = 1;
    assert_fails(team_sponsor(&team, 3), TEAM_FULL); /* one of them is held */
    assert_ok(team_sponsor(&team, 2));
    assert_int_equal(team.status, TEAM_OPEN); /* who holds the last one may pay yet */
    assert_fails(team_admit(&team, 10), TEAM_FULL);
    assert_ok(team_count_in(&team));
    assert_int_equal(team.status, TEAM_COMPLETED);
    assert_int_equal(team.paid + team.sponsored, 4);
}

static void the_rule_pays_within_its_limit_and_time(void **state)
{
    struct team team = open_team(4);

    (void)state;
    team.paid = 2;
    assert_int_equal(team_sponsors_now(&team, 999), 0); /* no rule */
    team.sponsored_max = 2;
    team.sponsor_from_us = 800;
    assert_int_equal(team_sponsors_now(&team, 799), 0);
    assert_int_equal(team_sponsors_now(&team, 800), 2);
    team.paid = 1;
    assert_int_equal(team_sponsors_now(&team, 800), 0); /* three are missing */
    team.paid = 2;
    team.sponsored = 1;
    team.sponsored_max = 1;
    assert_int_equal(team_sponsors_now(&team, 800), 0); /* used up */
    team.status = TEAM_FAILED;
    team.sponsored_max = 3;
    assert_int_equal(team_sponsors_now(&team, 800), 0);
}

static void at_its_end_the_rule_pays_for_held_seats_too(void **state)
{
    struct team team = open_team(4), other;
    int32_t sponsored;

    (void)state;
    team.paid = 2;
    team.held = 1;
    team.sponsored_max = 2;
    other = team;
    assert_true(team_expire(&team, 1000, &sponsored));
    assert_int_equal(sponsored, 2);
    assert_int_equal(team.status, TEAM_COMPLETED);
    assert_int_equal(team.held, 0);
    other.sponsored_max = 1;
    assert_true(team_expire(&other, 1000, &sponsored));
    assert_int_equal(sponsored, 0);
    assert_int_equal(other.status, TEAM_FAILED);
    other = open_team(4); /* in which nobody has paid */
    other.held = 3;
    other.sponsored_max = 3;
    assert_true(team_expire(&other, 1000, &sponsored));
    assert_int_equal(other.status, TEAM_FAILED);
}

/* Whatever comes in whatever order, the seats never overflow and a completed team stays complete. */
static void any_order_of_events_keeps_the_seats(void **state)
{
    (void)state;
    srand(7);
    for (int round = 0; round < 2000; round++) {
        struct team team = open_team(2 + rand() % 4);
        const struct team_member other = { "bob", "o", MEMBER_PAID, 5, 0 };
        bool completed = false;

        for (int step = 0; step < 40; step++) {
            switch (rand() % 5) {
            case 0:
                (void)team_admit(&team, rand() % 1100);
                break;
            case 1:
                if (team.held)
                    (void)team_count_in(&team);
                break;
            case 2:
                if (team.held)
                    team_let_go(&team, "x", MEMBER_HELD, &other, 1);
                break;
            case 3:
                if (team.paid)
                    team_let_go(&team, "x", MEMBER_PAID, &other, 1);
                break;
            case 4:
                (void)team_sponsor(&team, 1 + rand() % 2);
                break;
            }
            assert_true(team.held >= 0 && team.paid >= 0 && team.sponsored >= 0 && team.sponsored < team.size);
            assert_true(team.held + team.paid + team.sponsored <= team.size);
            completed = completed || team.status == TEAM_COMPLETED;
            assert_int_equal(completed, team.status == TEAM_COMPLETED);
            if (completed)
                assert_int_equal(team.paid + team.sponsored, team.size);
        }
    }
}

static void names_go_there_and_back(void **state)
{
    (void)state;
    for (int i = TEAM_OPEN; i <= TEAM_FAILED; i++)
        assert_int_equal(team_status_of(team_status_name((enum team_status)i)), i);
    for (int i = MEMBER_HELD; i <= MEMBER_LEFT; i++)
        assert_int_equal(member_state_of(member_state_name((enum member_state)i)), i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seats_are_held_while_payable),
        cmocka_unit_test(nobody_joins_after_the_deadline),
        cmocka_unit_test(a_late_payment_does_not_count),
        cmocka_unit_test(the_oldest_paid_member_inherits),
        cmocka_unit_test(an_empty_team_fails),
        cmocka_unit_test(success_is_final),
        cmocka_unit_test(the_merchant_pays_for_what_nobody_has),
        cmocka_unit_test(the_rule_pays_within_its_limit_and_time),
        cmocka_unit_test(at_its_end_the_rule_pays_for_held_seats_too),
        cmocka_unit_test(any_order_of_events_keeps_the_seats),
        cmocka_unit_test(names_go_there_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
