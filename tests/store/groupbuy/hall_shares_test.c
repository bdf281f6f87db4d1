/* What is earned of goods of the selection hall, on a real PostgreSQL, to the fen: by the commission that held when they
 * were taken, beside what the rule gives of the rest; back with refunds line by line; the earner's at completion. */
#include "groupbuy/finance.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/rounds.h"
#include "store/groupbuy/drafts.h"
#include "store/groupbuy/earnings.h"

static int up(void **state)
{
    int failed = seats_up(state, "gb_hall_shares");

    lead();
    return failed;
}

#define SHARES_TEST(name) cmocka_unit_test_setup(name, shelf)

static void rule_is(int pick_up, int selling, int partner)
{
    test_sql(shop.db,
             "insert into share_rules (version, pick_up_bp, selling_bp, partner_bp, own_purchases, created_by)"
             " select coalesce(max(version), 0) + 1, $1, $2, $3, false, $4 from share_rules",
             db_int(pick_up), db_int(selling), db_int(partner), db_id(OPERATOR));
}

/* Apples of the hall at 9.99 and pears of no hall at 7.00; open at once. */
static const char *opened(int32_t commission_bp)
{
    Gb__HallGoods line;
    Gb__Round round;

    assert_ok(offer_by(goods.apples, 900, 500, commission_bp, &line));
    assert_ok(draft_of_both(999, 700, 100, &round));
    assert_ok(publish_draft(round.round_id));
    test_sql(shop.db, "update hall_goods set commission_bp = 1 where id = $1", db_id(line.hall_goods_id));
    test_sql(shop.db, "update rounds set status = 'OPEN', version = version + 1 where id = $1", db_id(round.round_id));
    return round.round_id;
}

/* Both of the hall. */
static const char *opened_of_the_hall(int32_t commission_bp)
{
    Gb__HallGoods line;

    assert_ok(offer_by(goods.pears, 700, 500, commission_bp, &line));
    return opened(commission_bp);
}

static void helps(const char *round, const char *user)
{
    test_sql(shop.db,
             "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE') on conflict do nothing",
             db_id(user), db_id(COMMUNITY));
    test_sql(shop.db,
             "insert into round_helpers (round_id, helper_id, status, community_id, helping_since)"
             " values ($1, $2, 'HELPING', $3, now())",
             db_id(round), db_id(user), db_id(COMMUNITY));
}

/* Three apples and two pears: 29.97 and 14.00. */
static struct seat ordered(const char *round, const char *user)
{
    Gb__PlaceRoundOrderRequest in = GB__PLACE_ROUND_ORDER_REQUEST__INIT;
    Gb__OrderItem apples = GB__ORDER_ITEM__INIT, pears = GB__ORDER_ITEM__INIT, *items[] = { &apples, &pears };
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;
    struct seat seat = { .user = user };
    struct rows *rows =
        test_sql(shop.db, "select id from round_items where round_id = $1 order by position", db_id(round));
    struct call *call = clerk_call(&shop.clerk, seat.user);

    apples.item_id = rows_id(rows, 0, 0);
    apples.quantity = 3;
    pears.item_id = rows_id(rows, 1, 0);
    pears.quantity = 2;
    in.round_id = round;
    in.items = items;
    in.n_items = 2;
    in.point_id = POINT;
    call->operation_id = seat.order = id_make(&shop.clerk.arena);
    assert_ok(clerk_end(&shop.clerk, groupbuy_place_round_order(call, &in, &out)));
    return seat;
}

static struct seat bought(const char *round, const char *user)
{
    struct seat seat = ordered(round, user);

    pay(&seat);
    return seat;
}

static void assert_left(const struct seat *seat, fen hall, fen selling, fen pick_up)
{
    assert_int_equal(share(seat, "HALL", "accrued_fen - reversed_fen"), hall);
    assert_int_equal(share(seat, "SELLING", "accrued_fen - reversed_fen"), selling);
    assert_int_equal(share(seat, "PICK_UP", "accrued_fen - reversed_fen"), pick_up);
    assert_int_equal(balance(ACCOUNT_LEADER_SHARES, seat), -(hall + selling + pick_up));
    assert_int_equal(balance(ACCOUNT_LEADERS_COST, seat), hall + selling + pick_up);
}

static void refunds(const struct seat *seat, int position, fen amount, const char *key)
{
    struct call *call = clerk_call(&shop.clerk, OPERATOR);
    const struct refund_ask_part part = { .position = position, .units = 0, .goods = amount };
    const struct refund_ask ask = {
        .reason = REFUND_BY_OPERATOR, .actor = OPERATOR, .key = key, .parts = &part, .parts_count = 1
    };
    struct order order;

    assert_ok(call_begin(call));
    assert_ok(order_lock(call->tx, seat->order, NULL, &order));
    assert_ok(clerk_end(&shop.clerk, refund_start(call, &order, &ask, NULL)));
}

static void completes(const struct seat *seat)
{
    test_sql(shop.db,
             "update orders set status = 'READY', version = version + 1, moved_by = 'test', moved_why = 'test' where"
             " id = $1",
             db_id(seat->order));
    receive(seat);
    complete(seat);
}

/* What is on her account of this order. */
static int64_t earned(const struct seat *seat)
{
    return test_sql_int(shop.db,
                        "select coalesce(sum(m.amount_fen), 0)::bigint from earner_moves m join shares s on"
                        " s.id = m.share_id where s.order_id = $1 and m.earner_id = $2",
                        db_id(seat->order), db_id(LEADER));
}

/* ---- tests ---- */

/* An offered commission needs no rule. */
static void the_hall_pays_its_commission_without_a_rule(void **state)
{
    struct seat seat = bought(opened(1250), user_n(&shop.clerk, 100));

    (void)state;
    assert_int_equal(share(&seat, "HALL", "accrued_fen"), 374); /* 374.62 */
    assert_int_equal(share(&seat, "SELLING", "accrued_fen"), -1);
    assert_int_equal(share(&seat, "HALL", "coalesce(rule_version, 0)"), 0);
    refunds(&seat, 0, 2997, "all apples");
    assert_int_equal(share(&seat, "HALL", "reversed_fen"), 374);
    assert_int_equal(balance(ACCOUNT_LEADER_SHARES, &seat), 0);
}

static void goods_of_the_hall_earn_the_commission_of_their_publishing(void **state)
{
    const char *round = opened(1250);
    struct seat seat;

    (void)state;
    rule_is(300, 800, 100);
    seat = bought(round, user_n(&shop.clerk, 110));
    assert_int_equal(share(&seat, "HALL", "base_fen"), 2997);
    assert_int_equal(share(&seat, "HALL", "basis_points"), 1250);
    assert_int_equal(share(&seat, "SELLING", "base_fen"), 1400);
    assert_int_equal(share(&seat, "PICK_UP", "base_fen"), 4397);
    assert_left(&seat, 374, 112, 131); /* 374.62, 112.00, 131.91 */
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from shares where order_id = $1 and earner_id = $2 and role = 'HALL'",
                     db_id(seat.order), db_id(LEADER)),
        1);
}

static void a_refund_takes_of_the_line_it_is_for(void **state)
{
    struct seat seat = bought(opened(1250), user_n(&shop.clerk, 120));

    (void)state;
    refunds(&seat, 0, 999, "an apple");
    assert_left(&seat, 249, 112, 101); /* 374 × 1998 ÷ 2997, 131 × 3398 ÷ 4397 */
    refunds(&seat, 1, 700, "a pear");
    assert_left(&seat, 249, 56, 80);
    completes(&seat);
    assert_int_equal(earned(&seat), 249 + 56 + 80);
    refunds(&seat, 0, 1, "a fen"); /* after it was hers: netted */
    assert_left(&seat, 249, 56, 80);
    refunds(&seat, 0, 1997, "the apples");
    refunds(&seat, 1, 700, "the pear");
    assert_left(&seat, 0, 0, 0);
    assert_int_equal(earned(&seat), 0);
}

static void who_buys_of_herself_earns_no_commission(void **state)
{
    struct seat seat = bought(opened(1250), LEADER);

    (void)state;
    assert_int_equal(share(&seat, "HALL", "accrued_fen"), -1);
    assert_int_equal(balance(ACCOUNT_LEADER_SHARES, &seat), 0);
}

/* Of a team buy that she opened with a line of the hall; who shared it would come first. */
static void a_campaign_of_hers_earns_it_too(void **state)
{
    const char *campaign = shop_team_buy(&shop, 9, 2, 999);
    struct seat first = start_team(campaign, 130), second = join_team(first.team, 131);
    struct seat third = start_team(campaign, 132);
    Gb__HallGoods line;

    (void)state;
    assert_ok(offer_by(goods.apples, 900, 500, 1250, &line));
    test_sql(shop.db,
             "update campaigns set hall_goods_id = $2, hall_commission_bp = 1000, community_id = $3, created_by = $4"
             " where id = $1",
             db_id(campaign), db_id(line.hall_goods_id), db_id(COMMUNITY), db_id(LEADER));
    pay(&first);
    assert_int_equal(share(&first, "HALL", "accrued_fen"), 99);
    assert_int_equal(share(&first, "SELLING", "accrued_fen"), -1);
    test_sql(shop.db, "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE')", db_id(STAFF),
             db_id(COMMUNITY));
    test_sql(shop.db, "update orders set sharer_id = $2, version = version + 1 where id = $1", db_id(second.order),
             db_id(STAFF));
    pay(&second);
    assert_int_equal(test_sql_int(shop.db,
                                  "select accrued_fen from shares where order_id = $1 and role = 'HALL' and"
                                  " earner_id = $2",
                                  db_id(second.order), db_id(STAFF)),
                     99);
    test_sql(shop.db, "update leaders set status = 'DISABLED', disabled_reason = 'x' where user_id = $1",
             db_id(LEADER));
    pay(&third);
    test_sql(shop.db, "update leaders set status = 'ACTIVE', disabled_reason = '' where user_id = $1", db_id(LEADER));
    assert_int_equal(share(&third, "HALL", "accrued_fen"), -1);
}

/* 29.97 and 14.00 by 12.5 %: a share a line. */
static void what_a_helper_sells_of_the_hall_stands_among_her_earnings(void **state)
{
    const char *round = opened_of_the_hall(1250);
    struct seat seat = ordered(round, user_n(&shop.clerk, 150));
    Gb__ListHelpSellsRequest in = GB__LIST_HELP_SELLS_REQUEST__INIT;
    Gb__ListHelpSellsResponse sold = GB__LIST_HELP_SELLS_RESPONSE__INIT;

    (void)state;
    helps(round, STAFF);
    test_sql(shop.db, "update round_entries set help_seller_id = $2 where order_id = $1", db_id(seat.order),
             db_id(STAFF));
    pay(&seat);
    assert_int_equal(share(&seat, "HALL", "accrued_fen"), 374 + 175);
    assert_ok(CALL_IN_TX(STAFF, groupbuy_list_help_sells, &in, &sold));
    assert_int_equal(sold.n_help_sells, 1);
    assert_int_equal(sold.help_sells[0]->earned_fen, 374 + 175);
}

static void an_order_of_two_lines_of_the_hall_is_one_in_the_minute(void **state)
{
    const char *round = opened_of_the_hall(1250);
    Gb__GetLeaderMinuteRequest in = GB__GET_LEADER_MINUTE_REQUEST__INIT;
    Gb__LeaderMinute out = GB__LEADER_MINUTE__INIT;

    (void)state;
    bought(round, user_n(&shop.clerk, 160));
    in.round_id = round;
    assert_ok(CALL_IN_TX(LEADER, groupbuy_get_leader_minute, &in, &out));
    assert_int_equal(out.n_earned, 2); /* the point is his, too */
    for (size_t i = 0; i < out.n_earned; i++) {
        assert_int_equal(out.earned[i]->orders, 1);
        assert_int_equal(out.earned[i]->base_fen, 4397);
    }
}

static struct status new_rule(int pick_up, int selling, int partner)
{
    Gb__PublishShareRuleRequest in = GB__PUBLISH_SHARE_RULE_REQUEST__INIT;
    Gb__ShareRule out = GB__SHARE_RULE__INIT;

    in.pick_up_basis_points = pick_up;
    in.selling_basis_points = selling;
    in.partner_basis_points = partner;
    in.why = "十二月起";
    return CALL_IN_TX(OPERATOR, groupbuy_publish_share_rule, &in, &out);
}

/* Neither an offer nor a rule goes above it; what was published before a rule that leaves less room is cut. */
static void all_together_stay_under_the_cap(void **state)
{
    Gb__HallGoods line;
    const char *round;
    struct seat seat;

    (void)state;
    rule_is(300, 800, 100);
    assert_fails(offer_by(goods.apples, 900, 500, 2601, &line), SHARES_ABOVE_CAP);
    round = opened(2600);
    assert_ok(offer_by(goods.pears, 700, 500, 1250, &line));
    assert_fails(new_rule(1700, 0, 51), SHARES_ABOVE_CAP);
    assert_ok(new_rule(1000, 0, 500));
    seat = bought(round, user_n(&shop.clerk, 140));
    assert_int_equal(share(&seat, "HALL", "basis_points"), 1500);
    assert_int_equal(share(&seat, "HALL", "accrued_fen"), 449);
    assert_int_equal(share(&seat, "PICK_UP", "accrued_fen"), 439);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHARES_TEST(the_hall_pays_its_commission_without_a_rule),
        SHARES_TEST(goods_of_the_hall_earn_the_commission_of_their_publishing),
        SHARES_TEST(a_refund_takes_of_the_line_it_is_for),
        SHARES_TEST(who_buys_of_herself_earns_no_commission),
        SHARES_TEST(a_campaign_of_hers_earns_it_too),
        SHARES_TEST(what_a_helper_sells_of_the_hall_stands_among_her_earnings),
        SHARES_TEST(an_order_of_two_lines_of_the_hall_is_one_in_the_minute),
        SHARES_TEST(all_together_stay_under_the_cap),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
