/* Refunds of the ordinary shop on a real PostgreSQL: parts of lines, points and coupons that follow, an order of
 * nothing. */
#include "groupbuy/after_sales.h"
#include "store/groupbuy/baskets.h"

static int up(void **state)
{
    return seats_up(state, "gb_plain_refunds");
}

static int64_t stock_of(const char *sku)
{
    return test_sql_int(shop.db, "select stock from skus where id = $1", db_id(sku));
}

static int64_t of_order(const char *what, const struct seat *seat)
{
    return test_sql_int(shop.db,
                        "select case $1 when 'refunded' then refunded_fen when 'version' then version else -1 end"
                        " from orders where id = $2",
                        db_text(what), db_id(seat->order));
}

/* ---- money ---- */

static struct refund start_refund(const struct seat *seat, const struct refund_ask *ask)
{
    struct call *call = clerk_call(&shop.clerk, OPERATOR);
    struct refund refund;
    struct order order;

    assert_ok(call_begin(call));
    assert_ok(order_lock(call->tx, seat->order, NULL, &order));
    assert_ok(clerk_end(&shop.clerk, refund_start(call, &order, ask, &refund)));
    return refund;
}

static void what_is_asked_back_under_one_key_goes_back_once(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, 1), 0);
    const struct refund_ask_part part = { 0, 1, REFUND_BY_UNITS, 0 };
    const struct refund_ask ask = {
        .reason = REFUND_FOR_SHORTAGE, .actor = OPERATOR, .key = "shortage", .parts = &part, .parts_count = 1
    };
    struct refund first = start_refund(&seat, &ask), second = start_refund(&seat, &ask);

    (void)state;
    assert_string_equal(first.id, second.id);
    assert_int_equal(first.amount, second.amount);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from refunds where order_id = $1", db_id(seat.order)), 1);
}

static void parts_go_back_until_nothing_is_left(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, ann, 100);
    Gb__Order order;

    (void)state;
    assert_fails(refund_as(ann, &seat, 0, 1, 0, false, &order), FORBIDDEN);
    assert_fails(refund_as(OPERATOR, &seat, 0, 4, 0, false, &order), BAD_REQUEST);
    assert_fails(refund_as(OPERATOR, &seat, 5, 1, 0, false, &order), BAD_REQUEST);
    assert_ok(refund_as(OPERATOR, &seat, 0, 1, 0, false, &order));
    assert_int_equal(order.status, GB__ORDER_STATUS__READY); /* it goes on */
    assert_int_equal(order.lines[0]->refunded_units, 1);
    assert_int_equal(order.n_refunds, 1);
    assert_int_equal(order.refunds[0]->n_lines, 1);
    assert_int_equal(order.refunds[0]->lines[0]->units, 1);
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RETURN", seat.order)), 0);
    drive_refunds(&seat);
    assert_order(&seat, "READY");
    assert_int_equal(of_order("refunded", &seat), order.refunds[0]->amount_fen);
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, false, &order));
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RETURN", seat.order)), 1);
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
    assert_int_equal(of_order("refunded", &seat), order.amount_fen);
    assert_int_equal(balance(ACCOUNT_WECHAT, &seat), 0);
    assert_int_equal(balance(ACCOUNT_DEPOSITS, &seat), 0);
    assert_int_equal(balance(ACCOUNT_COUPONS, &seat), 0);
    assert_fails(refund_as(OPERATOR, &seat, -1, 0, 0, false, &order), ORDER_NOT_REFUNDABLE);
}

static void a_line_never_goes_back_beyond_what_it_cost(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, 1), 0);
    Gb__Order order;

    (void)state;
    assert_ok(refund_as(OPERATOR, &seat, 1, 0, 500, false, &order));
    assert_fails(refund_as(OPERATOR, &seat, 1, 0, 278, false, &order), BAD_REQUEST);
    assert_ok(refund_as(OPERATOR, &seat, 1, 0, 277, false, &order));
    assert_int_equal(order.lines[1]->refunded_fen, 777);
    assert_int_equal(order.lines[1]->refunded_units, 0);
}

/* 100 points of 3 fen each: they go back in proportion, each refund its own, and all of them in the end. */
static void points_follow_the_money(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat;
    Gb__Order order;

    (void)state;
    wechat.points_fen = 3;
    points_to_use = 100;
    seat = paid_order(&goods, ann, 100);
    points_to_use = 0;
    assert_int_equal(jobs(JOB_SETTLE_POINTS, arena_printf(&shop.clerk.arena, "%s:CONSUME", seat.order)), 1);
    assert_int_equal(balance(ACCOUNT_POINTS, &seat), 300);
    assert_ok(refund_as(OPERATOR, &seat, 0, 1, 0, false, &order));
    assert_int_equal(order.points, 100);
    assert_true(order.refunds[0]->points > 0 && order.refunds[0]->points < 100);
    assert_int_equal(jobs(JOB_SETTLE_POINTS, arena_printf(&shop.clerk.arena, "%s:RETURN", order.refunds[0]->refund_id)),
                     1);
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, false, &order));
    assert_int_equal(order.refunds[0]->points + order.refunds[1]->points, 100);
    assert_int_equal(balance(ACCOUNT_POINTS, &seat), 0);
}

static void points_that_cannot_be_used_let_everything_go(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *home = address_of(ann, "530102");
    struct goods goods = put_on_shelf(10, 0);
    Gb__Order order;

    (void)state;
    set_rule(600);
    wechat.points_refused = true;
    points_to_use = 100;
    assert_fails(ORDER(ann, home, user_n(&shop.clerk, 77), &order, { goods.apples, 1 }), POINTS_NOT_USABLE);
    points_to_use = 0;
    assert_int_equal(test_sql_int(shop.db, "select count(*) from jobs where key like $1 || ':RELEASE'",
                                  db_text(shop.clerk.call.operation_id)),
                     2); /* coupon and points */
    assert_int_equal(stock_of(goods.apples), 10);
}

/* The same cause gives the refund that is there, however often a job or a rival comes with it. */
static void a_cause_is_refunded_once(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, 1), 0);
    const struct refund_ask_part part = { 0, 1, REFUND_BY_UNITS, 0 };
    const struct refund_ask ask = {
        .reason = REFUND_FOR_SHORTAGE, .actor = "receipt", .key = "receipt:1", .parts = &part, .parts_count = 1
    };
    const char *ids[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct call *call = clerk_call(&shop.clerk, "");
        struct refund refund;
        struct order order;

        assert_ok(call_begin(call));
        assert_ok(order_lock(call->tx, seat.order, NULL, &order));
        assert_ok(refund_start(call, &order, &ask, &refund));
        ids[i] = refund.id;
        assert_ok(clerk_end(&shop.clerk, OK));
    }
    assert_string_equal(ids[0], ids[1]);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from refunds where order_id = $1", db_id(seat.order)), 1);
}

/* WeChat takes two refunds of one payment a minute apart. */
static void refunds_of_an_order_keep_their_distance(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, 1), 0);
    Gb__Order order;

    (void)state;
    shop.house.refund_gap_s = 61;
    for (int i = 0; i < 3; i++)
        assert_ok(refund_as(OPERATOR, &seat, 0, 1, 0, false, &order));
    shop.house.refund_gap_s = 0;
    assert_int_equal(
        test_sql_int(shop.db,
                     "select count(*) from (select run_at - lag(run_at) over (order by run_at) as gap from"
                     " jobs j join refunds r on replace(r.id::text, '-', '') = j.key where r.order_id = $1) g"
                     " where gap >= interval '60 s'",
                     db_id(seat.order)),
        2);
}

static void a_paid_order_is_given_up_before_it_leaves(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, ann, 0);

    (void)state;
    assert_fails(cancel_order(&seat, user_n(&shop.clerk, 2)), NOT_HERE);
    assert_ok(cancel_order(&seat, ann));
    assert_order(&seat, "CANCELLED");
    assert_int_equal(stock_of(goods.apples), 10);
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
}

/* Of three apples and a pear: what is left of both, and what he holds under the limit by person. */
static void assert_shelf(const struct goods *goods, const char *user, int64_t apples, int64_t pears, int64_t held)
{
    assert_int_equal(stock_of(goods->apples), apples);
    assert_int_equal(stock_of(goods->pears), pears);
    assert_int_equal(test_sql_int(shop.db, "select held from product_buyers where product_id = $1 and user_id = $2",
                                  db_id(goods->product), db_id(user)),
                     held);
}

/* All of it given back by an operator calls the order off: nobody fetches it meanwhile, its goods are sold again. */
static void what_never_left_is_for_sale_again_once_all_of_it_goes_back(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 5);
    struct seat seat = paid_order(&goods, ann, 0);
    Gb__Order order;

    (void)state;
    assert_shelf(&goods, ann, 7, 9, 4);
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, false, &order));
    assert_int_equal(order.status, GB__ORDER_STATUS__CANCELLED);
    assert_int_equal(order.cancel_reason, GB__CANCEL_REASON__BY_OPERATOR);
    assert_int_equal(order.refunds[0]->amount_fen, order.amount_fen); /* with its freight */
    assert_shelf(&goods, ann, 10, 10, 0);
    assert_fails(ship_as(OPERATOR, &seat, &order), ORDER_NOT_SHIPPABLE);
    assert_fails(refund_as(OPERATOR, &seat, -1, 0, 0, false, &order), ORDER_NOT_REFUNDABLE);
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
    assert_shelf(&goods, ann, 10, 10, 0);
    assert_int_equal(events("OrderCancelled", seat.order), 1);
}

static void so_does_the_line_that_leaves_nothing(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 5);
    struct seat seat = paid_order(&goods, ann, 0);
    Gb__Order order;

    (void)state;
    assert_ok(refund_as(OPERATOR, &seat, 1, 1, 0, false, &order));
    drive_refunds(&seat);
    assert_ok(refund_as(OPERATOR, &seat, 0, 0, 1000, false, &order)); /* money alone: he still gets his apples */
    assert_int_equal(order.status, GB__ORDER_STATUS__READY);
    assert_shelf(&goods, ann, 7, 9, 4);
    drive_refunds(&seat);
    assert_ok(refund_as(OPERATOR, &seat, 0, 3, 0, false, &order));
    assert_int_equal(order.status, GB__ORDER_STATUS__CANCELLED);
    assert_shelf(&goods, ann, 10, 10, 0);
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
    assert_int_equal(balance(ACCOUNT_WECHAT, &seat), 0);
}

/* Of one line so many units, and a yes to it. */
static void after_sale(const struct seat *seat, int position, int32_t units)
{
    Gb__RequestAfterSaleRequest in = GB__REQUEST_AFTER_SALE_REQUEST__INIT;
    Gb__AfterSaleLine line = GB__AFTER_SALE_LINE__INIT, *lines[] = { &line };
    Gb__DecideAfterSaleRequest yes = GB__DECIDE_AFTER_SALE_REQUEST__INIT;
    Gb__AfterSale asked = GB__AFTER_SALE__INIT, decided = GB__AFTER_SALE__INIT;

    in.order_id = seat->order;
    in.kind = GB__AFTER_SALE_KIND__AFTER_SALE_REFUND;
    in.cause = GB__AFTER_SALE_CAUSE__NOT_WANTED;
    in.description = "不要了";
    in.lines = lines;
    in.n_lines = 1;
    line.position = position;
    line.units = units;
    assert_ok(CALL_IN_TX(seat->user, groupbuy_request_after_sale, &in, &asked));
    yes.after_sale_id = asked.after_sale_id;
    yes.approve = true;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_decide_after_sale, &yes, &decided));
    assert_int_equal(decided.status, GB__AFTER_SALE_STATUS__AFTER_SALE_REFUNDING);
}

/* Whoever gave it back: an approved after-sale is no other way. */
static void so_is_what_an_after_sale_gives_back(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 5);
    struct seat seat = paid_order(&goods, ann, 0);
    Gb__Order order;

    (void)state;
    after_sale(&seat, 0, 3);
    assert_order(&seat, "READY"); /* he still gets his pear */
    assert_shelf(&goods, ann, 7, 9, 4);
    after_sale(&seat, 1, 1);
    assert_order(&seat, "CANCELLED");
    assert_shelf(&goods, ann, 10, 10, 0);
    assert_fails(ship_as(OPERATOR, &seat, &order), ORDER_NOT_SHIPPABLE);
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
    assert_shelf(&goods, ann, 10, 10, 0);
    assert_int_equal(balance(ACCOUNT_WECHAT, &seat), 0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from after_sales where order_id = $1 and status = 'DONE'",
                                  db_id(seat.order)),
                     2);
}

static void what_has_left_is_not_for_sale_again(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 5);
    struct seat seat = paid_order(&goods, ann, 0);
    Gb__Order order;

    (void)state;
    assert_ok(ship_as(OPERATOR, &seat, &order));
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, true, &order));
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
    assert_shelf(&goods, ann, 7, 9, 4);
}

/* Money goes back, goods do not: the units stay the order's, in the books of the sale. */
static void a_team_order_is_refunded_after_it_was_complete(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 2, 990), 1), bob = join_team(ann.team, 2);
    Gb__Order order;

    (void)state;
    pay(&ann);
    assert_fails(refund_as(OPERATOR, &ann, -1, 0, 0, false, &order), ORDER_NOT_REFUNDABLE); /* it waits: he may leave */
    pay(&bob);
    assert_ok(refund_as(OPERATOR, &ann, -1, 0, 0, false, &order));
    drive_refunds(&ann);
    assert_order(&ann, "REFUNDED");
    assert_order(&bob, "READY");
    assert_team(&ann, "COMPLETED", 0, 2); /* final */
}

static void an_order_of_nothing_takes_the_same_way(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat;
    Gb__Payment paid;
    Gb__Order order;

    (void)state;
    set_rule(600);
    test_sql(shop.db, "update delivery_zones set base_fen = 0, step_fen = 0, step_g = 0");
    wechat.coupon_discount = 99999;
    assert_ok(ORDER(ann, address_of(ann, "530102"), user_n(&shop.clerk, 77), &order, { goods.apples, 2 }));
    seat = seat_of(ann, &order);
    assert_int_equal(order.amount_fen, 0);
    assert_ok(ask_to_pay(&seat, &paid));
    assert_true(paid.paid);
    assert_order(&seat, "READY");
    assert_int_equal(balance(ACCOUNT_COUPONS, &seat), 2000);
    assert_ok(refund_as(OPERATOR, &seat, 0, 1, 0, false, &order));
    assert_order(&seat, "READY"); /* one of two */
    assert_ok(refund_as(OPERATOR, &seat, 0, 1, 0, false, &order));
    assert_order(&seat, "REFUNDED");
    assert_int_equal(balance(ACCOUNT_COUPONS, &seat), 0);
    assert_int_equal(events("RefundDone", seat.order), 2);
}

/* WeChat Pay gives a payment back in fifty parts, and no more: the last is never a part. */
static void an_order_goes_back_in_fifty_parts_at_most(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, 1), 0);
    Gb__Order order;

    (void)state;
    for (int part = 1; part < REFUND_PARTS_MAX; part++)
        assert_ok(refund_as(OPERATOR, &seat, 0, 0, 1, false, &order));
    assert_fails(refund_as(OPERATOR, &seat, 0, 0, 1, false, &order), BAD_REQUEST);
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, false, &order));
    assert_int_equal(order.n_refunds, REFUND_PARTS_MAX);
    assert_int_equal(test_sql_int(shop.db, "select refunding_fen from payments where order_id = $1", db_id(seat.order)),
                     order.amount_fen);
}

/* Owed, and one part too many for WeChat. */
static const char *stuck_refund(const struct seat *seat, fen amount)
{
    const struct refund_ask_part part = { 0, 0, amount, 0 };
    struct refund refund = start_refund(
        seat,
        &(const struct refund_ask){
            .reason = REFUND_FOR_WEIGHED_LESS, .actor = OPERATOR, .owed = true, .parts = &part, .parts_count = 1 });
    assert_int_equal(refund.state, REFUND_ABNORMAL);
    return arena_strdup(&shop.clerk.arena, refund.id);
}

static struct status settle_case_of(const char *refund)
{
    Gb__SettlePaymentCaseRequest in = GB__SETTLE_PAYMENT_CASE_REQUEST__INIT;
    Gb__PaymentCase out = GB__PAYMENT_CASE__INIT;

    in.case_id = rows_id(test_sql(shop.db, "select id from payment_cases where subject = $1", db_text(refund)), 0, 0);
    in.note = "已银行转账";
    return CALL_IN_TX(OPERATOR, groupbuy_settle_payment_case, &in, &out);
}

/* Its case is all that stands for it at finance: with it the refund is done, in the books, for the order, for the
 * buyer. It is none of the parts that WeChat has given. */
static void what_finance_pays_by_hand_is_done_with_its_case(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, 1), 0);
    const char *first, *last;
    Gb__Order order;

    (void)state;
    for (int part = 1; part < REFUND_PARTS_MAX; part++)
        assert_ok(refund_as(OPERATOR, &seat, 0, 0, 1, false, &order));
    first = stuck_refund(&seat, 100);
    drive_refunds(&seat);
    assert_int_equal(of_order("refunded", &seat), REFUND_PARTS_MAX - 1);
    assert_ok(settle_case_of(first));
    assert_fails(settle_case_of(first), CASE_SETTLED);
    assert_order(&seat, "READY"); /* it goes on */
    assert_int_equal(of_order("refunded", &seat), REFUND_PARTS_MAX - 1 + 100);
    assert_int_equal(events("RefundDone", seat.order), REFUND_PARTS_MAX);
    assert_int_equal(balance(ACCOUNT_REFUNDS, &seat), 0);
    assert_int_equal(balance(ACCOUNT_BY_HAND, &seat), -100);

    last = stuck_refund(&seat, 50);
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, false, &order));
    drive_refunds(&seat);
    assert_order(&seat, "CANCELLED"); /* 0.50 is still to come */
    assert_int_equal(balance(ACCOUNT_REFUNDS, &seat), -50);
    assert_ok(settle_case_of(last));
    assert_order(&seat, "REFUNDED");
    assert_int_equal(balance(ACCOUNT_REFUNDS, &seat), 0);
    assert_int_equal(balance(ACCOUNT_WECHAT, &seat), 150); /* never asked for */
}

static void amounts_beyond_money_are_refused(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    Gb__Order order;

    (void)state;
    test_sql(shop.db, "update skus set list_price_fen = 60000000000 where id = $1", db_id(goods.apples));
    assert_fails(ORDER(ann, address_of(ann, "530102"), "", &order, { goods.apples, 2 }), AMOUNT_OVERFLOW);
    assert_int_equal(stock_of(goods.apples), 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(parts_go_back_until_nothing_is_left),
        TEST(what_is_asked_back_under_one_key_goes_back_once),
        TEST(a_line_never_goes_back_beyond_what_it_cost),
        TEST(points_follow_the_money),
        TEST(points_that_cannot_be_used_let_everything_go),
        TEST(a_cause_is_refunded_once),
        TEST(refunds_of_an_order_keep_their_distance),
        TEST(a_paid_order_is_given_up_before_it_leaves),
        TEST(what_never_left_is_for_sale_again_once_all_of_it_goes_back),
        TEST(so_does_the_line_that_leaves_nothing),
        TEST(so_is_what_an_after_sale_gives_back),
        TEST(what_has_left_is_not_for_sale_again),
        TEST(a_team_order_is_refunded_after_it_was_complete),
        TEST(an_order_of_nothing_takes_the_same_way),
        TEST(an_order_goes_back_in_fifty_parts_at_most),
        TEST(what_finance_pays_by_hand_is_done_with_its_case),
        TEST(amounts_beyond_money_are_refused),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
