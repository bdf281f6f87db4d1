/* Accounts at WeChat Pay on a real PostgreSQL: whose an order is, decided when it is placed and never again; nothing that an account
 * says or pays counts for another. */
#include "groupbuy/merchants.h"
#include "groupbuy/rounds.h"
#include "groupbuy/store/merchant_store.h"
#include "store/groupbuy/running.h"

#define EAST "1900000109"
#define WEST "1900000110"

static int up(void **state)
{
    int done = seats_up(state, "gb_merchants");

    rounds_up();
    return done;
}

/* ---- doing ---- */

static void known(const char *merchant)
{
    test_sql(shop.db, "insert into merchants (id, name, created_by) values ($1, $1, $2) on conflict do nothing",
             db_text(merchant), db_id(OPERATOR));
}

static struct status bind_to(const char *merchant, const char *community, const char *supplier)
{
    Gb__BindMerchantRequest in = GB__BIND_MERCHANT_REQUEST__INIT;
    Gb__MerchantBinding out = GB__MERCHANT_BINDING__INIT;

    known(merchant);
    in.merchant_id = merchant;
    in.community_id = community;
    in.supplier_id = supplier;
    neighbours.community = *community ? community : neighbours.community;
    return clerk_end(&shop.clerk, groupbuy_bind_merchant(clerk_call(&shop.clerk, OPERATOR), &in, &out));
}

/* A supplier of one SKU. */
static const char *supply(const char *sku)
{
    const char *supplier = id_make(&shop.clerk.arena);

    test_sql(shop.db,
             "insert into suppliers (id, name, contract_number, note, created_by) values ($1, $2, '', '', $3)",
             db_id(supplier), db_text(supplier), db_id(OPERATOR));
    test_sql(shop.db, "update skus set supplier_id = $2 where id = $1", db_id(sku), db_id(supplier));
    return supplier;
}

static const char *merchant_of(const char *order)
{
    return arena_strdup(&shop.clerk.arena,
                        rows_text(test_sql(shop.db, "select merchant_id from orders where id = $1", db_id(order)), 0, 0));
}

static struct status order_at(const char *user, const char *point, const struct want *wants, size_t count,
                              struct seat *ret_seat)
{
    Gb__PlaceOrderRequest in = GB__PLACE_ORDER_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, user);
    Gb__Order out = GB__ORDER__INIT;

    in.lines = arena_array(&shop.clerk.arena, Gb__BasketLine *, count);
    in.n_lines = count;
    for (size_t i = 0; i < count; i++) {
        in.lines[i] = message_new(&shop.clerk.arena, &gb__basket_line__descriptor);
        in.lines[i]->sku_id = wants[i].sku;
        in.lines[i]->quantity = wants[i].units;
    }
    in.point_id = point;
    *ret_seat = (struct seat){ .user = user, .order = call->operation_id };
    return clerk_end(&shop.clerk, groupbuy_place_order(call, &in, &out));
}

#define ORDER_AT(point, seat, ...)                                                                                     \
    order_at(user_n(&shop.clerk, 1), point, (const struct want[]){ __VA_ARGS__ },                                      \
             sizeof((const struct want[]){ __VA_ARGS__ }) / sizeof(struct want), seat)

static int unbound(void **state)
{
    test_sql(shop.db, "delete from merchant_bindings");
    return fresh(state);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, unbound, balanced)

/* By the database itself. */
static void assert_refused(const char *sql)
{
    struct call *call = clerk_call(&shop.clerk, "");
    struct status done = call_begin(call);

    assert_ok(done);
    assert_fails(db_exec(call->tx, sql), CHECK_VIOLATION);
    clerk_end(&shop.clerk, fail(INTERNAL, "undone"));
}

/* ---- whose it is ---- */

static void a_sellers_account_comes_before_the_communitys(void **state)
{
    struct goods sold = put_on_shelf(50, 0);
    const char *supplier;
    struct seat seat;

    (void)state;
    supplier = supply(sold.pears);
    assert_ok(ORDER_AT(POINT, &seat, { sold.apples, 1 }));
    assert_string_equal(merchant_of(seat.order), ""); /* nothing is bound */
    assert_ok(bind_to(EAST, COMMUNITY, ""));
    assert_ok(bind_to(WEST, "", supplier));
    assert_string_equal(merchant_of(seat.order), ""); /* it stays as it was */
    assert_ok(ORDER_AT(POINT, &seat, { sold.apples, 1 }));
    assert_string_equal(merchant_of(seat.order), EAST);
    assert_ok(ORDER_AT(POINT, &seat, { sold.pears, 1 }));
    assert_string_equal(merchant_of(seat.order), WEST);
}

static void lines_of_two_accounts_are_refused_and_nothing_is_kept(void **state)
{
    struct goods sold = put_on_shelf(50, 0);
    int64_t before;
    struct seat seat;

    (void)state;
    assert_ok(bind_to(WEST, "", supply(sold.pears)));
    before = test_sql_int(shop.db, "select count(*) from orders");
    assert_fails(ORDER_AT(POINT, &seat, { sold.apples, 1 }, { sold.pears, 1 }), MIXED_MERCHANTS);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from orders"), before);
    assert_int_equal(test_sql_int(shop.db, "select stock from skus where id = $1", db_id(sold.apples)), 50);
    assert_ok(bind_to(WEST, COMMUNITY, "")); /* the same account by two ways is one */
    assert_ok(ORDER_AT(POINT, &seat, { sold.apples, 1 }, { sold.pears, 1 }));
    assert_string_equal(merchant_of(seat.order), WEST);
}

static const char *sku_of(const char *campaign)
{
    return arena_strdup(&shop.clerk.arena,
                        rows_id(test_sql(shop.db, "select sku_id from campaigns where id = $1", db_id(campaign)), 0, 0));
}

/* One campaign, one account: of all orders of the batch. */
static void a_flash_batch_is_its_campaigns_account(void **state)
{
    const char *campaign = shop_flash(&shop, 10, 2);
    struct batch_item items[2] = { { 0 } };
    struct batch_item *const batch = items;
    Api__Caller callers[2];

    (void)state;
    assert_ok(bind_to(EAST, "", supply(sku_of(campaign))));
    for (int i = 0; i < 2; i++) {
        Gb__PlaceFlashOrderRequest *in = message_new(&shop.clerk.arena, &gb__place_flash_order_request__descriptor);

        api__caller__init(&callers[i]);
        callers[i].user_id = user_n(&shop.clerk, 50 + i);
        in->campaign_id = campaign;
        in->quantity = 1;
        items[i] = (struct batch_item){ .caller = &callers[i],
                                        .in = in,
                                        .idempotency_key = i ? "b" : "a",
                                        .out = message_new(&shop.clerk.arena, &gb__order__descriptor),
                                        .deadline_ms = clock_unix_ms() + SHOP_LATER_MS };
    }
    assert_ok(clerk_end(&shop.clerk, groupbuy_place_flash_order(clerk_call(&shop.clerk, ""), batch, 2)));
    assert_int_equal(test_sql_int(shop.db, "select count(*) from orders where campaign_id = $1 and merchant_id = $2",
                                  db_id(campaign), db_text(EAST)),
                     2);
}

/* Each order of a team is its own. */
static void a_team_order_is_its_campaigns_account(void **state)
{
    const char *campaign = shop_team_buy(&shop, 10, 3, 500);
    struct seat before = start_team(campaign, 60), later;

    (void)state;
    assert_string_equal(merchant_of(before.order), "");
    assert_ok(bind_to(WEST, "", supply(sku_of(campaign))));
    later = join_team(before.team, 61);
    assert_string_equal(merchant_of(later.order), WEST);
    assert_string_equal(merchant_of(before.order), "");
}

static void a_round_order_is_its_communitys_account(void **state)
{
    struct seat seat;

    (void)state;
    assert_ok(bind_to(EAST, COMMUNITY, ""));
    seat = order_in(running_round(60, 900), 3, 1, GB__LATE_PAYMENT__LATE_PAYMENT_UNSPECIFIED);
    assert_string_equal(merchant_of(seat.order), EAST);
    assert_string_equal(wechat_order(seat.order)->merchant_id, EAST);
}

/* ---- for ever ---- */

static void an_account_never_changes(void **state)
{
    struct goods sold = put_on_shelf(50, 0);
    struct seat seat, later;

    (void)state;
    assert_ok(bind_to(EAST, COMMUNITY, ""));
    assert_ok(ORDER_AT(POINT, &seat, { sold.apples, 1 }));
    assert_ok(bind_to(WEST, COMMUNITY, ""));
    assert_ok(ORDER_AT(POINT, &later, { sold.apples, 1 }));
    assert_string_equal(merchant_of(seat.order), EAST);
    assert_string_equal(merchant_of(later.order), WEST);
    pay(&seat);
    assert_string_equal(wechat_order(seat.order)->merchant_id, EAST);
    assert_refused("update orders set merchant_id = '' where merchant_id <> ''");
    assert_refused("update payments set merchant_id = '' where merchant_id <> ''");
}

/* A release that knows nothing of accounts begins a payment: into the installation's own it is not let. */
static void nobody_begins_to_pay_into_another_account(void **state)
{
    struct goods sold = put_on_shelf(50, 0);
    struct seat seat;

    (void)state;
    assert_ok(bind_to(EAST, COMMUNITY, ""));
    assert_ok(ORDER_AT(POINT, &seat, { sold.apples, 1 }));
    assert_refused("insert into payments (order_id, user_id, amount_fen, app_id, payer_openid, description,"
                              " expires_at, state) select id, user_id, amount_fen, 'wxapp', 'o', 'd', now(), 'OPEN'"
                              " from orders where merchant_id <> ''");
}

/* ---- money ---- */

static void a_fact_of_another_account_is_a_mismatch_and_changes_nothing(void **state)
{
    struct goods sold = put_on_shelf(50, 0);
    struct payment_fact fact;
    Gb__Payment payment;
    struct seat seat;

    (void)state;
    assert_ok(bind_to(EAST, COMMUNITY, ""));
    assert_ok(ORDER_AT(POINT, &seat, { sold.apples, 1 }));
    assert_ok(ask_to_pay(&seat, &payment));
    wechat_pay(wechat_order(seat.order), clock_unix_us());
    fact = wechat_fact(&shop.clerk.arena, wechat_order(seat.order));
    fact.merchant_id = WEST;
    assert_int_equal(take_fact(&fact), PAYMENT_OUTCOME_MISMATCH);
    fact.merchant_id = "";
    assert_int_equal(take_fact(&fact), PAYMENT_OUTCOME_MISMATCH);
    assert_order(&seat, "PENDING_PAYMENT");
    assert_int_equal(notice(&seat), PAYMENT_OUTCOME_APPLIED);
    assert_order(&seat, "READY");
}

static void a_refund_goes_out_of_its_orders_account(void **state)
{
    struct goods sold = put_on_shelf(50, 0);
    struct refund refund = { 0 };
    struct refund_fact fact;
    struct seat seat;
    struct call *call;
    enum refund_outcome outcome;

    (void)state;
    assert_ok(bind_to(EAST, COMMUNITY, ""));
    assert_ok(ORDER_AT(POINT, &seat, { sold.apples, 1 }));
    pay(&seat);
    assert_ok(bind_to(WEST, COMMUNITY, ""));
    assert_ok(cancel_order(&seat, seat.user));
    refund.order_id = seat.order;
    refund.merchant_id = WEST;
    wechat_refund(refund_of(&seat))->amount = 1000;
    wechat_refund(refund_of(&seat))->state = REFUND_SUCCESS;
    fact = refund_fact(&shop.clerk.arena, wechat_refund(refund_of(&seat)), &refund);
    call = clerk_call(&shop.clerk, "");
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, refund_apply(call, &fact, &outcome)));
    assert_int_equal(outcome, REFUND_OUTCOME_MISMATCH);
    assert_order(&seat, "CANCELLED");
    wechat_refund(refund_of(&seat))->state = REFUND_REQUESTED;
    assert_refunded(&seat); /* asked for by the account that was paid: the script looks */
}

static void an_unpaid_order_is_closed_at_its_own_account(void **state)
{
    struct goods sold = put_on_shelf(50, 0);
    Gb__Payment payment;
    struct seat seat;

    (void)state;
    assert_ok(bind_to(EAST, COMMUNITY, ""));
    assert_ok(ORDER_AT(POINT, &seat, { sold.apples, 1 }));
    assert_ok(ask_to_pay(&seat, &payment));
    assert_ok(run_job(JOB_CLOSE_UNPAID, seat.order, groupbuy_close_unpaid));
    assert_int_equal(wechat_order(seat.order)->state, CHANNEL_CLOSED);
    assert_order(&seat, "CANCELLED");
}

/* ---- without keys ---- */

static void without_keys_nothing_is_bound_or_begun_and_others_go_on(void **state)
{
    struct goods sold = put_on_shelf(50, 0);
    struct seat seat, other;
    Gb__Payment payment;

    (void)state;
    assert_ok(bind_to(EAST, COMMUNITY, ""));
    assert_ok(ORDER_AT(POINT, &seat, { sold.apples, 1 }));
    wechat.no_keys = EAST;
    assert_fails(bind_to(EAST, COMMUNITY, ""), MERCHANT_NOT_READY);
    assert_fails(ask_to_pay(&seat, &payment), MERCHANT_NOT_READY);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payments where order_id = $1", db_id(seat.order)), 0);
    assert_fails(run_job("check_merchants", "", groupbuy_check_merchants), MERCHANT_NOT_READY); /* the log says so */
    test_sql(shop.db, "delete from merchant_bindings");
    assert_ok(ORDER_AT(POINT, &other, { sold.apples, 1 }));
    pay(&other);
    assert_ok(run_job("check_merchants", "", groupbuy_check_merchants));
    assert_ok(cancel_order(&seat, seat.user)); /* WeChat has never heard of it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sellers_account_comes_before_the_communitys),
        TEST(lines_of_two_accounts_are_refused_and_nothing_is_kept),
        TEST(a_flash_batch_is_its_campaigns_account),
        TEST(a_team_order_is_its_campaigns_account),
        TEST(a_round_order_is_its_communitys_account),
        TEST(an_account_never_changes),
        TEST(nobody_begins_to_pay_into_another_account),
        TEST(a_fact_of_another_account_is_a_mismatch_and_changes_nothing),
        TEST(a_refund_goes_out_of_its_orders_account),
        TEST(an_unpaid_order_is_closed_at_its_own_account),
        TEST(without_keys_nothing_is_bound_or_begun_and_others_go_on),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
