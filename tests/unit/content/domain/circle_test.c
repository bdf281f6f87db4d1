#include "content/domain/circle.h"

#include "content/domain/reasons.h"
#include "support/check.h"

static void a_full_circle_takes_nobody(void **state)
{
    struct circle circle = { .id = "c", .members_max = 2, .member_count = 1 };

    (void)state;
    assert_ok(circle_admit(&circle));
    circle.member_count = 2;
    assert_fails(circle_admit(&circle), CIRCLE_FULL);
}

static void the_owner_stays(void **state)
{
    struct circle circle = { .id = "c", .caller_role = ROLE_OWNER };

    (void)state;
    assert_fails(circle_release(&circle), OWNER_CANNOT_LEAVE);
    circle.caller_role = ROLE_MODERATOR;
    assert_ok(circle_release(&circle));
}

static void what_is_written_for_members_is_read_by_members(void **state)
{
    struct circle circle = { .id = "c", .visibility = VISIBLE_TO_MEMBERS };

    (void)state;
    assert_fails(circle_readable(&circle), NOT_HERE);
    assert_fails(circle_writable(&circle), NOT_A_MEMBER);
    circle.caller_role = ROLE_MEMBER;
    assert_ok(circle_readable(&circle));
    assert_ok(circle_writable(&circle));
    circle = (struct circle){ .id = "c", .visibility = VISIBLE_TO_ALL };
    assert_ok(circle_readable(&circle));
    assert_fails(circle_writable(&circle), NOT_A_MEMBER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_circle_takes_nobody),
        cmocka_unit_test(the_owner_stays),
        cmocka_unit_test(what_is_written_for_members_is_read_by_members),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
