/* The selection hall on a real PostgreSQL: what rounds and campaigns take of it, and what comes back. */
#include "groupbuy/catalogue.h"
#include "groupbuy/leaders.h"
#include "groupbuy/store/entry_store.h"
#include "store/groupbuy/drafts.h"

#define ELSEWHERE "00000000000000000000000000000ece"

static int up(void **state)
{
    int failed = seats_up(state, "gb_hall");

    lead();
    return failed;
}

#define HALL_TEST(name) cmocka_unit_test_setup(name, shelf)

/* ---- doing ---- */

static struct status offer(const char *sku, const char *community, fen lowest, int64_t limit, Gb__HallGoods *out)
{
    Gb__OfferInHallRequest in = GB__OFFER_IN_HALL_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.sku_id = sku;
    in.community_id = community;
    in.commission_basis_points = 800;
    in.lowest_price_fen = lowest;
    in.supply_limit = limit;
    gb__hall_goods__init(out);
    return clerk_end(&shop.clerk, groupbuy_offer_in_hall(call, &in, out));
}

static const char *offered(const char *sku, const char *community, int64_t limit)
{
    Gb__HallGoods out;

    assert_ok(offer(sku, community, 800, limit, &out));
    return out.hall_goods_id;
}

static struct status rule(bool hall_only)
{
    Gb__SetHallRuleRequest in = GB__SET_HALL_RULE_REQUEST__INIT;
    Gb__HallRule out = GB__HALL_RULE__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.community_id = COMMUNITY;
    in.hall_only = hall_only;
    return clerk_end(&shop.clerk, groupbuy_set_hall_rule(call, &in, &out));
}

/* Of so many apples at `price`, the last hundred of them 1.00 cheaper. */
static struct status draft(fen price, int64_t units, Gb__Round *out)
{
    Gb__CreateRoundRequest in = GB__CREATE_ROUND_REQUEST__INIT;
    Gb__RoundItemDraft item = GB__ROUND_ITEM_DRAFT__INIT, *items[] = { &item };
    Gb__PriceStepRule step = GB__PRICE_STEP_RULE__INIT, *steps[] = { &step };
    struct call *call = clerk_call(&shop.clerk, LEADER);
    const char *points[] = { POINT };
    int64_t now_us = clock_unix_us();

    in.community_id = COMMUNITY;
    in.title = "周三团";
    in.starts_at = timestamp_new(&shop.clerk.arena, now_us);
    in.ends_at = timestamp_new(&shop.clerk.arena, now_us + 3600 * US_PER_S);
    in.ready_at = timestamp_new(&shop.clerk.arena, now_us + 86400 * US_PER_S);
    in.point_ids = points;
    in.n_point_ids = 1;
    in.shortage_rule = GB__SHORTAGE_RULE__FIRST_COME;
    in.uncollected_rule = GB__UNCOLLECTED_RULE__KEEP;
    in.keep_days = 3;
    in.items = items;
    in.n_items = 1;
    item.sku_id = goods.apples;
    item.price_fen = price;
    item.stock = units;
    item.steps = steps;
    item.n_steps = units > 1;
    step.from_units = units;
    step.price_fen = price - 100;
    gb__round__init(out);
    return clerk_end(&shop.clerk, groupbuy_create_round(call, &in, out));
}

static const char *drafted(int64_t units)
{
    Gb__Round out;

    assert_ok(draft(900, units, &out));
    return out.round_id;
}

static struct status publish(const char *round)
{
    Gb__PublishRoundRequest in = GB__PUBLISH_ROUND_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;

    in.round_id = round;
    return CALL_IN_TX(LEADER, groupbuy_publish_round, &in, &out);
}

static const char *published(int64_t units)
{
    const char *round = drafted(units);

    assert_ok(publish(round));
    return round;
}

static struct status call_off(const char *round)
{
    Gb__CancelRoundRequest in = GB__CANCEL_ROUND_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;

    in.round_id = round;
    in.reason = "下雨";
    return CALL_IN_TX(LEADER, groupbuy_cancel_round, &in, &out);
}

static const char *item_of(const char *round)
{
    return arena_strdup(
        &shop.clerk.arena,
        rows_id(test_sql(shop.db, "select id from round_items where round_id = $1", db_id(round)), 0, 0));
}

static struct status more(const char *round, int64_t units)
{
    Gb__AddRoundStockRequest in = GB__ADD_ROUND_STOCK_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;

    in.round_id = round;
    in.item_id = item_of(round);
    in.units = units;
    return CALL_IN_TX(LEADER, groupbuy_add_round_stock, &in, &out);
}

static struct status sell(int64_t units, fen price, Gb__Campaign *out)
{
    Gb__CreateCampaignRequest in = GB__CREATE_CAMPAIGN_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.kind = GB__CAMPAIGN_KIND__FLASH_SALE;
    in.title = "闪购";
    in.sku_id = goods.apples;
    in.price_fen = price;
    in.stock = units;
    in.per_user_limit = 1;
    in.community_id = COMMUNITY;
    in.starts_at = timestamp_new(&shop.clerk.arena, clock_unix_us());
    in.ends_at = timestamp_new(&shop.clerk.arena, clock_unix_us() + 3600 * US_PER_S);
    gb__campaign__init(out);
    return clerk_end(&shop.clerk, groupbuy_create_campaign(call, &in, out));
}

static int64_t taken(const char *line)
{
    return test_sql_int(shop.db, "select taken from hall_goods where id = $1", db_id(line));
}

static void assert_names(struct status status, const char *field)
{
    assert_fails(status, FIELDS_INVALID);
    assert_string_equal(status.violations->list[0].field, field);
}

/* ---- tests ---- */

static void rounds_take_no_more_than_the_hall_has(void **state)
{
    const char *line = offered(goods.apples, COMMUNITY, 80), *first = published(50), *second = drafted(31);

    (void)state;
    assert_int_equal(taken(line), 50);
    assert_fails(publish(second), HALL_SHORT);
    assert_int_equal(taken(line), 50);
    assert_ok(more(first, 30));
    assert_int_equal(taken(line), 80);
    assert_fails(more(first, 1), HALL_SHORT);
    assert_ok(call_off(first));
    assert_int_equal(taken(line), 0);
    assert_ok(publish(second));
    assert_int_equal(taken(line), 31);
    assert_int_equal(test_sql_int(shop.db, "select stock from skus where id = $1", db_id(goods.apples)), 969);
}

/* What nobody bought comes back at the cut-off; what a buyer gives back after it, then. */
static void unsold_units_come_back_to_the_hall(void **state)
{
    const char *line = offered(goods.apples, "", 80), *round = published(50), *item = item_of(round);
    const char *buyer = user_n(&shop.clerk, 3);
    struct call *call;

    (void)state;
    assert_int_equal(taken(line), 50);
    test_sql(shop.db, "update round_items set unsold = unsold - 4 where id = $1", db_id(item));
    test_sql(shop.db, "insert into round_buyers (item_id, user_id, held) values ($1, $2, 4)", db_id(item),
             db_id(buyer));
    test_sql(shop.db, "update rounds set status = 'CLOSING', version = version + 1 where id = $1", db_id(round));
    assert_ok(run_job(JOB_SETTLE_ROUND, round, groupbuy_settle_round));
    assert_int_equal(taken(line), 4);
    call = clerk_call(&shop.clerk, "");
    assert_ok(call_begin(call));
    assert_ok(entry_give_back(call->tx, &(struct entry_units){ .item_id = item, .holder = buyer, .units = 3 }, 1));
    assert_ok(clerk_end(&shop.clerk, OK));
    assert_int_equal(taken(line), 1);
}

static void campaigns_of_the_community_take_from_it_too(void **state)
{
    const char *line = offered(goods.apples, COMMUNITY, 20);
    Gb__Campaign campaign;

    (void)state;
    assert_names(sell(5, 799, &campaign), "priceFen");
    assert_fails(sell(21, 900, &campaign), HALL_SHORT);
    assert_ok(sell(20, 900, &campaign));
    assert_int_equal(taken(line), 20);
    assert_fails(publish(drafted(1)), HALL_SHORT);
    test_sql(shop.db, "update campaigns set ends_at = starts_at + interval '1 us' where id = $1",
             db_id(campaign.campaign_id));
    assert_ok(run_job(JOB_END_CAMPAIGN, campaign.campaign_id, groupbuy_end_campaign));
    assert_int_equal(taken(line), 0);
}

static void where_the_community_says_so_nothing_else_is_sold(void **state)
{
    const char *before = drafted(5);
    Gb__Round out;

    (void)state;
    assert_ok(draft(900, 5, &out));
    assert_ok(rule(true));
    assert_names(draft(900, 5, &out), "items[0].skuId");
    assert_names(publish(before), "items[0].skuId");
    offered(goods.apples, COMMUNITY, 80);
    assert_names(draft(750, 5, &out), "items[0].priceFen");
    assert_names(draft(850, 5, &out), "items[0].steps[0]");
    assert_ok(publish(before));
    assert_ok(rule(false));
    goods = put_on_shelf(10, 0);
    assert_ok(draft(900, 5, &out));
}

/* A community's own line stands in place of that for all, even withdrawn. */
static void a_line_of_its_own_comes_first(void **state)
{
    const char *all = offered(goods.apples, "", 10), *own = offered(goods.apples, COMMUNITY, 80);
    const char *round, *later;
    Gb__HallGoods out;

    (void)state;
    assert_fails(offer(goods.apples, COMMUNITY, 800, 5, &out), HALL_OFFERED);
    assert_fails(offer(goods.apples, "", 800, 5, &out), HALL_OFFERED);
    assert_fails(offer(goods.pears, ELSEWHERE, 700, 5, &out), NOT_HERE);
    assert_names(offer(goods.pears, COMMUNITY, 778, 5, &out), "lowestPriceFen");
    round = published(50);
    assert_int_equal(taken(own), 50);
    assert_int_equal(taken(all), 0);
    assert_ok(call_off(round));
    test_sql(shop.db, "update hall_goods set withdrawn = true where id = $1", db_id(own));
    later = drafted(1);
    assert_ok(rule(true));
    assert_names(publish(later), "items[0].skuId");
}

static struct status change(const char *line, int64_t version, int64_t limit, bool withdrawn, Gb__HallGoods *out)
{
    Gb__UpdateHallGoodsRequest in = GB__UPDATE_HALL_GOODS_REQUEST__INIT;

    in.hall_goods_id = line;
    in.version = version;
    in.lowest_price_fen = 850;
    in.supply_limit = limit;
    in.withdrawn = withdrawn;
    gb__hall_goods__init(out);
    return CALL_IN_TX(OPERATOR, groupbuy_update_hall_goods, &in, out);
}

static void a_limit_stays_above_what_is_taken(void **state)
{
    const char *line = offered(goods.apples, COMMUNITY, 80);
    Gb__HallGoods out;

    (void)state;
    assert_ok(rule(false));
    published(50);
    assert_names(change(line, 1, 49, false, &out), "supplyLimit");
    assert_ok(change(line, 1, 50, true, &out));
    assert_int_equal(out.supply_left, 0);
    assert_int_equal(out.version, 2);
    assert_true(out.withdrawn);
    assert_fails(change(line, 1, 60, false, &out), VERSION_STALE);
    assert_fails(change(user_n(&shop.clerk, 9), 1, 60, false, &out), NOT_HERE);
}

static struct status look(const char *user, Gb__ListHallResponse *out)
{
    Gb__ListHallRequest in = GB__LIST_HALL_REQUEST__INIT;

    in.community_id = COMMUNITY;
    in.page_size = 1;
    gb__list_hall_response__init(out);
    return CALL_IN_TX(user, groupbuy_list_hall, &in, out);
}

static void leaders_of_the_community_look(void **state)
{
    const char *line = offered(goods.apples, COMMUNITY, 80);
    Gb__ListHallResponse out;

    (void)state;
    published(50);
    assert_ok(look(LEADER, &out));
    assert_int_equal(out.n_goods, 1);
    assert_string_equal(out.goods[0]->hall_goods_id, line);
    assert_int_equal(out.goods[0]->supply_left, 30);
    assert_int_equal(out.goods[0]->commission_basis_points, 800);
    assert_true(*out.next_page_token);
    assert_fails(look(STAFF, &out), FORBIDDEN);
    test_sql(shop.db, "update leaders set status = 'DISABLED', disabled_reason = 'x'");
    assert_fails(look(LEADER, &out), LEADER_DISABLED);
    assert_ok(look(OPERATOR, &out));
    test_sql(shop.db, "update leaders set status = 'ACTIVE', disabled_reason = ''");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HALL_TEST(rounds_take_no_more_than_the_hall_has),
        HALL_TEST(unsold_units_come_back_to_the_hall),
        HALL_TEST(campaigns_of_the_community_take_from_it_too),
        HALL_TEST(where_the_community_says_so_nothing_else_is_sold),
        HALL_TEST(a_line_of_its_own_comes_first),
        HALL_TEST(a_limit_stays_above_what_is_taken),
        HALL_TEST(leaders_of_the_community_look),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
