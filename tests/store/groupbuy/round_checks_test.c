/* The publishing check of leaders' rounds on a real PostgreSQL: every finding named by its item, what is refused, what
 * is to be known, and what waits for an operator's yes, for that very draft, once. */
#include "groupbuy/approvals.h"
#include "groupbuy/checks.h"
#include "store/groupbuy/accounts.h"
#include "store/groupbuy/drafts.h"

static int up(void **state)
{
    int failed = seats_up(state, "gb_round_checks");

    lead();
    shop.house.publish_yellow_percent = 70;
    shop.house.publish_red_percent = 30;
    return failed;
}

#define CHECKS_TEST(name) cmocka_unit_test_setup(name, shelf)

static const char *drafted(fen apples, fen pears, int64_t units)
{
    Gb__Round out;

    assert_ok(draft_of_both(apples, pears, units, &out));
    return out.round_id;
}

static struct status check(const char *user, const char *round, Gb__RoundCheck *out)
{
    Gb__CheckRoundRequest in = GB__CHECK_ROUND_REQUEST__INIT;

    in.round_id = round;
    gb__round_check__init(out);
    return CALL_IN_TX(user, groupbuy_check_round, &in, out);
}

/* «items[0] 3Y»: whose, the kind, and Y, R or X for its colour; a space between. */
static const char *found(const char *round)
{
    Gb__RoundCheck out;
    char *text = arena_strdup(&shop.clerk.arena, "");

    assert_ok(check(LEADER, round, &out));
    for (size_t i = 0; i < out.n_findings; i++) {
        const Gb__Finding *finding = out.findings[i];
        const char *colon = strchr(finding->text, ':');
        int chars = colon && strncmp(finding->text, "items", 5) == 0 ? (int)(colon - finding->text) : 0;

        text = arena_printf(&shop.clerk.arena, "%s%s%.*s %d%c", text, i ? ", " : "", chars, finding->text,
                            (int)finding->kind, "?YRX"[finding->severity]);
    }
    return text;
}

static struct status ask(const char *user, const char *round)
{
    Gb__AskRoundApprovalRequest in = GB__ASK_ROUND_APPROVAL_REQUEST__INIT;
    Gb__Approval out = GB__APPROVAL__INIT;

    in.round_id = round;
    in.why = "清仓";
    return CALL_IN_TX(user, groupbuy_ask_round_approval, &in, &out);
}

static struct status decide(const char *round)
{
    Gb__DecideApprovalRequest in = GB__DECIDE_APPROVAL_REQUEST__INIT;
    Gb__Approval out = GB__APPROVAL__INIT;

    in.approval_id =
        arena_strdup(&shop.clerk.arena,
                     rows_id(test_sql(shop.db,
                                      "select id from approvals where kind = 'PUBLISH_ROUND' and state = 'PENDING' and"
                                      " subject::text = $1::uuid::text",
                                      db_id(round)),
                             0, 0));
    in.approve = true;
    in.note = "同意";
    return CALL_IN_TX(OPERATOR, groupbuy_decide_approval, &in, &out);
}

static struct status call_off(const char *round)
{
    Gb__CancelRoundRequest in = GB__CANCEL_ROUND_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;

    in.round_id = round;
    in.reason = "下雨";
    return CALL_IN_TX(LEADER, groupbuy_cancel_round, &in, &out);
}

/* ---- tests ---- */

static void every_finding_is_named_by_its_item(void **state)
{
    const char *round;
    Gb__HallGoods line;
    Gb__RoundCheck out;

    (void)state;
    test_sql(shop.db, "insert into members (group_id, user_id, member, version) values ($1, $2, true, 1)",
             db_id(COMMUNITY), db_id(STAFF));
    assert_string_equal(found(drafted(900, 700, 10)), "");
    assert_string_equal(found(drafted(290, 500, 1000)), "items[0] 3R, items[0] 5Y, items[1] 3Y, items[1] 5Y");
    test_sql(shop.db, "delete from members where group_id = $1", db_id(COMMUNITY));
    round = drafted(900, 700, 1001);
    assert_string_equal(found(round), "items[0] 5Y, items[0] 5X, items[1] 5Y, items[1] 5X,  7Y");
    assert_ok(check(LEADER, round, &out));
    assert_false(out.publishable);
    assert_fails(publish_draft(round), STOCK_SHORT);
    round = drafted(900, 700, 50);
    assert_ok(offer_by(goods.pears, 750, 40, 800, &line));
    test_sql(shop.db, "update skus set list_price_fen = 850, cost_price_fen = 950 where id = $1", db_id(goods.apples));
    /* Below cost and above the list price: refused; so is what the hall does not allow. */
    assert_string_equal(found(round), "items[0].priceFen 1X, items[0].priceFen 1X, items[1].priceFen 1X,"
                                      " items[0] 2R, items[1] 5X,  7Y");
    test_sql(shop.db, "update skus set list_price_fen = 1000, cost_price_fen = 0 where id = $1", db_id(goods.apples));
    assert_string_equal(found(round), "items[1].priceFen 1X, items[1] 5X,  7Y");
}

static void what_is_red_waits_for_an_operators_yes_for_that_very_draft_once(void **state)
{
    const char *round = drafted(290, 0, 10), *fine = drafted(900, 0, 10);
    Gb__RoundCheck out;

    (void)state;
    assert_ok(check(LEADER, round, &out));
    assert_true(out.needs_approval && out.publishable);
    assert_fails(publish_draft(round), APPROVAL_NEEDED);
    assert_fails(ask(LEADER, fine), APPROVAL_NOT_NEEDED);
    assert_ok(ask(LEADER, round));
    assert_fails(ask(LEADER, round), APPROVAL_ASKED);
    assert_fails(publish_draft(round), APPROVAL_NEEDED);
    assert_ok(decide(round));
    test_sql(shop.db, "update rounds set title = 'x', version = version + 1 where id = $1", db_id(round));
    assert_fails(publish_draft(round), APPROVAL_NEEDED);
    test_sql(shop.db, "update rounds set version = version - 1 where id = $1", db_id(round));
    assert_ok(publish_draft(round));
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from approvals where state = 'USED' and used_by = $1", db_id(LEADER)),
        1);
    assert_fails(ask(LEADER, round), ROUND_FROZEN);
    assert_ok(publish_draft(fine));
    assert_ok(call_off(fine));
}

/* The apples come from somebody whose licence ends in so many days. */
static void licensed_for(int days)
{
    const char *supplier = id_make(&shop.clerk.arena);

    test_sql(shop.db,
             "insert into suppliers (id, name, contract_number, note, created_by) values ($1, $3, '', '', $2)",
             db_id(supplier), db_id(OPERATOR), db_text(supplier));
    test_sql(shop.db,
             "insert into supplier_licences (supplier_id, kind, number, expires_on) values ($1, 'FOOD', 'JY1',"
             " (now() at time zone 'Asia/Shanghai')::date + $2::int)",
             db_id(supplier), db_int(days));
    test_sql(shop.db, "update skus set supplier_id = $2 where id = $1", db_id(goods.apples), db_id(supplier));
}

static void a_licence_that_ends_meanwhile_is_red(void **state)
{
    const char *round = drafted(900, 0, 10);

    (void)state;
    licensed_for(-1);
    assert_string_equal(found(round), "items[0] 8R,  7Y");
    assert_fails(publish_draft(round), APPROVAL_NEEDED);
}

/* Each alone is sold; together they are no order. */
static void goods_of_two_accounts_are_red(void **state)
{
    const char *round = drafted(900, 700, 10);

    (void)state;
    assert_string_equal(found(round), " 7Y");
    merchant_up(MERCHANT);
    test_sql(shop.db, "update skus set supplier_id = (select supplier_id from merchant_bindings) where id = $1",
             db_id(goods.pears));
    assert_string_equal(found(round), "items[1] 9R,  7Y");
    assert_fails(publish_draft(round), APPROVAL_NEEDED);
    test_sql(shop.db, "insert into merchant_bindings (merchant_id, community_id, bound_by) values ($1, $2, $2)",
             db_text(MERCHANT), db_id(COMMUNITY));
    assert_string_equal(found(round), " 7Y"); /* the same account by two ways is one */
    assert_ok(publish_draft(round));
    assert_ok(call_off(round));
    test_sql(shop.db, "delete from merchant_bindings");
}

static struct status extend(const char *round, int days)
{
    Gb__ExtendRoundRequest in = GB__EXTEND_ROUND_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;
    struct call *call = clerk_call(&shop.clerk, LEADER);

    in.round_id = round;
    in.ends_at = timestamp_new(&shop.clerk.arena, clock_unix_us() + ((int64_t)days * 86400 + 3600) * US_PER_S);
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_extend_round(call, &in, &out));
}

static void nothing_is_extended_beyond_a_licence(void **state)
{
    const char *round = drafted(900, 0, 10);

    (void)state;
    licensed_for(3);
    assert_ok(publish_draft(round));
    assert_fails(extend(round, 5), FIELDS_INVALID);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from rounds where id = $1 and extended", db_id(round)), 0);
    assert_ok(extend(round, 2));
    assert_ok(call_off(round));
}

static void what_runs_beside_it_is_named(void **state)
{
    const char *first = drafted(900, 0, 10), *second = drafted(900, 0, 10);

    (void)state;
    assert_string_equal(found(second), " 7Y");
    assert_ok(publish_draft(first));
    assert_string_equal(found(second), "items[0] 6Y,  7Y");
    assert_ok(call_off(first));
    assert_string_equal(found(second), " 7Y");
}

static void a_draft_is_checked_by_its_leader_alone(void **state)
{
    const char *round = drafted(290, 0, 10);
    Gb__RoundCheck out;

    (void)state;
    assert_fails(check(STAFF, round, &out), NOT_HERE);
    assert_fails(check(LEADER, user_n(&shop.clerk, 7), &out), NOT_HERE);
    assert_fails(ask(STAFF, round), NOT_HERE);
    test_sql(shop.db, "update leaders set status = 'DISABLED', disabled_reason = 'x'");
    assert_fails(check(LEADER, round, &out), LEADER_DISABLED);
    assert_fails(ask(LEADER, round), LEADER_DISABLED);
    test_sql(shop.db, "update leaders set status = 'ACTIVE', disabled_reason = ''");
}

/* No yes is asked for what runs already: it stays what somebody has looked at. */
static void what_is_published_does_not_become_red(void **state)
{
    const char *round = drafted(900, 0, 10), *point = POINT;
    Gb__UpdateRoundRequest in = GB__UPDATE_ROUND_REQUEST__INIT;
    Gb__CreateRoundRequest what = GB__CREATE_ROUND_REQUEST__INIT;
    Gb__RoundItemDraft item = GB__ROUND_ITEM_DRAFT__INIT, *items[] = { &item };
    Gb__Round out = GB__ROUND__INIT;
    struct call *call;

    (void)state;
    assert_ok(publish_draft(round));
    call = clerk_call(&shop.clerk, LEADER);
    in.round_id = round;
    in.round = &what;
    what.community_id = COMMUNITY;
    what.title = "周三团";
    what.starts_at = timestamp_new(&shop.clerk.arena, clock_unix_us());
    what.ends_at = timestamp_new(&shop.clerk.arena, clock_unix_us() + 3600 * US_PER_S);
    what.ready_at = timestamp_new(&shop.clerk.arena, clock_unix_us() + 86400 * US_PER_S);
    what.point_ids = &point;
    what.n_point_ids = 1;
    what.shortage_rule = GB__SHORTAGE_RULE__FIRST_COME;
    what.uncollected_rule = GB__UNCOLLECTED_RULE__KEEP;
    what.keep_days = 3;
    what.items = items;
    what.n_items = 1;
    item.sku_id = goods.apples;
    item.stock = 10;
    item.price_fen = 290;
    assert_fails(clerk_end(&shop.clerk, groupbuy_update_round(call, &in, &out)), APPROVAL_NEEDED);
    call = clerk_call(&shop.clerk, LEADER);
    item.price_fen = 800;
    assert_ok(clerk_end(&shop.clerk, groupbuy_update_round(call, &in, &out)));
    assert_int_equal(test_sql_int(shop.db, "select stock from skus where id = $1", db_id(goods.apples)), 990);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHECKS_TEST(every_finding_is_named_by_its_item),
        CHECKS_TEST(what_is_red_waits_for_an_operators_yes_for_that_very_draft_once),
        CHECKS_TEST(a_licence_that_ends_meanwhile_is_red),
        CHECKS_TEST(goods_of_two_accounts_are_red),
        CHECKS_TEST(nothing_is_extended_beyond_a_licence),
        CHECKS_TEST(what_runs_beside_it_is_named),
        CHECKS_TEST(a_draft_is_checked_by_its_leader_alone),
        CHECKS_TEST(what_is_published_does_not_become_red),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
