/* By which way somebody is paid: within each of WeChat's limits by sharing, beyond any of them by a transfer, and not
 * at all while he owes. */
#include "groupbuy/domain/settlement.h"

#include "support/check.h"

static const struct settlement_case plain = {
    .earned = 300, .balance = 300, .room = 300, .approve_from = 200000, .most = 100000, .known = true
};

static void goes(struct settlement_case one, enum settlement_way way, fen gross, const char *why)
{
    struct settlement settlement = settle(&one);

    assert_int_equal(settlement.way, way);
    assert_int_equal(settlement.gross, gross);
    assert_string_equal(settlement.why, why);
}

static void within_every_limit_it_is_shared(void **state)
{
    struct settlement_case one = plain;

    (void)state;
    goes(one, SETTLED_BY_SHARING, 300, "");
    one.balance = 1000; /* what is of other orders is not taken */
    goes(one, SETTLED_BY_SHARING, 300, "");
    one.balance = 120; /* a debt has taken some of it */
    goes(one, SETTLED_BY_SHARING, 120, "");
}

static void beyond_a_limit_he_asks_for_it(void **state)
{
    struct settlement_case one = plain;

    (void)state;
    one.known = false;
    goes(one, SETTLED_BY_TRANSFER, 0, "UNKNOWN");
    one = plain, one.reserve_short = true;
    goes(one, SETTLED_BY_TRANSFER, 0, "RESERVE");
    one = plain, one.approve_from = 300;
    goes(one, SETTLED_BY_TRANSFER, 0, "APPROVAL");
    one = plain, one.most = 299;
    goes(one, SETTLED_BY_TRANSFER, 0, "LIMIT");
    one = plain, one.room = 299;
    goes(one, SETTLED_BY_TRANSFER, 0, "ROOM");
    one = plain, one.receivers = SHARING_RECEIVERS_MAX;
    goes(one, SETTLED_BY_TRANSFER, 0, "RECEIVERS");
    one = plain, one.shared_before = SHARING_MONTH_FEN_MAX - 299;
    goes(one, SETTLED_BY_TRANSFER, 0, "MONTH");
    one.shared_before--;
    goes(one, SETTLED_BY_SHARING, 300, "");
}

static void who_owes_is_netted(void **state)
{
    struct settlement_case one = plain;

    (void)state;
    one.balance = 0;
    goes(one, SETTLED_IN_LEDGER, 0, "DEBT");
    one.balance = -1;
    goes(one, SETTLED_IN_LEDGER, 0, "DEBT");
    one = plain, one.earned = 0;
    goes(one, SETTLED_IN_LEDGER, 0, "NOTHING");
}

static void room_is_a_part_of_what_is_kept(void **state)
{
    const struct settlement_rule rule = { .version = 1, .sharing = true, .most_bp = 3000 };
    fen room;

    (void)state;
    assert_ok(settlement_room(&rule, 999, 0, &room));
    assert_int_equal(room, 299); /* never rounded up */
    assert_ok(settlement_room(&rule, 999, 200, &room));
    assert_int_equal(room, 99);
    assert_ok(settlement_room(&rule, 100, 200, &room));
    assert_int_equal(room, 0);
    assert_fails(settlement_room(&rule, -1, 0, &room), AMOUNT_OVERFLOW);
}

static void ways_have_names(void **state)
{
    (void)state;
    assert_string_equal(settlement_way_name(SETTLED_NONE), "");
    assert_string_equal(settlement_way_name(SETTLED_BY_SHARING), "SHARING");
    assert_string_equal(settlement_way_name(SETTLED_BY_TRANSFER), "TRANSFER");
    assert_string_equal(settlement_way_name(SETTLED_IN_LEDGER), "LEDGER");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(within_every_limit_it_is_shared),
        cmocka_unit_test(beyond_a_limit_he_asks_for_it),
        cmocka_unit_test(who_owes_is_netted),
        cmocka_unit_test(room_is_a_part_of_what_is_kept),
        cmocka_unit_test(ways_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
