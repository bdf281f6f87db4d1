/* A leader who was disabled acts no more, also with what is his, while his token still says that he leads; operators go
 * on. */
#include "groupbuy/leaders.h"
#include "store/groupbuy/pick_ups.h"

static int up(void **state)
{
    return seats_up(state, "gb_disabled_leaders");
}

static struct status close_point(const char *user, const char *point)
{
    Gb__ClosePickUpPointRequest in = GB__CLOSE_PICK_UP_POINT_REQUEST__INIT;
    Gb__PickUpPoint out = GB__PICK_UP_POINT__INIT;

    in.point_id = point;
    return CALL_IN_TX(user, groupbuy_close_pick_up_point, &in, &out);
}

static struct status dismiss_as(const char *user, const char *point, const char *staff)
{
    Gb__RemovePointStaffRequest in = GB__REMOVE_POINT_STAFF_REQUEST__INIT;
    Gb__RemovePointStaffResponse out = GB__REMOVE_POINT_STAFF_RESPONSE__INIT;

    in.point_id = point;
    in.user_id = staff;
    return CALL_IN_TX(user, groupbuy_remove_point_staff, &in, &out);
}

static struct status refuse(const char *user, const char *buyer)
{
    Gb__RefuseBuyerRequest in = GB__REFUSE_BUYER_REQUEST__INIT;
    Gb__RefusedBuyer out = GB__REFUSED_BUYER__INIT;

    in.user_id = buyer;
    in.reason = "三次不取货";
    return CALL_IN_TX(user, groupbuy_refuse_buyer, &in, &out);
}

static struct status accept_again(const char *user, const char *buyer)
{
    Gb__AcceptBuyerRequest in = GB__ACCEPT_BUYER_REQUEST__INIT;
    Gb__AcceptBuyerResponse out = GB__ACCEPT_BUYER_RESPONSE__INIT;

    in.user_id = buyer;
    return CALL_IN_TX(user, groupbuy_accept_buyer, &in, &out);
}

static void set_disabled(const char *leader, bool disabled)
{
    test_sql(shop.db, "update leaders set status = $2, disabled_reason = $3 where user_id = $1", db_id(leader),
             db_text(disabled ? "DISABLED" : "ACTIVE"), db_text(disabled ? "多次缺货" : ""));
}

static void who_is_disabled_changes_nothing_of_his_own(void **state)
{
    const char *leader = user_n(&shop.clerk, 90), *staff = user_n(&shop.clerk, 91), *buyer = user_n(&shop.clerk, 1);
    const char *point = new_point(leader);

    (void)state;
    hire(point, staff);
    assert_ok(refuse(leader, buyer));
    set_disabled(leader, true);
    assert_fails(close_point(leader, point), LEADER_DISABLED);
    assert_fails(dismiss_as(leader, point, staff), LEADER_DISABLED);
    assert_fails(refuse(leader, user_n(&shop.clerk, 2)), LEADER_DISABLED);
    assert_fails(accept_again(leader, buyer), LEADER_DISABLED);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from refused_buyers where leader_id = $1", db_id(leader)),
                     1);
    set_disabled(leader, false);
    assert_ok(accept_again(leader, buyer));
    assert_ok(dismiss_as(leader, point, staff));
}

/* Nor does he need it: operators close what is his. */
static void operators_close_what_is_a_disabled_leaders(void **state)
{
    const char *leader = user_n(&shop.clerk, 92), *staff = user_n(&shop.clerk, 93), *point = new_point(leader);

    (void)state;
    hire(point, staff);
    set_disabled(leader, true);
    assert_fails(close_point(user_n(&shop.clerk, 94), point), NOT_HERE);
    assert_ok(dismiss_as(OPERATOR, point, staff));
    assert_ok(close_point(OPERATOR, point));
}

/* Whom he refuses is refused everywhere: who leads somewhere still says so. */
static void who_leads_elsewhere_goes_on_refusing(void **state)
{
    const char *leader = user_n(&shop.clerk, 95);

    (void)state;
    new_point(leader);
    set_disabled(leader, true);
    test_sql(shop.db, "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE')", db_id(leader),
             db_id(user_n(&shop.clerk, 401)));
    assert_ok(refuse(leader, user_n(&shop.clerk, 3)));
    assert_fails(refuse(user_n(&shop.clerk, 96), user_n(&shop.clerk, 3)), FORBIDDEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_is_disabled_changes_nothing_of_his_own),
        TEST(operators_close_what_is_a_disabled_leaders),
        TEST(who_leads_elsewhere_goes_on_refusing),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
