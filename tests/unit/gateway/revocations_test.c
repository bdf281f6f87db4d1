/* Revocations: older tokens are stale, newer ones good, and forgetting never lets anybody in. */
#include "support/check.h"

#include <stdio.h>

#include "gateway/revocations.h"

#define NOW INT64_C(1700000000000)

static void of_a_user_and_of_a_session(void **state)
{
    struct revocations *revocations = revocations_create();

    (void)state;
    assert_false(revocations_hit(revocations, "u1", "s1", NOW));
    revocations_add(revocations, "u1", "", NOW, NOW);
    assert_true(revocations_hit(revocations, "u1", "s1", NOW - 1));
    assert_true(revocations_hit(revocations, "u1", "s2", NOW - 1));
    assert_false(revocations_hit(revocations, "u1", "s1", NOW));
    assert_false(revocations_hit(revocations, "u2", "s1", NOW - 1));
    revocations_add(revocations, NULL, "s3", NOW, NOW);
    assert_true(revocations_hit(revocations, "u2", "s3", NOW - 1));
    assert_false(revocations_hit(revocations, "s3", "u1", NOW - 1)); /* a session is no user */
    revocations_add(revocations, "u1", NULL, NOW - 500, NOW);
    assert_true(revocations_hit(revocations, "u1", "s1", NOW - 1)); /* an older word changes nothing */
    revocations_destroy(revocations);
}

static void a_floor_covers_everybody_and_never_falls(void **state)
{
    struct revocations *revocations = revocations_create();

    (void)state;
    revocations_raise(revocations, NOW);
    revocations_raise(revocations, NOW - 1000);
    assert_true(revocations_hit(revocations, "u1", "s1", NOW - 1));
    assert_false(revocations_hit(revocations, "u1", "s1", NOW));
    revocations_destroy(revocations);
}

static void forgetting_lets_nobody_in(void **state)
{
    struct revocations *revocations = revocations_create();
    char user[16];

    (void)state;
    for (int i = 0; i < 3 * REVOCATIONS_ENTRIES; i++) {
        snprintf(user, sizeof(user), "u%d", i);
        revocations_add(revocations, user, NULL, NOW + i, NOW);
    }
    for (int i = 0; i < 3 * REVOCATIONS_ENTRIES; i++) {
        snprintf(user, sizeof(user), "u%d", i);
        assert_true(revocations_hit(revocations, user, "s", NOW + i - 1));
    }
    assert_false(
        revocations_hit(revocations, "somebody", "s", NOW + 3 * REVOCATIONS_ENTRIES)); /* a fresh token is good */
    revocations_destroy(revocations);
}

static void what_no_token_can_be_older_than_is_let_go(void **state)
{
    struct revocations *revocations = revocations_create();
    char user[16];

    (void)state;
    for (int i = 0; i < REVOCATIONS_ENTRIES; i++) {
        snprintf(user, sizeof(user), "u%d", i);
        revocations_add(revocations, user, NULL, NOW - REVOCATION_KEEP_MS - 1, NOW - REVOCATION_KEEP_MS);
    }
    for (int i = 0; i < 1000; i++) {
        snprintf(user, sizeof(user), "v%d", i);
        revocations_add(revocations, user, NULL, NOW, NOW);
    }
    assert_false(revocations_hit(revocations, "somebody", "s", NOW - 1000)); /* nobody else paid for it */
    revocations_destroy(revocations);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_a_user_and_of_a_session),
        cmocka_unit_test(a_floor_covers_everybody_and_never_falls),
        cmocka_unit_test(forgetting_lets_nobody_in),
        cmocka_unit_test(what_no_token_can_be_older_than_is_let_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
