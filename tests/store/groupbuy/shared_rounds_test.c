/* Limits that several accounts share, in a leader's rounds: fetched, brought to the door, ordered for a neighbour. */
#include "store/groupbuy/households.h"
#include "store/groupbuy/running.h"

static int up(void **state)
{
    int failed = seats_up(state, "gb_shared_rounds");

    rounds_up();
    set_rule(600);
    return failed;
}

static const char *round_with(int32_t household, int32_t address, int32_t phone)
{
    goods = limited(household, address, phone);
    test_sql(shop.db, "update rounds set status = 'CLOSING' where status = 'OPEN'"); /* those of the tests before */
    return running_round(60, 900);
}

static const char *item_of(const char *round)
{
    return arena_strdup(
        &shop.clerk.arena,
        rows_id(test_sql(shop.db, "select id from round_items where round_id = $1", db_id(round)), 0, 0));
}

/* `address` NULL: to be fetched. */
static struct status join(const char *round, const char *user, const char *address, int units, struct seat *ret_seat)
{
    Gb__PlaceRoundOrderRequest in = GB__PLACE_ROUND_ORDER_REQUEST__INIT;
    Gb__OrderItem item = GB__ORDER_ITEM__INIT, *items[] = { &item };
    Gb__DoorPlace door = GB__DOOR_PLACE__INIT;
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;
    struct call *call = clerk_call(&shop.clerk, user);

    item.item_id = item_of(round);
    item.quantity = units;
    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = address ? "" : POINT;
    in.address_id = address ? address : "";
    door.building = "3 栋";
    in.door = address ? &door : NULL;
    TRY(clerk_end(&shop.clerk, groupbuy_place_round_order(call, &in, &out)));
    if (ret_seat)
        *ret_seat = (struct seat){ .user = user, .order = out.order->order_id };
    return OK;
}

static struct status quote(const char *round, const char *user, int units)
{
    Gb__QuoteRoundOrderRequest in = GB__QUOTE_ROUND_ORDER_REQUEST__INIT;
    Gb__OrderItem item = GB__ORDER_ITEM__INIT, *items[] = { &item };
    Gb__BasketQuote out = GB__BASKET_QUOTE__INIT;

    item.item_id = item_of(round);
    item.quantity = units;
    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = POINT;
    return clerk_end(&shop.clerk, groupbuy_quote_round_order(clerk_call(&shop.clerk, user), &in, &out));
}

static struct status join_for(const char *round, const char *name, const char *door, const char *phone, int units,
                              struct seat *ret_seat)
{
    Gb__PlaceNeighbourOrderRequest in = GB__PLACE_NEIGHBOUR_ORDER_REQUEST__INIT;
    Gb__OrderItem item = GB__ORDER_ITEM__INIT, *items[] = { &item };
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;

    item.item_id = item_of(round);
    item.quantity = units;
    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = POINT;
    in.name = name;
    in.building = door;
    in.phone = phone;
    in.pays = GB__NEIGHBOUR_PAYS__BY_LEADER;
    TRY(clerk_end(&shop.clerk, groupbuy_place_neighbour_order(clerk_call(&shop.clerk, LEADER), &in, &out)));
    if (ret_seat)
        *ret_seat = (struct seat){ .user = LEADER, .order = out.order->order_id };
    return OK;
}

static struct status reduce(const struct seat *seat, int left)
{
    Gb__ReduceRoundOrderRequest in = GB__REDUCE_ROUND_ORDER_REQUEST__INIT;
    Gb__LineLeft line = GB__LINE_LEFT__INIT, *lines[] = { &line };
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;

    in.order_id = seat->order;
    in.lines = lines;
    in.n_lines = 1;
    line.quantity = left;
    return CALL_IN_TX(seat->user, groupbuy_reduce_round_order, &in, &out);
}

static void a_household_has_one_limit_in_all_rounds(void **state)
{
    const char *ann = person(2001), *bob = person(2002), *bob_home = own_home(bob, 2002);
    const char *round = round_with(3, 0, 0), *other = running_round(90, 800);
    struct seat anns;

    (void)state;
    lives_with(bob, ann);
    assert_ok(join(round, ann, NULL, 2, &anns));
    assert_fails(join(other, bob, NULL, 2, NULL), SHARED_LIMIT_REACHED);
    assert_fails(quote(other, bob, 2), SHARED_LIMIT_REACHED);
    assert_ok(join(other, bob, NULL, 1, NULL));
    assert_fails(buy(bob, bob_home, goods.pears, 1, NULL), SHARED_LIMIT_REACHED);
    pay(&anns);
    assert_order(&anns, "WAITING_CUTOFF");
    assert_ok(reduce(&anns, 1)); /* a unit less until the cut-off: another may have it */
    assert_ok(buy(bob, bob_home, goods.pears, 1, NULL));
    assert_fails(join(round, bob, NULL, 1, NULL), SHARED_LIMIT_REACHED);
    assert_ok(cancel_order(&anns, ann));
    assert_ok(quote(other, bob, 1));
    assert_ok(join(other, bob, NULL, 1, NULL));
}

static void a_door_and_its_phone_have_one_limit(void **state)
{
    const char *ann = person(2011), *bob = person(2012);
    const char *ann_home = home_of(ann, "13900002011", "翠湖路 5 号 3-12"),
               *bob_home = home_of(bob, "13900002012", "翠湖路５号，3—12");
    const char *round = round_with(0, 2, 0);
    struct seat anns;

    (void)state;
    test_sql(shop.db, "update rounds set door = true where id = $1", db_id(round));
    assert_ok(join(round, ann, ann_home, 2, &anns));
    assert_fails(join(round, bob, bob_home, 1, NULL), SHARED_LIMIT_REACHED);
    assert_fails(buy(bob, bob_home, goods.pears, 1, NULL), SHARED_LIMIT_REACHED);
    assert_ok(join(round, bob, NULL, 3, NULL)); /* what he fetches goes nowhere */
    assert_ok(cancel_order(&anns, ann));
    assert_ok(join(round, bob, bob_home, 2, NULL));
    round = round_with(0, 0, 2);
    assert_ok(join(round, bob, NULL, 2, NULL));
    assert_fails(join(round, bob, NULL, 1, NULL), SHARED_LIMIT_REACHED);
}

/* Who has no account is known by his phone, or by name and door; and his door is his household. */
static void a_neighbour_is_counted_by_his_phone_or_name_and_door(void **state)
{
    const char *ann = person(2021), *ann_home = home_of(ann, "13900002021", "青年路 21 号");
    const char *round = round_with(0, 0, 2), *other = running_round(90, 800);
    struct seat wangs;

    (void)state;
    assert_ok(join_for(round, "王阿姨", "3 栋 502", "139-0000 2021", 2, &wangs));
    assert_fails(join_for(other, "小王", "4 栋 101", "13900002021", 1, NULL), SHARED_LIMIT_REACHED);
    assert_fails(buy(ann, ann_home, goods.pears, 1, NULL), SHARED_LIMIT_REACHED); /* hers, by an account */
    assert_ok(join_for(other, "李叔", "5 栋 101", "", 2, NULL));
    assert_fails(join_for(round, "李叔", "５栋-101", "", 1, NULL), SHARED_LIMIT_REACHED);
    assert_ok(join_for(round, "李婶", "5 栋 101", "", 1, NULL)); /* by phone they are two */
    assert_ok(cancel_order(&wangs, LEADER));
    assert_ok(buy(ann, ann_home, goods.pears, 2, NULL));
    round = round_with(2, 0, 0);
    assert_ok(join_for(round, "李叔", "5 栋 101", "", 2, NULL));
    assert_fails(join_for(round, "李婶", "5 栋 101", "13900002022", 1, NULL), SHARED_LIMIT_REACHED);
    assert_ok(join(round, LEADER, NULL, 2, NULL)); /* the leader's own household is another */
}

/* His payment comes after the grace and takes his order to the next round: he holds the same before and after. */
static void who_is_moved_to_the_next_round_counts_once(void **state)
{
    const char *ann = user_n(&shop.clerk, 2031), *bob = person(2032), *round = round_with(3, 0, 0), *next;
    struct seat anns;

    (void)state;
    known_as(ann, "邻居");
    lives_with(bob, ann);
    anns = order_in(round, 2031, 2, GB__LATE_PAYMENT__LATE_NEXT_ROUND);
    next = running_round(90, 900);
    test_sql(shop.db,
             "update rounds set status = 'CLOSING', ends_at = now() - interval '10 min', starts_at = now() -"
             " interval '1 h', version = version + 1 where id = $1",
             db_id(round));
    wechat_pay(wechat_order(anns.order), clock_unix_us());
    assert_int_equal(notice(&anns), PAYMENT_OUTCOME_APPLIED);
    assert_order(&anns, "WAITING_CUTOFF");
    assert_int_equal(test_sql_int(shop.db, "select count(*) from orders where id = $1 and round_id = $2",
                                  db_id(anns.order), db_id(next)),
                     1);
    assert_ok(join(next, bob, NULL, 1, NULL));
    assert_fails(join(next, bob, NULL, 1, NULL), SHARED_LIMIT_REACHED);
}

static void goods_without_a_shared_limit_leave_no_note_of_who_fetches(void **state)
{
    const char *ann = person(2041), *round = round_with(0, 0, 0);
    struct seat anns;

    (void)state;
    assert_ok(join(round, ann, NULL, 2, &anns));
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from order_limit_keys where order_id = $1", db_id(anns.order)), 0);
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from product_buyers where product_id = $1", db_id(goods.product)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_household_has_one_limit_in_all_rounds),
        TEST(a_door_and_its_phone_have_one_limit),
        TEST(a_neighbour_is_counted_by_his_phone_or_name_and_door),
        TEST(who_is_moved_to_the_next_round_counts_once),
        TEST(goods_without_a_shared_limit_leave_no_note_of_who_fetches),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
