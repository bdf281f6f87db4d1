/* Help-selling on a real PostgreSQL: whose an order is, who has its selling share, who may help. */
#include "groupbuy/flow/helping.h"
#include "store/groupbuy/places.h"

#define HELPER "000000000000000000000000000000e1"
#define RIVAL  "000000000000000000000000000000e2"
#define CIRCLE "000000000000000000000000000000e3"

static struct goods goods;

static void leads(const char *user, const char *key)
{
    test_sql(shop.db, "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE')", db_id(user),
             db_id(COMMUNITY));
    test_sql(shop.db, "insert into links (link_key, sharer_id, channel) values ($1, $2, '')", db_text(key),
             db_id(user));
}

static int up(void **state)
{
    int failed = seats_up(state, "gb_helping");

    goods = put_on_shelf(20000, 0);
    lead();
    leads(HELPER, "helper");
    leads(RIVAL, "rival");
    test_sql(shop.db, "insert into links (link_key, sharer_id, channel) values ('own', $1, ''), ('neighbour', $2, '')",
             db_id(LEADER), db_id(user_n(&shop.clerk, 900)));
    test_sql(shop.db,
             "insert into share_rules (version, pick_up_bp, selling_bp, partner_bp, own_purchases, created_by)"
             " values (1, 300, 800, 100, false, $1)",
             db_id(OPERATOR));
    return failed;
}

static const char *running_round(bool open)
{
    const char *round = id_make(&shop.clerk.arena);

    test_sql(shop.db,
             "insert into rounds (id, leader_id, community_id, title, description, image_urls, status, starts_at,"
             " ends_at, ready_at, grace_s, unpaid_s, door, door_fee_fen, door_minimum_fen, minimum_fen, shortage_rule,"
             " uncollected_rule, uncollected_refund_percent, keep_days, published_at, open_to_helpers) values ($1, $2,"
             " $3, '周三团', '', '{}', 'OPEN', now() - interval '1 h', now() + interval '1 h', now() +"
             " interval '1 day', 300, 900, false, 0, 0, 0, 'FIRST_COME', 'KEEP', 0, 3, now(), $4)",
             db_id(round), db_id(LEADER), db_id(COMMUNITY), db_bool(open));
    test_sql(shop.db, "insert into round_points (round_id, point_id) values ($1, $2)", db_id(round), db_id(POINT));
    add_item(round, 0, goods.apples, 900);
    return round;
}

static struct status take(const char *round_id, const char *user, const char *circle)
{
    struct call *call = clerk_call(&shop.clerk, user);
    const struct place place = { .community_id = COMMUNITY, .circle_id = circle };
    struct round round;
    struct help help;

    assert_ok(call_begin(call));
    assert_ok(round_lock(call->tx, round_id, &round));
    return clerk_end(&shop.clerk, helping_take(call, &round, &place, &help));
}

static struct status withdraw(const char *round_id, const char *user, const char *helper)
{
    Gb__WithdrawRoundOfferRequest in = GB__WITHDRAW_ROUND_OFFER_REQUEST__INIT;
    Gb__RoundHelper out = GB__ROUND_HELPER__INIT;

    in.round_id = round_id;
    in.leader_id = helper;
    return CALL_IN_TX(user, groupbuy_withdraw_round_offer, &in, &out);
}

static struct status offer(const char *round_id, const char *user, const char *helper)
{
    Gb__OfferRoundRequest in = GB__OFFER_ROUND_REQUEST__INIT;
    Gb__RoundHelper out = GB__ROUND_HELPER__INIT;

    in.round_id = round_id;
    in.leader_id = helper;
    return CALL_IN_TX(user, groupbuy_offer_round, &in, &out);
}

/* Ten apples, ordered and paid. */
static struct seat bought(const char *round, const char *user, const char *link, const char *circle)
{
    Gb__PlaceRoundOrderRequest in = GB__PLACE_ROUND_ORDER_REQUEST__INIT;
    Gb__OrderItem item = GB__ORDER_ITEM__INIT, *items[] = { &item };
    Gb__SourceClaim source = GB__SOURCE_CLAIM__INIT;
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;
    struct seat seat = { .user = user };
    struct call *call = clerk_call(&shop.clerk, seat.user);

    item.item_id = rows_id(test_sql(shop.db, "select id from round_items where round_id = $1", db_id(round)), 0, 0);
    item.quantity = 10;
    source.link_key = link;
    source.touched_at = timestamp_new(&shop.clerk.arena, clock_unix_us());
    source.circle_id = circle;
    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = POINT;
    in.source = &source;
    call->operation_id = seat.order = id_make(&shop.clerk.arena);
    assert_ok(clerk_end(&shop.clerk, groupbuy_place_round_order(call, &in, &out)));
    pay(&seat);
    return seat;
}

/* Who has the selling share of 90.00 by 8 %: "" nobody. */
static const char *seller(const struct seat *seat)
{
    struct rows *rows =
        test_sql(shop.db, "select earner_id from shares where order_id = $1 and role = 'SELLING' and accrued_fen = 720",
                 db_id(seat->order));

    assert_true(rows_count(rows) <= 1);
    return rows_count(rows) ? arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0)) : "";
}

static const char *buys(const char *round, int user, const char *link, const char *circle)
{
    struct seat seat = bought(round, user_n(&shop.clerk, user), link, circle);

    return seller(&seat);
}

static void what_comes_by_her_link_or_circle_earns_her_the_selling_share(void **state)
{
    const char *round = running_round(true);

    (void)state;
    assert_string_equal(buys(round, 1, "helper", ""), LEADER); /* she does not help yet */
    assert_ok(take(round, HELPER, CIRCLE));
    assert_string_equal(buys(round, 2, "helper", ""), HELPER);
    assert_string_equal(buys(round, 3, "", CIRCLE), HELPER);
    assert_string_equal(buys(round, 4, "neighbour", CIRCLE), HELPER);
    assert_string_equal(buys(round, 5, "own", CIRCLE), LEADER);
    assert_string_equal(buys(round, 6, "", ""), LEADER);
    assert_string_equal(buys(round, 7, "rival", ""), LEADER); /* a leader's link alone is no help */
    assert_ok(take(round, RIVAL, ""));
    assert_string_equal(buys(round, 8, "rival", CIRCLE), RIVAL);
}

static void who_helps_and_buys_earns_nothing_of_it_and_nobody_does(void **state)
{
    const char *round = running_round(true);
    struct seat seat;

    (void)state;
    assert_ok(take(round, HELPER, ""));
    seat = bought(round, HELPER, "helper", "");
    assert_string_equal(seller(&seat), "");
}

static void a_disabled_helper_earns_nothing(void **state)
{
    const char *round = running_round(true);

    (void)state;
    assert_ok(take(round, HELPER, ""));
    test_sql(shop.db, "update leaders set status = 'DISABLED', disabled_reason = 'x' where user_id = $1",
             db_id(HELPER));
    assert_string_equal(buys(round, 11, "helper", ""), "");
    test_sql(shop.db, "update leaders set status = 'ACTIVE', disabled_reason = '' where user_id = $1", db_id(HELPER));
    assert_string_equal(buys(round, 12, "helper", ""), HELPER);
}

static void what_is_ordered_after_a_withdrawal_is_the_leaders(void **state)
{
    const char *round = running_round(true);

    (void)state;
    assert_ok(take(round, HELPER, CIRCLE));
    assert_string_equal(buys(round, 21, "helper", ""), HELPER);
    assert_fails(withdraw(round, RIVAL, HELPER), NOT_HERE);
    assert_ok(withdraw(round, LEADER, HELPER));
    assert_fails(withdraw(round, LEADER, HELPER), NOT_HERE);
    assert_string_equal(buys(round, 22, "helper", CIRCLE), LEADER);
    assert_fails(take(round, HELPER, ""), HELP_NOT_OFFERED); /* though the round is open to the others */
    assert_ok(take(round, RIVAL, CIRCLE));                   /* the circle is free again */
    assert_ok(offer(round, LEADER, HELPER));
    assert_ok(take(round, HELPER, ""));
}

static void one_hop_and_only_who_was_asked(void **state)
{
    const char *round = running_round(false);

    (void)state;
    assert_fails(take(round, HELPER, ""), HELP_NOT_OFFERED);
    assert_fails(offer(round, LEADER, LEADER), FIELDS_INVALID);
    assert_fails(offer(round, LEADER, user_n(&shop.clerk, 31)), NOT_HERE);
    assert_ok(offer(round, LEADER, HELPER));
    assert_ok(offer(round, LEADER, HELPER));
    assert_int_equal(events("RoundOffered", round), 1);
    assert_ok(take(round, HELPER, CIRCLE));
    assert_fails(offer(round, HELPER, RIVAL), NOT_HERE); /* nobody helps a helper */
    assert_fails(take(round, LEADER, ""), HELP_NOT_OFFERED);
    assert_ok(offer(round, LEADER, RIVAL));
    assert_fails(take(round, RIVAL, CIRCLE), CIRCLE_TAKEN);
    test_sql(shop.db, "update rounds set status = 'CLOSING', version = version + 1 where id = $1", db_id(round));
    assert_fails(take(round, RIVAL, ""), ROUND_FROZEN);
    assert_fails(offer(round, LEADER, RIVAL), ROUND_FROZEN);
}

static void both_lists_say_what_came_of_it(void **state)
{
    Gb__ListHelpSellsRequest mine = GB__LIST_HELP_SELLS_REQUEST__INIT;
    Gb__ListHelpSellsResponse sold = GB__LIST_HELP_SELLS_RESPONSE__INIT;
    Gb__ListHelpOffersRequest here = GB__LIST_HELP_OFFERS_REQUEST__INIT;
    Gb__ListHelpOffersResponse offered = GB__LIST_HELP_OFFERS_RESPONSE__INIT;
    const char *round = running_round(true), *closed = running_round(false), *asked = running_round(false);

    (void)state;
    assert_ok(take(round, HELPER, ""));
    buys(round, 41, "helper", "");
    buys(round, 42, "", "");
    assert_ok(CALL_IN_TX(HELPER, groupbuy_list_help_sells, &mine, &sold));
    assert_string_equal(sold.help_sells[0]->round->round_id, round);
    assert_int_equal(sold.help_sells[0]->orders, 1);
    assert_int_equal(sold.help_sells[0]->paid_fen, 9000);
    assert_int_equal(sold.help_sells[0]->earned_fen, 720);

    assert_ok(offer(asked, LEADER, HELPER));
    assert_ok(CALL_IN_TX(HELPER, groupbuy_list_help_offers, &here, &offered));
    assert_int_equal(offered.n_offers, 1);
    assert_string_equal(offered.offers[0]->round->round_id, asked);
    here.community_id = COMMUNITY;
    gb__list_help_offers_response__init(&offered);
    assert_ok(CALL_IN_TX(RIVAL, groupbuy_list_help_offers, &here, &offered));
    assert_true(offered.n_offers > 0);
    for (size_t i = 0; i < offered.n_offers; i++) {
        assert_true(offered.offers[i]->round->open_to_helpers);
        assert_string_not_equal(offered.offers[i]->round->round_id, closed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_comes_by_her_link_or_circle_earns_her_the_selling_share),
        TEST(who_helps_and_buys_earns_nothing_of_it_and_nobody_does),
        TEST(a_disabled_helper_earns_nothing),
        TEST(what_is_ordered_after_a_withdrawal_is_the_leaders),
        TEST(one_hop_and_only_who_was_asked),
        TEST(both_lists_say_what_came_of_it),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
