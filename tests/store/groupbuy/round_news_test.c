/* News of a round on a real PostgreSQL: who looked, ordered, has not paid hears once of its opening, its steps, its
 * minimum and its end; and the leader's minute. */
#include "groupbuy/flow/round_news.h"
#include "store/groupbuy/places.h"

static struct goods goods;

static int up(void **state)
{
    int failed = seats_up(state, "gb_round_news");

    goods = put_on_shelf(20000, 0);
    lead();
    test_sql(shop.db,
             "insert into share_rules (version, pick_up_bp, selling_bp, partner_bp, own_purchases, created_by)"
             " values (1, 300, 800, 100, false, $1)",
             db_id(OPERATOR));
    return failed;
}

/* Apples at 9.00, from 5 on at 8.00. */
static const char *a_round(const char *status, int64_t starts_in_s, int64_t minimum)
{
    const char *round = id_make(&shop.clerk.arena), *item;

    test_sql(shop.db,
             "insert into rounds (id, leader_id, community_id, title, description, image_urls, status, starts_at,"
             " ends_at, ready_at, grace_s, unpaid_s, door, door_fee_fen, door_minimum_fen, minimum_fen, shortage_rule,"
             " uncollected_rule, uncollected_refund_percent, keep_days, published_at) values ($1, $2, $3, '周三团', '',"
             " '{}', $4, now() + $5 * interval '1 s', now() + interval '1 h', now() + interval '1 day', 300, 900,"
             " false, 0, 0, $6, 'FIRST_COME', 'KEEP', 0, 3, now())",
             db_id(round), db_id(LEADER), db_id(COMMUNITY), db_text(status), db_int(starts_in_s), db_int(minimum));
    test_sql(shop.db, "insert into round_points (round_id, point_id) values ($1, $2)", db_id(round), db_id(POINT));
    item = add_item(round, 0, goods.apples, 900);
    test_sql(shop.db, "insert into round_steps (item_id, from_units, price_fen) values ($1, 5, 800)", db_id(item));
    return round;
}

static void look(const char *round, int user)
{
    Gb__LookAtRoundRequest in = GB__LOOK_AT_ROUND_REQUEST__INIT;
    Gb__LookAtRoundResponse out = GB__LOOK_AT_ROUND_RESPONSE__INIT;

    in.round_id = round;
    assert_ok(CALL_IN_TX(user_n(&shop.clerk, user), groupbuy_look_at_round, &in, &out));
}

static struct seat order_in(const char *round, int user, int units)
{
    Gb__PlaceRoundOrderRequest in = GB__PLACE_ROUND_ORDER_REQUEST__INIT;
    Gb__OrderItem item = GB__ORDER_ITEM__INIT, *items[] = { &item };
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;
    struct seat seat = { .user = user_n(&shop.clerk, user) };
    struct call *call = clerk_call(&shop.clerk, seat.user);

    item.item_id = rows_id(test_sql(shop.db, "select id from round_items where round_id = $1", db_id(round)), 0, 0);
    item.quantity = units;
    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = POINT;
    call->operation_id = seat.order = id_make(&shop.clerk.arena);
    assert_ok(clerk_end(&shop.clerk, groupbuy_place_round_order(call, &in, &out)));
    return seat;
}

/* Runs every job of news that is due or not, twice. */
static void tell_all(const char *round)
{
    for (int i = 0; i < 2; i++) {
        struct rows *rows = test_sql(shop.db, "select key from jobs where kind = $1 and key like $2 || ':%'",
                                     db_text(JOB_TELL_ROUND), db_text(round));

        for (int row = 0; row < rows_count(rows); row++) {
            const struct job job = { .kind = JOB_TELL_ROUND,
                                     .key = arena_strdup(&shop.clerk.arena, rows_text(rows, row, 0)) };

            assert_ok(clerk_end(&shop.clerk, groupbuy_tell_round(clerk_call(&shop.clerk, ""), &job)));
        }
    }
}

static int64_t told(const char *round, const char *news)
{
    return test_sql_int(shop.db, "select count(*) from round_told where round_id = $1 and news like $2 || '%'",
                        db_id(round), db_text(news));
}

static void followers_and_who_looked_hear_that_it_opens(void **state)
{
    const char *round = a_round("SCHEDULED", -1, 0);
    const struct job job = { .kind = JOB_OPEN_ROUND, .key = round };

    (void)state;
    test_sql(shop.db, "insert into leader_followers (leader_id, user_id) values ($1, $2), ($1, $3)", db_id(LEADER),
             db_id(user_n(&shop.clerk, 1)), db_id(user_n(&shop.clerk, 2)));
    look(round, 2);
    look(round, 3);
    look(round, 3);
    assert_ok(clerk_end(&shop.clerk, groupbuy_open_round(clerk_call(&shop.clerk, ""), &job)));
    tell_all(round);
    assert_int_equal(told(round, "OPENED"), 3);
    assert_int_equal(events("RoundOpened", round), 1);
}

static void a_step_and_the_minimum_are_told_once_to_who_looked_or_ordered(void **state)
{
    const char *round = a_round("OPEN", -3600, 4000);
    struct seat first = order_in(round, 11, 4), second = order_in(round, 12, 1);

    (void)state;
    look(round, 13);
    pay(&first);
    tell_all(round);
    assert_int_equal(events("StepReached", round), 0);
    assert_int_equal(events("MinimumReached", round), 0); /* 36.00 */
    pay(&second);
    tell_all(round);
    assert_int_equal(told(round, "STEP"), 3);
    assert_int_equal(told(round, "MINIMUM"), 3);
    assert_int_equal(events("StepReached", round), 1);
    assert_int_equal(events("MinimumReached", round), 1);
}

static struct status lower(const char *round, fen minimum)
{
    Gb__LowerRoundMinimumRequest in = GB__LOWER_ROUND_MINIMUM_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;

    in.round_id = round;
    in.minimum_fen = minimum;
    return CALL_IN_TX(LEADER, groupbuy_lower_round_minimum, &in, &out);
}

static void a_minimum_that_is_lowered_until_it_is_reached_is_told(void **state)
{
    const char *round = a_round("OPEN", -3600, 4000);
    struct seat paid = order_in(round, 71, 4);

    (void)state;
    pay(&paid);
    tell_all(round);
    test_sql(shop.db, "delete from jobs where kind = $1 and key like $2 || ':%'", db_text(JOB_TELL_ROUND),
             db_text(round)); /* as their runner does */
    assert_ok(lower(round, 3601));
    tell_all(round);
    assert_int_equal(events("MinimumReached", round), 0);
    assert_ok(lower(round, 3600));
    tell_all(round);
    assert_int_equal(told(round, "MINIMUM"), 1);
    assert_int_equal(events("MinimumReached", round), 1);
}

static void before_the_end_who_looked_and_who_has_not_paid_are_reminded(void **state)
{
    const char *round = a_round("OPEN", -3600, 0);
    struct seat paid = order_in(round, 21, 1);
    struct round row;
    struct call *call;

    (void)state;
    order_in(round, 22, 1);
    pay(&paid);
    for (int user = 21; user <= 24; user++)
        look(round, user);
    call = clerk_call(&shop.clerk, "");
    assert_ok(call_begin(call));
    assert_ok(round_lock(call->tx, round, &row));
    assert_ok(clerk_end(&shop.clerk, round_news_ending(call, &row)));
    tell_all(round);
    assert_int_equal(told(round, "ENDING"), 2); /* 23 and 24 */
    assert_int_equal(told(round, "UNPAID"), 1); /* 22 */
    assert_int_equal(events("RoundEnding", round), 2);
}

static void of_an_end_that_was_put_off_nobody_hears(void **state)
{
    const char *round = a_round("OPEN", -3600, 0);
    struct round row;
    struct call *call = clerk_call(&shop.clerk, "");

    (void)state;
    look(round, 31);
    assert_ok(call_begin(call));
    assert_ok(round_lock(call->tx, round, &row));
    assert_ok(clerk_end(&shop.clerk, round_news_ending(call, &row)));
    test_sql(shop.db, "update rounds set ends_at = ends_at + interval '1 h' where id = $1", db_id(round));
    tell_all(round);
    assert_int_equal(told(round, "ENDING"), 0);
}

/* What nobody hears any more must not wait for the opening: a job that fails for days is dead, and an alarm. */
static void of_an_end_that_a_round_to_come_had_before_nothing_is_waited_for(void **state)
{
    const char *round = a_round("SCHEDULED", 600, 0);
    struct round row;
    struct call *call = clerk_call(&shop.clerk, "");

    (void)state;
    assert_ok(call_begin(call));
    assert_ok(round_lock(call->tx, round, &row));
    assert_ok(clerk_end(&shop.clerk, round_news_ending(call, &row)));
    test_sql(shop.db,
             "update rounds set starts_at = starts_at + interval '30 days', ends_at = ends_at + interval '30 days',"
             " ready_at = ready_at + interval '30 days' where id = $1",
             db_id(round));
    tell_all(round);
    assert_int_equal(told(round, "ENDING"), 0);
}

/* `count` people were told, among them each of `users`, once. */
static void expect_told(const char *round, const char *news, const int *users, int count)
{
    assert_int_equal(told(round, news), count);
    for (int i = 0; users[i]; i++)
        assert_int_equal(test_sql_int(shop.db,
                                      "select count(*) from round_told where round_id = $1 and user_id = $2"
                                      " and news like $3 || '%'",
                                      db_id(round), db_id(user_n(&shop.clerk, users[i])), db_text(news)),
                         1);
}

static void who_looked_or_ordered_hears_of_a_later_end(void **state)
{
    const char *round = a_round("OPEN", -3600, 0);
    struct seat paid = order_in(round, 51, 1);
    Gb__ExtendRoundRequest in = GB__EXTEND_ROUND_REQUEST__INIT;
    Google__Protobuf__Timestamp later = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
    Gb__Round out = GB__ROUND__INIT;

    (void)state;
    pay(&paid);
    look(round, 52);
    later.seconds = test_sql_int(shop.db, "select extract(epoch from ends_at)::bigint + 3600 from rounds where id = $1",
                                 db_id(round));
    in.round_id = round;
    in.ends_at = &later;
    assert_ok(CALL_IN_TX(LEADER, groupbuy_extend_round, &in, &out));
    tell_all(round);
    expect_told(round, "EXTENDED", (const int[]){ 51, 52, 0 }, 2);
    assert_int_equal(events("RoundExtended", round), 1);
}

static void cancel_orders(const char *round)
{
    const struct job job = { .kind = JOB_CANCEL_ROUND_ORDERS, .key = round };

    assert_ok(clerk_end(&shop.clerk, groupbuy_cancel_round_orders(clerk_call(&shop.clerk, ""), &job)));
}

static void of_a_round_that_is_off_everybody_hears_once(void **state)
{
    const char *round = a_round("OPEN", -3600, 0);
    struct seat paid = order_in(round, 61, 1);
    Gb__CancelRoundRequest in = GB__CANCEL_ROUND_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;

    (void)state;
    pay(&paid);
    look(round, 62);
    in.round_id = round;
    in.reason = "果园遭了冰雹";
    assert_ok(CALL_IN_TX(LEADER, groupbuy_cancel_round, &in, &out));
    for (int i = 0; i < 2; i++)
        cancel_orders(round);
    expect_told(round, "CANCELLED", (const int[]){ 61, 62, 0 }, 3); /* and its leader */
    assert_int_equal(events("RoundCancelled", round), 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from round_lookers where round_id = $1", db_id(round)), 0);
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from orders where round_id = $1 and status = 'CANCELLED'", db_id(round)),
        1);
}

static void the_minute_says_what_to_do_how_far_it_is_and_why_each_fen(void **state)
{
    const char *round = a_round("OPEN", -3600, 5000);
    struct seat paid = order_in(round, 41, 4);
    Gb__GetLeaderMinuteRequest in = GB__GET_LEADER_MINUTE_REQUEST__INIT;
    Gb__LeaderMinute out = GB__LEADER_MINUTE__INIT;

    (void)state;
    order_in(round, 42, 1);
    look(round, 42);
    look(round, 43);
    pay(&paid);
    in.round_id = round;
    assert_fails(CALL_IN_TX(STAFF, groupbuy_get_leader_minute, &in, &out), NOT_HERE);
    assert_ok(CALL_IN_TX(LEADER, groupbuy_get_leader_minute, &in, &out));
    assert_int_equal(out.n_tasks, 3);
    assert_int_equal(out.tasks[0]->code, GB__MINUTE_CODE__MINUTE_SAVE_ROUND);
    assert_int_equal(out.tasks[1]->code, GB__MINUTE_CODE__MINUTE_REMIND_UNPAID);
    assert_int_equal(out.unpaid_orders, 1);
    assert_int_equal(out.paid_fen, 3600);
    assert_int_equal(out.minimum_left_fen, 1400);
    assert_int_equal(out.lookers, 1);
    assert_int_equal(out.next_steps[0]->units_to_go, 1);
    assert_int_equal(out.next_steps[0]->price_fen, 800);
    assert_non_null(strstr(out.text, "¥9.00（再 1 件 ¥8.00）\n#接龙\n1. "));
    assert_int_equal(out.n_earned, 2); /* the point is his, too */
    assert_int_equal(out.earned_fen, 108 + 288);
    for (size_t i = 0; i < out.n_earned; i++) {
        assert_int_equal(out.earned[i]->orders, 1);
        assert_int_equal(out.earned[i]->base_fen, 3600);
        assert_int_equal(out.earned[i]->accrued_fen, 3600 * out.earned[i]->basis_points / 10000);
        assert_int_equal(out.earned[i]->vested_fen, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(followers_and_who_looked_hear_that_it_opens),
        TEST(a_step_and_the_minimum_are_told_once_to_who_looked_or_ordered),
        TEST(a_minimum_that_is_lowered_until_it_is_reached_is_told),
        TEST(before_the_end_who_looked_and_who_has_not_paid_are_reminded),
        TEST(of_an_end_that_was_put_off_nobody_hears),
        TEST(of_an_end_that_a_round_to_come_had_before_nothing_is_waited_for),
        TEST(who_looked_or_ordered_hears_of_a_later_end),
        TEST(of_a_round_that_is_off_everybody_hears_once),
        TEST(the_minute_says_what_to_do_how_far_it_is_and_why_each_fen),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
