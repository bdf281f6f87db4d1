/* Shares on a real PostgreSQL: accrued when an order is paid, taken back by its refunds, the earner's when it is
 * completed. */
#include "groupbuy/finance.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/store/share_store.h"
#include "store/groupbuy/earnings.h"

#define LEADER    "0000000000000000000000000000e001"
#define POINTS_OF "0000000000000000000000000000e002"
#define PARTNER   "0000000000000000000000000000e003"
#define COMMUNITY "0000000000000000000000000000e0c0"
#define POINT     "0000000000000000000000000000e0b0"

static struct status publish(const char *user, int pick_up, int selling, int partner, bool own, Gb__ShareRule *out)
{
    Gb__PublishShareRuleRequest in = GB__PUBLISH_SHARE_RULE_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, user);

    gb__share_rule__init(out);
    in.pick_up_basis_points = pick_up;
    in.selling_basis_points = selling;
    in.partner_basis_points = partner;
    in.own_purchases = own;
    in.why = "十二月起";
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_publish_share_rule(call, &in, out));
}

static void partner_is(const char *user_id, bool active)
{
    Gb__SetPartnerRequest in = GB__SET_PARTNER_REQUEST__INIT;
    Gb__Partner out = GB__PARTNER__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.channel = "school";
    in.user_id = user_id;
    in.active = active;
    in.why = "合作协议";
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_set_partner(call, &in, &out)));
}

static int up(void **state)
{
    Gb__ShareRule published;

    seats_up(state, "gb_shares");
    for (int i = 0; i < 2; i++)
        test_sql(shop.db, "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE')",
                 db_id(i ? LEADER : POINTS_OF), db_id(COMMUNITY));
    test_sql(shop.db,
             "insert into pick_up_points (id, leader_id, community_id, name, address, latitude_e6, longitude_e6,"
             " hours, image_urls, status) values ($1, $2, $3, '东门', '1', 0, 0, '', '{}', 'APPROVED')",
             db_id(POINT), db_id(POINTS_OF), db_id(COMMUNITY));
    test_sql(shop.db, "insert into links (link_key, sharer_id, channel) values ('first', $1, 'school')",
             db_id(PARTNER));
    assert_fails(publish(OPERATOR, 1000, 1000, 1001, false, &published), SHARES_ABOVE_CAP);
    assert_fails(publish(user_n(&shop.clerk, 1), 1, 1, 1, false, &published), FORBIDDEN);
    assert_ok(publish(OPERATOR, 1, 1, 1, false, &published));
    assert_int_equal(published.version, 1);
    assert_ok(publish(OPERATOR, 300, 800, 100, false, &published));
    assert_int_equal(published.version, 2);
    partner_is(PARTNER, true);
    return 0;
}

/* Everybody earns of it: a team of two that is complete, 9.99 each. */
static struct seat seat_of_all(int user, const char *buyer)
{
    struct seat seat = { 0 }, other;

    assert_ok(
        start_with(&shop.clerk, shop_team_buy(&shop, 9, 2, 999), buyer ? buyer : user_n(&shop.clerk, user), "", &seat));
    test_sql(shop.db, "update orders set sharer_id = $2, first_link_key = 'first', version = version + 1 where id = $1",
             db_id(seat.order), db_id(LEADER));
    test_sql(shop.db, "insert into order_deliveries (order_id, point_id) values ($1, $2)", db_id(seat.order),
             db_id(POINT));
    other = join_team(seat.team, user + 1);
    pay(&seat);
    pay(&other);
    return seat;
}

static void refunds(const struct seat *seat, fen goods, const char *key)
{
    struct call *call = clerk_call(&shop.clerk, OPERATOR);
    const struct refund_ask_part part = { .position = 0, .units = 0, .goods = goods };
    const struct refund_ask ask = {
        .reason = REFUND_BY_OPERATOR, .actor = OPERATOR, .key = key, .parts = &part, .parts_count = 1
    };
    struct order order;

    assert_ok(call_begin(call));
    assert_ok(order_lock(call->tx, seat->order, NULL, &order));
    assert_ok(clerk_end(&shop.clerk, refund_start(call, &order, &ask, NULL)));
}

static void an_order_earns_for_each_role_once(void **state)
{
    struct seat seat = seat_of_all(200, NULL);

    (void)state;
    assert_int_equal(share(&seat, "PICK_UP", "accrued_fen"), 29); /* 29.97 */
    assert_int_equal(share(&seat, "SELLING", "accrued_fen"), 79);
    assert_int_equal(share(&seat, "PARTNER", "accrued_fen"), 9);
    assert_int_equal(share(&seat, "PARTNER", "rule_version"), 2);
    assert_int_equal(balance(ACCOUNT_LEADER_SHARES, &seat), -108);
    assert_int_equal(balance(ACCOUNT_LEADERS_COST, &seat), 108);
    assert_int_equal(balance(ACCOUNT_PARTNER_SHARES, &seat), -9);
    assert_int_equal(balance(ACCOUNT_PARTNERS_COST, &seat), 9);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from outbox o join shares s on s.id = o.aggregate_id"
                                  " where o.type = 'linli.groupbuy.v1.ShareAccrued' and s.order_id = $1",
                                  db_id(seat.order)),
                     3);
}

static void nobody_earns_of_his_own(void **state)
{
    struct seat seat = seat_of_all(210, LEADER);

    (void)state;
    assert_int_equal(share(&seat, "SELLING", "accrued_fen"), -1);
    assert_int_equal(share(&seat, "PICK_UP", "accrued_fen"), 29);
    partner_is(PARTNER, false);
    seat = seat_of_all(220, NULL);
    partner_is(PARTNER, true);
    assert_int_equal(share(&seat, "PARTNER", "accrued_fen"), -1);
}

/* Anybody may write a partner's channel on a link. */
static void a_channel_is_a_partners_on_his_own_links(void **state)
{
    struct seat seat;

    (void)state;
    test_sql(shop.db, "update links set sharer_id = $1 where link_key = 'first'", db_id(LEADER));
    seat = seat_of_all(260, NULL);
    test_sql(shop.db, "update links set sharer_id = $1 where link_key = 'first'", db_id(PARTNER));
    assert_int_equal(share(&seat, "PARTNER", "accrued_fen"), -1);
    assert_int_equal(share(&seat, "SELLING", "accrued_fen"), 79);
}

static void who_is_no_leader_sells_nothing(void **state)
{
    struct seat seat;

    (void)state;
    test_sql(shop.db, "update leaders set status = 'DISABLED', disabled_reason = 'x' where user_id = $1",
             db_id(LEADER));
    seat = seat_of_all(230, NULL);
    test_sql(shop.db, "update leaders set status = 'ACTIVE', disabled_reason = '' where user_id = $1", db_id(LEADER));
    assert_int_equal(share(&seat, "SELLING", "accrued_fen"), -1);
}

static void refunds_of_parts_take_their_part_to_the_fen(void **state)
{
    struct seat seat = seat_of_all(240, NULL);
    const fen parts[] = { 333, 1, 332, 333 };

    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        refunds(&seat, parts[i], arena_printf(&shop.clerk.arena, "part-%zu", i));
    assert_int_equal(share(&seat, "PICK_UP", "reversed_fen"), 29);
    assert_int_equal(share(&seat, "SELLING", "reversed_fen"), 79);
    assert_int_equal(share(&seat, "PARTNER", "reversed_fen"), 9);
    assert_int_equal(balance(ACCOUNT_LEADER_SHARES, &seat), 0);
    assert_int_equal(balance(ACCOUNT_LEADERS_COST, &seat), 0);
    assert_int_equal(balance(ACCOUNT_PARTNER_SHARES, &seat), 0);
}

static Gb__ListMySharesResponse *shares_of(const char *user)
{
    Gb__ListMySharesRequest in = GB__LIST_MY_SHARES_REQUEST__INIT;
    Gb__ListMySharesResponse *out = message_new(&shop.clerk.arena, &gb__list_my_shares_response__descriptor);
    struct call *call = clerk_call(&shop.clerk, user);

    in.page_size = 100;
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_list_my_shares(call, &in, out)));
    return out;
}

static void a_share_is_the_earners_when_its_order_is_completed(void **state)
{
    Gb__ListMySharesResponse *before = shares_of(POINTS_OF), *after;
    struct seat seat = seat_of_all(250, NULL);

    (void)state;
    refunds(&seat, 500, "half"); /* of 29 fen 14 are left: 14.48 */
    receive(&seat);
    assert_int_equal(shares_of(POINTS_OF)->vested_fen, before->vested_fen);
    complete(&seat);
    after = shares_of(POINTS_OF);
    assert_int_equal(after->vested_fen, before->vested_fen + 14);
    assert_int_equal(after->accrued_fen, before->accrued_fen + 29);
    assert_int_equal(after->reversed_fen, before->reversed_fen + 15);
    assert_string_equal(after->shares[0]->order_id, seat.order);
    assert_int_equal(after->shares[0]->base_fen, 999);
    assert_int_equal(after->shares[0]->basis_points, 300);
    assert_non_null(after->shares[0]->vested_at);
    assert_int_equal(events("ShareVested", after->shares[0]->share_id), 1);
    /* A refund after that takes its part all the same. */
    refunds(&seat, 499, "rest");
    assert_int_equal(shares_of(POINTS_OF)->vested_fen, before->vested_fen);
    assert_int_equal(events("ShareReversed", after->shares[0]->share_id), 2);
    assert_int_equal(shares_of(user_n(&shop.clerk, 1))->n_shares, 0);
}

/* A replica of the release before the accounts does no more than this. */
static void whoever_vests_a_share_its_earner_has_it(void **state)
{
    const char *share = arena_strdup(
        &shop.clerk.arena,
        rows_id(test_sql(shop.db,
                         "update shares set vested_at = now() where id = (select id from shares where"
                         " vested_at is null and accrued_fen > reversed_fen order by id limit 1) returning id"),
                0, 0));

    (void)state;
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from earner_moves m join shares s on s.id = m.share_id where s.id ="
                                  " $1 and m.kind = 'VESTED' and m.amount_fen = s.accrued_fen - s.reversed_fen"
                                  " and m.earner_id = s.earner_id and m.partner = (s.role = 'PARTNER')",
                                  db_id(share)),
                     1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from shares s where vested_at is not null and accrued_fen >"
                                           " reversed_fen and (select count(*) from earner_moves m where m.share_id ="
                                           " s.id and m.kind = 'VESTED') <> 1"),
                     0);
}

/* [0]: whole tables read so far in this transaction, [1]: by an index. */
static struct status movements_read(struct tx *tx, int64_t ret_reads[2])
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select seq_scan, idx_scan from pg_stat_xact_user_tables where relid = 'earner_moves'::regclass"));
    ret_reads[0] = rows_int(rows, 0, 0);
    ret_reads[1] = rows_int(rows, 0, 1);
    return OK;
}

/* However many movements there are: a table this small is read whole unless that is forbidden. */
static void vesting_finds_a_movement_by_its_share(void **state)
{
    int64_t before[2], after[2], now_us;
    struct rows *rows;
    struct tx *tx;

    (void)state;
    assert_ok(tx_begin(shop.db, TX_READ_WRITE, &shop.clerk.arena, &tx, &now_us));
    assert_ok(db_exec(tx, "discard plans"));
    assert_ok(db_exec(tx, "set local enable_seqscan = off"));
    assert_ok(db_query(tx, &rows,
                       "update shares set vested_at = null where id = (select share_id from earner_moves"
                       " where kind = 'VESTED' limit 1) returning id"));
    assert_int_equal(rows_count(rows), 1);
    assert_ok(db_exec(tx, "update shares set vested_at = now() where id = $1", db_id(rows_id(rows, 0, 0))));
    assert_ok(movements_read(tx, before));
    assert_ok(db_exec(tx, "set constraints all immediate")); /* as the end of the transaction does */
    assert_ok(movements_read(tx, after));
    tx_rollback(tx);
    assert_int_equal(after[0], before[0]);
    assert_true(after[1] > before[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_order_earns_for_each_role_once),
        TEST(nobody_earns_of_his_own),
        TEST(who_is_no_leader_sells_nothing),
        TEST(a_channel_is_a_partners_on_his_own_links),
        TEST(refunds_of_parts_take_their_part_to_the_fen),
        TEST(a_share_is_the_earners_when_its_order_is_completed),
        TEST(whoever_vests_a_share_its_earner_has_it),
        TEST(vesting_finds_a_movement_by_its_share),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
