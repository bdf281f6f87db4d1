/* Budgets: what a bucket holds, how it fills, and what others took. */
#include "support/check.h"

#include <stdio.h>

#include "gateway/limits.h"

#define SECOND INT64_C(1000000)

static struct limits *make(const char *users, const char *addresses)
{
    struct limits *limits;

    assert_ok(limits_create(users, addresses, &limits));
    return limits;
}

static struct status take(struct limits *limits, const char *user, const char *address, int64_t now_us,
                          struct limit_verdict *verdict)
{
    return limits_take(limits, "login", user, address, now_us, verdict);
}

static void bucket_empties_and_fills(void **state)
{
    struct limits *limits = make("login=10/60:3", "login=1000/1:1000");
    struct limit_verdict verdict;
    struct status refused;

    (void)state;
    for (int i = 2; i >= 0; i--) {
        assert_ok(take(limits, "u", "a", SECOND, &verdict));
        assert_int_equal(verdict.remaining, i);
    }
    refused = take(limits, "u", "a", SECOND, &verdict);
    assert_true(failed_with(refused, RATE_LIMITED));
    assert_int_equal(refused.retry_after_s, 6); /* a token each six seconds */
    assert_string_equal(verdict.rate_class, "login");
    assert_int_equal(verdict.quota, 3);
    assert_int_equal(verdict.window_s, 18);
    assert_fails(take(limits, "u", "a", 6 * SECOND, &verdict), RATE_LIMITED);
    assert_ok(take(limits, "u", "a", 7 * SECOND + 1, &verdict));
    assert_fails(take(limits, "u", "a", 8 * SECOND, &verdict), RATE_LIMITED);
    for (int i = 0; i < 3; i++)
        assert_ok(take(limits, "u", "a", 500 * SECOND, &verdict));
    assert_fails(take(limits, "u", "a", 500 * SECOND, &verdict), RATE_LIMITED); /* never more than it holds */
    limits_destroy(limits);
}

static void users_and_addresses_are_apart(void **state)
{
    struct limits *limits = make("login=1/1:2", "login=1/1:3");
    struct limit_verdict verdict;

    (void)state;
    assert_ok(take(limits, "u", "a", SECOND, &verdict));
    assert_ok(take(limits, "u", "a", SECOND, &verdict));
    assert_fails(take(limits, "u", "a", SECOND, &verdict), RATE_LIMITED); /* the user */
    assert_fails(take(limits, "v", "a", SECOND, &verdict), RATE_LIMITED); /* the address */
    assert_ok(take(limits, "v", "b", SECOND, &verdict));
    assert_ok(take(limits, "", "c", SECOND, &verdict)); /* a guest has his address only */
    limits_destroy(limits);
}

static void slow_drops_are_not_lost(void **state)
{
    struct limits *limits = make("login=1000000/1:1000000", "login=7/60:1");
    struct limit_verdict verdict;
    int passed = 0;

    (void)state;
    /* Asked each millisecond for ten minutes: 70 and the one it began with. */
    for (int64_t ms = 0; ms < 600000; ms++)
        passed += ok(take(limits, "", "a", SECOND + ms * 1000, &verdict));
    assert_in_range(passed, 70, 71);
    limits_destroy(limits);
}

static void others_use_is_settled(void **state)
{
    struct limits *limits = make("login=1/1:10", "login=1000/1:1000");
    struct limit_verdict verdict;
    struct limit_use uses[8];
    size_t user = 0;

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_ok(take(limits, "u", "a", SECOND, &verdict));
    assert_int_equal(limits_collect(limits, uses, 8), 2);
    if (uses[1].window_ms == 11000)
        user = 1;
    assert_int_equal(uses[user].taken, 3);
    assert_int_equal(limits_collect(limits, uses + 4, 4), 0);

    limits_settle(limits, &uses[user], 3 + 5, SECOND); /* five elsewhere */
    assert_ok(take(limits, "u", "a", SECOND, &verdict));
    assert_int_equal(verdict.remaining, 1);

    /* Again the same total but for our one: nobody else took any. */
    struct limit_use again = uses[user];
    again.taken = 1;
    limits_settle(limits, &again, 9, SECOND);
    assert_ok(take(limits, "u", "a", SECOND, &verdict));
    assert_int_equal(verdict.remaining, 0);

    /* The shared count began anew: what it says is since then. */
    again.taken = 1;
    limits_settle(limits, &again, 1, SECOND);
    assert_fails(take(limits, "u", "a", SECOND, &verdict), RATE_LIMITED);
    assert_ok(take(limits, "u", "a", 2 * SECOND, &verdict));
    limits_destroy(limits);
}

static void an_outage_charges_nobody(void **state)
{
    struct limits *limits = make("login=1/1:10", "login=1000/1:1000");
    struct limit_verdict verdict;
    struct limit_use uses[2];

    (void)state;
    assert_ok(take(limits, "u", "a", SECOND, &verdict));
    assert_int_equal(limits_collect(limits, uses, 2), 2);
    limits_forget_shared(limits);
    for (size_t i = 0; i < 2; i++)
        limits_settle(limits, &uses[i], 1000, SECOND);
    assert_ok(take(limits, "u", "a", SECOND, &verdict));
    assert_int_equal(verdict.remaining, 8);
    limits_destroy(limits);
}

static void debt_is_bounded(void **state)
{
    struct limits *limits = make("login=1/1:10", "login=1000/1:1000");
    struct limit_verdict verdict;
    struct limit_use uses[2];

    (void)state;
    assert_ok(take(limits, "u", "a", SECOND, &verdict));
    assert_int_equal(limits_collect(limits, uses, 2), 2);
    for (int64_t total = 1000; total < 100000; total += 1000)
        for (size_t i = 0; i < 2; i++)
            limits_settle(limits, &uses[i], total, SECOND);
    assert_fails(take(limits, "u", "a", 11 * SECOND, &verdict), RATE_LIMITED);
    assert_ok(take(limits, "u", "a", 13 * SECOND, &verdict)); /* one bucket of debt at most */
    limits_destroy(limits);
}

static void many_more_than_there_is_room_for(void **state)
{
    struct limits *limits = make("login=1/1:5", "login=1000000/1:1000000");
    struct limit_verdict verdict;
    char user[16];

    (void)state;
    for (int i = 0; i < 3 * LIMIT_BUCKETS; i++) {
        snprintf(user, sizeof(user), "u%d", i);
        assert_ok(take(limits, user, "a", SECOND + i, &verdict));
    }
    limits_destroy(limits);
}

static void rates_that_make_no_sense(void **state)
{
    static const char *const bad[] = { "read",
                                       "read=",
                                       "read=1",
                                       "read=1/1",
                                       "read=0/1:1",
                                       "read=1/0:1",
                                       "read=1/1:0",
                                       "read=1/1:1x",
                                       "READ=1/1:1",
                                       "read=-1/1:1",
                                       "read=1/1:1,write=1/1:1",
                                       "read=99999999/1:1" };
    struct limits *limits;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_fails(limits_create(bad[i], "read=1/1:1", &limits), FIELDS_INVALID);
    limits = make("  read=1/1:1   write=1/1:1 ", "read=1/1:1");
    assert_true(limits_know(limits, "read"));
    assert_false(limits_know(limits, "write")); /* by address it is not there */
    limits_destroy(limits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bucket_empties_and_fills),         cmocka_unit_test(users_and_addresses_are_apart),
        cmocka_unit_test(slow_drops_are_not_lost),          cmocka_unit_test(others_use_is_settled),
        cmocka_unit_test(an_outage_charges_nobody),         cmocka_unit_test(debt_is_bounded),
        cmocka_unit_test(many_more_than_there_is_room_for), cmocka_unit_test(rates_that_make_no_sense),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
