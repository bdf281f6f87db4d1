/* Payments that land after the grace of their round, on a real PostgreSQL: refunded, or in the leader's next round
 * where the buyer chose so. */
#include "store/groupbuy/running.h"

static int up(void **state)
{
    int failed = seats_up(state, "gb_late_rounds");

    rounds_up();
    return failed;
}

/* It ended ten minutes ago, its grace five minutes after. */
static void over(const char *round)
{
    test_sql(shop.db,
             "update rounds set status = 'CLOSING', ends_at = now() - interval '10 min', starts_at = now() -"
             " interval '1 h', version = version + 1 where id = $1",
             db_id(round));
}

static void paid_ago(const struct seat *seat, int minutes)
{
    wechat_pay(wechat_order(seat->order), clock_unix_us() - minutes * 60 * US_PER_S);
    assert_int_equal(notice(seat), PAYMENT_OUTCOME_APPLIED);
    assert_int_equal(notice(seat), PAYMENT_OUTCOME_KNOWN);
}

static int64_t unsold(const char *round)
{
    return test_sql_int(shop.db, "select unsold from round_items where round_id = $1", db_id(round));
}

static int64_t paid_units(const char *round)
{
    return test_sql_int(shop.db, "select paid_units from round_items where round_id = $1", db_id(round));
}

static bool is_in(const struct seat *seat, const char *round, const char *status)
{
    return test_sql_int(shop.db,
                        "select count(*) from orders o join round_entries e on e.order_id = o.id and e.round_id ="
                        " o.round_id join order_lines l on l.order_id = o.id join round_items i on i.id = l.pool_id and"
                        " i.round_id = o.round_id where o.id = $1 and o.round_id = $2 and o.status = $3",
                        db_id(seat->order), db_id(round), db_text(status)) == 1;
}

static void what_was_paid_within_the_grace_counts(void **state)
{
    const char *round = running_round(60, 900);
    struct seat seat = order_in(round, 1, 2, GB__LATE_PAYMENT__LATE_REFUND);

    (void)state;
    over(round);
    paid_ago(&seat, 6);
    assert_true(is_in(&seat, round, "WAITING_CUTOFF"));
    assert_int_equal(paid_units(round), 2);
}

static void what_was_paid_later_goes_back(void **state)
{
    const char *round = running_round(60, 900), *next = running_round(60, 900);
    struct seat refund = order_in(round, 2, 2, GB__LATE_PAYMENT__LATE_REFUND);
    struct seat none = order_in(round, 3, 1, GB__LATE_PAYMENT__LATE_PAYMENT_UNSPECIFIED);

    (void)state;
    over(round);
    paid_ago(&refund, 1);
    paid_ago(&none, 1);
    assert_refunded(&refund);
    assert_refunded(&none);
    assert_int_equal(paid_units(round), 0);
    assert_int_equal(unsold(round), 10000);
    assert_int_equal(unsold(next), 10000); /* there would have been room */
    test_sql(shop.db, "update rounds set status = 'CLOSING' where id = $1", db_id(next));
}

static void who_chose_it_is_in_the_next_round(void **state)
{
    const char *round = running_round(60, 900), *dear = running_round(30, 901), *later = running_round(90, 800);
    const char *next = running_round(60, 880);
    struct seat seat = order_in(round, 4, 3, GB__LATE_PAYMENT__LATE_NEXT_ROUND);

    (void)state;
    over(round);
    paid_ago(&seat, 1);
    assert_true(is_in(&seat, next, "WAITING_CUTOFF"));
    assert_int_equal(unsold(round), 10000);
    assert_int_equal(unsold(next), 9997);
    assert_int_equal(paid_units(next), 3);
    assert_int_equal(unsold(dear), 10000);
    assert_int_equal(unsold(later), 10000);
    assert_int_equal(test_sql_int(shop.db,
                                  "select held from round_buyers b join round_items i on i.id = b.item_id where"
                                  " i.round_id = $1",
                                  db_id(round)),
                     0);
    test_sql(shop.db, "update rounds set status = 'CLOSING' where id = any ($1::uuid[])",
             db_texts((const char *[]){ dear, later, next }, 3));
}

/* Dearer, short, above the limit, of another point: none of them. */
static void without_a_round_that_has_all_of_it_the_money_goes_back(void **state)
{
    const char *round = running_round(60, 900), *dear = running_round(60, 901), *short_one = running_round(60, 900);
    const char *limited = running_round(60, 900), *elsewhere = running_round(60, 900);
    struct seat seat = order_in(round, 5, 3, GB__LATE_PAYMENT__LATE_NEXT_ROUND);

    (void)state;
    test_sql(shop.db, "update round_items set unsold = 2, returned = 9998 where round_id = $1", db_id(short_one));
    test_sql(shop.db, "update round_items set per_user_limit = 2 where round_id = $1", db_id(limited));
    test_sql(shop.db, "delete from round_points where round_id = $1", db_id(elsewhere));
    over(round);
    paid_ago(&seat, 1);
    assert_refunded(&seat);
    assert_true(is_in(&seat, round, "REFUNDED"));
    assert_int_equal(unsold(dear) + unsold(limited) + unsold(elsewhere), 30000);
    assert_int_equal(unsold(short_one), 2);
}

static void to_the_door(const char *round, const char *buildings, fen fee, fen minimum)
{
    test_sql(shop.db,
             "update rounds set door = true, door_buildings = $2::text[], door_fee_fen = $3, door_minimum_fen = $4"
             " where id = $1",
             db_id(round), db_text(buildings), db_int(fee), db_int(minimum));
}

/* Three at 9.00, to be brought to building 3 for 2.00. */
static struct seat order_to_door(const char *round, int user)
{
    struct seat seat = order_in(round, user, 3, GB__LATE_PAYMENT__LATE_NEXT_ROUND);

    test_sql(shop.db, "update round_entries set point_id = null, door_building = '3 栋' where order_id = $1",
             db_id(seat.order));
    test_sql(shop.db, "update order_prices set delivery_fen = 200 where order_id = $1", db_id(seat.order));
    return seat;
}

/* Not at all, elsewhere, for another fee, from more on: none of them. */
static void what_comes_to_the_door_goes_into_a_round_that_is_brought_there(void **state)
{
    const char *round = running_round(60, 900), *fetched = running_round(10, 900), *far = running_round(20, 900);
    const char *dear = running_round(30, 900), *large = running_round(40, 900), *next = running_round(50, 900);
    struct seat seat = order_to_door(round, 6), other = order_to_door(round, 7);

    (void)state;
    to_the_door(far, "{9 栋}", 200, 0);
    to_the_door(dear, "{}", 300, 0);
    to_the_door(large, "{3 栋}", 200, 2701);
    to_the_door(next, "{9 栋, 3 栋}", 200, 2700);
    over(round);
    paid_ago(&seat, 1);
    assert_true(is_in(&seat, next, "WAITING_CUTOFF"));
    assert_int_equal(paid_units(next), 3);
    test_sql(shop.db, "update rounds set status = 'CLOSING' where id = $1", db_id(next));
    paid_ago(&other, 1);
    assert_refunded(&other);
    assert_int_equal(unsold(fetched) + unsold(far) + unsold(dear) + unsold(large), 40000);
}

/* What is ordered is known when nobody can pay any more, and not before: also when WeChat is away at the end. */
static void a_round_waits_for_who_may_have_paid(void **state)
{
    const char *round = running_round(60, 900);
    struct seat seat = order_in(round, 41, 2, GB__LATE_PAYMENT__LATE_REFUND);

    (void)state;
    over(round);
    wechat.away = true;
    assert_fails(run_job(JOB_SETTLE_ROUND, round, groupbuy_settle_round), NOT_AVAILABLE);
    assert_fails(run_job(JOB_CLOSE_UNPAID, seat.order, groupbuy_close_unpaid), PAYMENT_UNAVAILABLE);
    assert_fails(run_job(JOB_SETTLE_ROUND, round, groupbuy_settle_round), NOT_AVAILABLE);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from rounds where id = $1 and status = 'CLOSING'", db_id(round)),
                     1);
    wechat.away = false;
    paid_ago(&seat, 6); /* in time, and we hear of it now */
    assert_ok(run_job(JOB_SETTLE_ROUND, round, groupbuy_settle_round));
    assert_int_equal(test_sql_int(shop.db, "select units from round_sheet where round_id = $1", db_id(round)), 2);
}

static const char *ending;

static void it_ends(void)
{
    over(ending);
}

/* The coupon's service was asked while the end came: nothing enters, and the coupon is let go. */
static void nothing_enters_that_was_begun_before_the_end(void **state)
{
    const char *round = running_round(60, 900);
    Gb__PlaceRoundOrderRequest in = GB__PLACE_ROUND_ORDER_REQUEST__INIT;
    Gb__OrderItem item = GB__ORDER_ITEM__INIT, *items[] = { &item };
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;
    struct call *call = clerk_call(&shop.clerk, user_n(&shop.clerk, 42));
    const char *id = id_make(&shop.clerk.arena);

    (void)state;
    ending = round;
    wechat.meanwhile = it_ends;
    wechat.coupon_discount = 100;
    item.item_id = rows_id(test_sql(shop.db, "select id from round_items where round_id = $1", db_id(round)), 0, 0);
    item.quantity = 1;
    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = POINT;
    in.coupon_id = user_n(&shop.clerk, 900);
    call->operation_id = id;
    assert_fails(clerk_end(&shop.clerk, groupbuy_place_round_order(call, &in, &out)), ENDED);
    assert_int_equal(unsold(round), 10000);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from orders where round_id = $1", db_id(round)), 0);
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RELEASE", id)), 1);
}

/* What a person has in a round's item, in however many orders, is within its limit; what he gives back he may have again. */
static void nobody_has_more_of_an_item_than_its_limit(void **state)
{
    const char *round = running_round(60, 900);
    Gb__PlaceRoundOrderRequest in = GB__PLACE_ROUND_ORDER_REQUEST__INIT;
    Gb__OrderItem item = GB__ORDER_ITEM__INIT, *items[] = { &item };
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;
    char item_id[ID_CHARS + 1];
    struct seat seat;

    (void)state;
    test_sql(shop.db, "update round_items set per_user_limit = 2 where round_id = $1", db_id(round));
    seat = order_in(round, 44, 2, GB__LATE_PAYMENT__LATE_REFUND);
    snprintf(item_id, sizeof item_id, "%s",
             rows_id(test_sql(shop.db, "select id from round_items where round_id = $1", db_id(round)), 0, 0));
    item.item_id = item_id;
    item.quantity = 1;
    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = POINT;
    assert_fails(clerk_end(&shop.clerk,
                           groupbuy_place_round_order(clerk_call(&shop.clerk, seat.user), &in, &out)),
                 LIMIT_REACHED);
    assert_int_equal(unsold(round), 9998);
    assert_ok(cancel_order(&seat, seat.user));
    assert_ok(clerk_end(&shop.clerk, groupbuy_place_round_order(clerk_call(&shop.clerk, seat.user), &in, &out)));
    assert_int_equal(unsold(round), 9999);
}

static struct status try_order(const char *round, int user, int units)
{
    Gb__PlaceRoundOrderRequest in = GB__PLACE_ROUND_ORDER_REQUEST__INIT;
    Gb__OrderItem item = GB__ORDER_ITEM__INIT, *items[] = { &item };
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;
    struct rows *rows = test_sql(shop.db, "select id from round_items where round_id = $1", db_id(round));

    item.item_id = arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0));
    item.quantity = units;
    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = POINT;
    return clerk_end(&shop.clerk,
                     groupbuy_place_round_order(clerk_call(&shop.clerk, user_n(&shop.clerk, user)), &in, &out));
}

static void no_unit_more_than_an_item_has(void **state)
{
    const char *round = running_round(60, 900);

    (void)state;
    test_sql(shop.db, "update round_items set unsold = 2, returned = 9998 where round_id = $1", db_id(round));
    assert_fails(try_order(round, 45, 3), STOCK_SHORT);
    assert_int_equal(unsold(round), 2);
    assert_ok(try_order(round, 45, 2));
    assert_int_equal(unsold(round), 0);
    assert_fails(try_order(round, 46, 1), SOLD_OUT);
}

/* Less first, then nothing: each unit is back once. What was given back is not had again by asking for more. */
static void what_is_lowered_and_then_called_off_comes_back_once(void **state)
{
    const char *round = running_round(60, 900);
    struct seat seat = order_in(round, 43, 3, GB__LATE_PAYMENT__LATE_REFUND);
    Gb__ReduceRoundOrderRequest in = GB__REDUCE_ROUND_ORDER_REQUEST__INIT;
    Gb__LineLeft line = GB__LINE_LEFT__INIT, *lines[] = { &line };
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;

    (void)state;
    wechat_pay(wechat_order(seat.order), clock_unix_us());
    assert_int_equal(notice(&seat), PAYMENT_OUTCOME_APPLIED);
    in.order_id = seat.order;
    in.lines = lines;
    in.n_lines = 1;
    line.quantity = 2;
    assert_ok(CALL_IN_TX(seat.user, groupbuy_reduce_round_order, &in, &out));
    assert_int_equal(unsold(round), 9998);
    gb__round_order__init(&out);
    line.quantity = 3; /* as many as were ordered, and one more than are left */
    assert_fails(CALL_IN_TX(seat.user, groupbuy_reduce_round_order, &in, &out), FIELDS_INVALID);
    assert_int_equal(unsold(round), 9998);
    assert_int_equal(paid_units(round), 2);
    assert_ok(cancel_order(&seat, seat.user));
    assert_int_equal(unsold(round), 10000);
    assert_int_equal(paid_units(round), 0);
    assert_int_equal(test_sql_int(shop.db, "select sum(amount_fen)::bigint from refunds where order_id = $1", db_id(seat.order)),
                     3 * 900);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_paid_within_the_grace_counts),
        cmocka_unit_test(what_was_paid_later_goes_back),
        cmocka_unit_test(who_chose_it_is_in_the_next_round),
        cmocka_unit_test(without_a_round_that_has_all_of_it_the_money_goes_back),
        cmocka_unit_test(what_comes_to_the_door_goes_into_a_round_that_is_brought_there),
        TEST(a_round_waits_for_who_may_have_paid),
        TEST(nothing_enters_that_was_begun_before_the_end),
        TEST(nobody_has_more_of_an_item_than_its_limit),
        TEST(no_unit_more_than_an_item_has),
        TEST(what_is_lowered_and_then_called_off_comes_back_once),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
