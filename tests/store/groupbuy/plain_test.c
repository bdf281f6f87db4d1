/* The ordinary shop on a real PostgreSQL: baskets of several SKUs, their units and limits, refunds of parts, carriers,
 * receipt, completion, the books of the days. */
#include <pthread.h>

#include "groupbuy/flow/receipts.h"
#include "groupbuy/store/ledger_store.h"
#include "store/groupbuy/baskets.h"

static int up(void **state)
{
    return seats_up(state, "gb_plain");
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

/* ---- placing ---- */

static void a_basket_is_priced_with_every_step(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    Gb__Order order;

    (void)state;
    set_rule(600);
    wechat.coupon_discount = 500;
    wechat.coupon_covers = goods.apples;
    assert_ok(ORDER(ann, address_of(ann, "530102"), user_n(&shop.clerk, 77), &order, { goods.apples, 1 },
                    { goods.pears, 2 }, { goods.apples, 1 }));
    assert_int_equal(order.n_lines, 2); /* the same SKU twice is one line */
    assert_int_equal(order.kind, GB__CAMPAIGN_KIND__PLAIN);
    assert_int_equal(order.lines[0]->quantity, 2);
    assert_int_equal(order.lines[0]->coupon_discount_fen, 500);
    assert_int_equal(order.lines[1]->coupon_discount_fen, 0);
    assert_int_equal(order.amount_fen, 2000 + 1554 - 500 + 700); /* 1,500 g */
    assert_int_equal(order.n_receipt, 3);
    assert_int_equal(order.delivery->kind, GB__DELIVERY_KIND__EXPRESS);
    assert_string_equal(order.delivery->phone_masked, "138****8000");
    assert_int_equal(stock_of(goods.apples), 8);
    assert_int_equal(stock_of(goods.pears), 8);
}

/* The rule is edited, the product too: what was charged is computed again, to the fen. */
static void a_receipt_is_computed_again_after_the_rules_were_edited(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct order_price price;
    struct pricing pricing;
    struct order order;
    struct call *call;
    Gb__Order placed;

    (void)state;
    set_rule(600);
    wechat.coupon_discount = 333;
    assert_ok(ORDER(ann, address_of(ann, "530102"), user_n(&shop.clerk, 77), &placed, { goods.apples, 3 },
                    { goods.pears, 1 }));
    set_rule(4200);
    test_sql(shop.db, "update skus set list_price_fen = 1, weight_g = 1 where product_id = $1", db_id(goods.product));
    call = clerk_call(&shop.clerk, ann);
    assert_ok(call_begin(call));
    assert_ok(order_get(call->tx, placed.order_id, ann, &order));
    assert_ok(price_recompute(call, &order, &price, &pricing));
    assert_int_equal(pricing.amount, placed.amount_fen);
    assert_int_equal(pricing.delivery, 700);
    assert_int_equal(price.weight_g, 1750);
    clerk_end(&shop.clerk, OK);
    test_sql(shop.db, "update order_prices set coupon_fen = 332 where order_id = $1", db_id(order.id));
    call = clerk_call(&shop.clerk, ann);
    assert_ok(call_begin(call));
    assert_fails(price_recompute(call, &order, &price, &pricing), INTERNAL);
    clerk_end(&shop.clerk, fail(INTERNAL, "undone"));
}

static void what_cannot_be_bought_is_refused_and_nothing_is_kept(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *home = address_of(ann, "530102"), *tibet = address_of(ann, "540102");
    struct goods goods = put_on_shelf(5, 3);
    int64_t before = test_sql_int(shop.db, "select count(*) from orders");
    Gb__SetProductStatusRequest shelf = GB__SET_PRODUCT_STATUS_REQUEST__INIT;
    Gb__Product shown = GB__PRODUCT__INIT;
    Gb__Order order;

    (void)state;
    set_rule(600);
    assert_fails(ORDER(ann, home, "", &order, { goods.apples, 6 }), STOCK_SHORT);
    assert_fails(ORDER(ann, home, "", &order, { goods.apples, 2 }, { goods.pears, 2 }), LIMIT_REACHED);
    assert_fails(ORDER(ann, tibet, "", &order, { goods.apples, 1 }), NOT_DELIVERED_THERE);
    assert_fails(ORDER(user_n(&shop.clerk, 2), home, "", &order, { goods.apples, 1 }), NOT_HERE);
    assert_fails(ORDER(ann, "", "", &order, { goods.apples, 1 }), FIELDS_INVALID);
    assert_fails(ORDER(ann, home, "", &order, { ann, 1 }), NOT_HERE);
    wechat.coupon_refused = true;
    assert_fails(ORDER(ann, home, user_n(&shop.clerk, 77), &order, { goods.apples, 1 }), COUPON_NOT_USABLE);
    wechat.coupon_refused = false;
    shelf.product_id = goods.product;
    shelf.status = GB__PRODUCT_STATUS__OFF_SHELF;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_set_product_status, &shelf, &shown));
    assert_fails(ORDER(ann, home, "", &order, { goods.apples, 1 }), PRODUCT_OFF_SHELF);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from orders"), before);
    assert_int_equal(stock_of(goods.apples), 5);
}

static void a_limit_counts_what_is_live(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *home = address_of(ann, "530102");
    struct goods goods = put_on_shelf(9, 3);
    struct seat first;
    Gb__Order order;

    (void)state;
    set_rule(600);
    assert_ok(ORDER(ann, home, "", &order, { goods.apples, 2 }));
    first = seat_of(ann, &order);
    assert_fails(ORDER(ann, home, "", &order, { goods.pears, 2 }), LIMIT_REACHED);
    assert_ok(cancel_order(&first, ann));
    assert_ok(ORDER(ann, home, "", &order, { goods.pears, 3 }));
}

/* ---- pools ---- */

static void units_come_back_to_their_skus_once(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *home = address_of(ann, "530102");
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat;
    Gb__Order order;

    (void)state;
    set_rule(600);
    assert_ok(ORDER(ann, home, "", &order, { goods.apples, 2 }, { goods.pears, 3 }));
    seat = seat_of(ann, &order);
    assert_ok(run_job(JOB_CLOSE_UNPAID, seat.order, groupbuy_close_unpaid));
    assert_order(&seat, "CANCELLED");
    assert_ok(run_job(JOB_CLOSE_UNPAID, seat.order, groupbuy_close_unpaid));
    assert_int_equal(stock_of(goods.apples), 10);
    assert_int_equal(stock_of(goods.pears), 10);
    assert_int_equal(test_sql_int(shop.db, "select held from product_buyers where product_id = $1 and user_id = $2",
                                  db_id(goods.product), db_id(ann)),
                     0);
}

struct buyer {
    struct clerk clerk;
    const char *user, *home;
    struct want wants[2];
    int placed;
};

static void *buy_until_it_is_gone(void *argument)
{
    struct buyer *buyer = argument;

    for (int i = 0; i < 12; i++) {
        Gb__Order order;
        struct status status = order_as(&buyer->clerk, buyer->user, buyer->home, "", buyer->wants, 2, &order);

        if (ok(status))
            buyer->placed++;
        else if (!failed_with(status, STOCK_SHORT) && !failed_with(status, CONFLICT))
            return NULL;
        else if (failed_with(status, CONFLICT))
            i--;
    }
    return buyer;
}

/* Half of them want apples first, half pears: no deadlock that stays, and exactly what was there is sold. */
static void baskets_in_any_order_sell_what_is_there(void **state)
{
    struct goods goods = put_on_shelf(20, 0);
    struct buyer *buyers = calloc(4, sizeof *buyers);
    pthread_t threads[4];
    int placed = 0;

    (void)state;
    set_rule(600);
    for (int i = 0; i < 4; i++) {
        const char *user = user_n(&shop.clerk, 20 + i);

        buyers[i].user = user;
        buyers[i].home = address_of(user, "530102");
        buyers[i].wants[i % 2] = (struct want){ goods.apples, 1 };
        buyers[i].wants[1 - i % 2] = (struct want){ goods.pears, 1 };
        clerk_up(&shop, &buyers[i].clerk);
    }
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, buy_until_it_is_gone, &buyers[i]), 0);
    for (int i = 0; i < 4; i++) {
        void *done;

        pthread_join(threads[i], &done);
        assert_non_null(done);
        placed += buyers[i].placed;
        clerk_down(&buyers[i].clerk);
    }
    assert_int_equal(placed, 20);
    assert_int_equal(stock_of(goods.apples), 0);
    assert_int_equal(stock_of(goods.pears), 0);
    free(buyers);
}

/* ---- money ---- */

static struct status refund_as(const char *user, const struct seat *seat, int position, int32_t units, int64_t fen_back,
                               bool fault, Gb__Order *out)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__RefundAsk ask = GB__REFUND_ASK__INIT, *asks[] = { &ask };

    in.order_id = seat->order;
    in.reason = "坏果";
    in.merchant_fault = fault;
    in.lines = asks;
    in.n_lines = position >= 0 ? 1 : 0;
    ask.position = position >= 0 ? position : 0;
    ask.units = units;
    ask.goods_fen = fen_back;
    gb__order__init(out);
    return CALL_IN_TX(user, groupbuy_refund_order, &in, out);
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
    const struct refund_ask_part part = { 0, 1, REFUND_BY_UNITS };
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

/* ---- to the buyer ---- */

static void make_due(const struct seat *seat)
{
    test_sql(shop.db,
             "update orders set confirm_by = now() - interval '1 s', complete_by = case when complete_by is null"
             " then null else now() - interval '1 s' end, version = version + 1 where id = $1",
             db_id(seat->order));
    assert_ok(run_job("find_due_orders", "", groupbuy_find_due_orders));
}

static void shipped_received_completed(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, ann, 100);
    Gb__Order order;

    (void)state;
    assert_fails(ship_as(ann, &seat, &order), FORBIDDEN);
    assert_fails(receive_as(ann, &seat, &order), ORDER_NOT_SHIPPED);
    assert_ok(refund_as(OPERATOR, &seat, 0, 1, 0, false, &order));
    drive_refunds(&seat);
    assert_ok(ship_as(OPERATOR, &seat, &order));
    assert_string_equal(order.delivery->tracking_number, "SF1");
    assert_non_null(order.delivery->confirm_by);
    assert_fails(ship_as(OPERATOR, &seat, &order), ORDER_NOT_SHIPPABLE);
    assert_fails(cancel_order(&seat, ann), ORDER_NOT_CANCELLABLE);
    assert_fails(receive_as(user_n(&shop.clerk, 2), &seat, &order), NOT_HERE);
    assert_ok(receive_as(ann, &seat, &order));
    assert_int_equal(order.status, GB__ORDER_STATUS__FULFILLED);
    assert_int_equal(order.lines[0]->fulfilled, 2); /* one was refunded */
    make_due(&seat);
    assert_ok(run_job(JOB_COMPLETE_ORDER, seat.order, groupbuy_complete_order));
    assert_order(&seat, "COMPLETED");
    assert_int_equal(events("OrderCompleted", seat.order), 1);
    assert_int_equal(balance(ACCOUNT_DEPOSITS, &seat), 0);
    assert_true(balance(ACCOUNT_REVENUE "JY1", &seat) < 0);
    assert_true(balance(ACCOUNT_DELIVERY, &seat) < 0);
    /* Something goes back after all, by the merchant's fault with its freight: out of the income. */
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, true, &order));
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
    assert_int_equal(balance(ACCOUNT_REVENUE "JY1", &seat), 0);
    assert_int_equal(balance(ACCOUNT_DELIVERY, &seat), 0);
    assert_int_equal(balance(ACCOUNT_WECHAT, &seat), 0);
}

static void freight_stays_paid_once_it_was_delivered(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, ann, 0);
    Gb__Order order;

    (void)state;
    assert_ok(ship_as(OPERATOR, &seat, &order));
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, false, &order));
    assert_int_equal(order.refunds[0]->amount_fen, 3777);
    drive_refunds(&seat);
    assert_order(&seat, "SHIPPED"); /* not all of it is back */
}

static void nobody_confirms_while_an_after_sale_is_open(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = paid_order(&goods, ann, 0);
    Gb__Order shipped;

    (void)state;
    assert_ok(ship_as(OPERATOR, &seat, &shipped));
    for (int open = 1; open >= 0; open--) {
        struct call *call = clerk_call(&shop.clerk, "");
        struct order order;

        assert_ok(call_begin(call));
        assert_ok(order_lock(call->tx, seat.order, NULL, &order));
        assert_ok(order_note_after_sale(call->tx, &order, open ? 1 : -1));
        assert_ok(clerk_end(&shop.clerk, OK));
        make_due(&seat);
        assert_int_equal(jobs(JOB_CONFIRM_RECEIPT, seat.order), !open);
        assert_ok(run_job(JOB_CONFIRM_RECEIPT, seat.order, groupbuy_confirm_receipt_by_itself));
        assert_order(&seat, open ? "SHIPPED" : "FULFILLED");
    }
}

/* ---- the books of the days ---- */

static bool close_day(void)
{
    struct call *call = clerk_call(&shop.clerk, "");
    bool closed = false;

    assert_ok(call_begin(call));
    assert_ok(ledger_close_day(call->tx, 0, &closed));
    assert_ok(clerk_end(&shop.clerk, OK));
    return closed;
}

static int64_t broken_days(void)
{
    return test_sql_int(shop.db,
                        "select count(*) from ledger_days where sha256 <> ledger_day_sha256(day, previous_sha256)");
}

static void a_changed_row_breaks_its_day(void **state)
{
    (void)state;
    test_sql(shop.db, "update ledger_postings set day = day - 2");
    assert_true(close_day());
    assert_true(close_day()); /* yesterday: nothing was posted, and it is closed, too */
    assert_false(close_day());
    assert_int_equal(broken_days(), 0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from ledger_days d join ledger_days b on b.day = d.day - 1"
                                           " where d.previous_sha256 = b.sha256"),
                     1);
    test_sql(shop.db, "update ledger_postings set day = day + 1 where id = (select id from ledger_postings limit 1)");
    assert_true(broken_days() > 0);
    test_sql(shop.db, "update ledger_postings set day = (select min(day) from ledger_days)");
    assert_int_equal(broken_days(), 0);
    test_sql(shop.db, "update ledger_entries set amount_fen = amount_fen + 1 where amount_fen > 0 and posting_id ="
                      " (select id from ledger_postings limit 1)");
    assert_true(broken_days() > 0);
    test_sql(shop.db, "update ledger_entries set amount_fen = amount_fen - 1 where amount_fen > 0 and posting_id ="
                      " (select id from ledger_postings limit 1)");
    assert_int_equal(broken_days(), 0);
}

static void nothing_is_posted_into_a_closed_day(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_fails(db_run(shop.db, &arena, NULL,
                        "insert into ledger_postings (id, kind, key, day) select gen_random_uuid(), 'LATE', 'x',"
                        " max(day) from ledger_days"),
                 CHECK_VIOLATION);
    assert_fails(
        db_run(shop.db, &arena, NULL, "insert into ledger_postings (id, kind) values (gen_random_uuid(), 'KEYLESS')"),
        CHECK_VIOLATION);
    arena_finish(&arena);
}

/* ---- addresses and carts ---- */

static void phones_are_sealed_and_addresses_are_ones_own(void **state)
{
    const char *ann = user_n(&shop.clerk, 41), *bob = user_n(&shop.clerk, 42);
    const char *first = address_of(ann, "530102"), *second = address_of(ann, "440106");
    Gb__UpdateAddressRequest update = GB__UPDATE_ADDRESS_REQUEST__INIT;
    Gb__RemoveAddressRequest removal = GB__REMOVE_ADDRESS_REQUEST__INIT;
    Gb__ListAddressesRequest list = GB__LIST_ADDRESSES_REQUEST__INIT;
    Gb__ListAddressesResponse listed = GB__LIST_ADDRESSES_RESPONSE__INIT;
    Gb__Address changed = GB__ADDRESS__INIT;

    (void)state;
    assert_int_equal(test_sql_int(shop.db, "select count(*) from addresses where position('13812348000'::bytea in"
                                           " phone_sealed) > 0"),
                     0);
    update.address_id = second;
    update.name = "王芳";
    update.region_code = "440106";
    update.region_name = "广州";
    update.street = "天河路";
    update.is_default = true;
    assert_fails(CALL_IN_TX(bob, groupbuy_update_address, &update, &changed), NOT_HERE);
    assert_ok(CALL_IN_TX(ann, groupbuy_update_address, &update, &changed));
    assert_string_equal(changed.phone_masked, "138****8000"); /* as it was */
    assert_ok(CALL_IN_TX(ann, groupbuy_list_addresses, &list, &listed));
    assert_int_equal(listed.n_addresses, 2);
    assert_string_equal(listed.addresses[0]->address_id, second);
    assert_false(listed.addresses[1]->is_default);
    removal.address_id = second;
    assert_ok(CALL_IN_TX(bob, groupbuy_remove_address, &removal, &listed));
    assert_int_equal(listed.n_addresses, 0); /* his own */
    assert_ok(CALL_IN_TX(ann, groupbuy_remove_address, &removal, &listed));
    assert_int_equal(listed.n_addresses, 1);
    assert_string_equal(listed.addresses[0]->address_id, first);
    assert_int_equal(test_sql_int(shop.db, "select length(phone_sealed) from addresses where id = $1", db_id(second)),
                     0);
}

static void a_cart_says_what_can_be_bought_now(void **state)
{
    const char *ann = user_n(&shop.clerk, 51);
    struct goods goods = put_on_shelf(5, 0), other = put_on_shelf(5, 2);
    Gb__PutCartItemRequest put = GB__PUT_CART_ITEM_REQUEST__INIT;
    Gb__RemoveCartItemRequest removal = GB__REMOVE_CART_ITEM_REQUEST__INIT;
    Gb__GetCartRequest get = GB__GET_CART_REQUEST__INIT;
    Gb__ClearCartRequest clear = GB__CLEAR_CART_REQUEST__INIT;
    Gb__Cart cart = GB__CART__INIT;

    (void)state;
    put.sku_id = ann;
    put.quantity = 2;
    assert_fails(CALL_IN_TX(ann, groupbuy_put_cart_item, &put, &cart), NOT_HERE);
    put.sku_id = goods.apples;
    assert_ok(CALL_IN_TX(ann, groupbuy_put_cart_item, &put, &cart));
    put.quantity = 3;
    gb__cart__init(&cart);
    assert_ok(CALL_IN_TX(ann, groupbuy_put_cart_item, &put, &cart));
    assert_int_equal(cart.n_items, 1);
    assert_int_equal(cart.goods_fen, 3000);
    put.sku_id = other.pears;
    gb__cart__init(&cart);
    assert_ok(CALL_IN_TX(ann, groupbuy_put_cart_item, &put, &cart));
    assert_int_equal(cart.items[0]->fault, GB__CART_FAULT__CART_OVER_LIMIT);
    test_sql(shop.db, "update skus set list_price_fen = 1100, stock = 2 where id = $1", db_id(goods.apples));
    gb__cart__init(&cart);
    assert_ok(CALL_IN_TX(ann, groupbuy_get_cart, &get, &cart));
    assert_int_equal(cart.items[1]->fault, GB__CART_FAULT__CART_STOCK_SHORT);
    assert_int_equal(cart.items[1]->price_fen, 1100);
    assert_int_equal(cart.items[1]->put_price_fen, 1000);
    assert_int_equal(cart.goods_fen, 0);
    removal.sku_id = goods.apples;
    gb__cart__init(&cart);
    assert_ok(CALL_IN_TX(ann, groupbuy_remove_cart_item, &removal, &cart));
    assert_int_equal(cart.n_items, 1);
    gb__cart__init(&cart);
    assert_ok(CALL_IN_TX(ann, groupbuy_clear_cart, &clear, &cart));
    assert_int_equal(cart.n_items, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_basket_is_priced_with_every_step),
        TEST(a_receipt_is_computed_again_after_the_rules_were_edited),
        TEST(what_cannot_be_bought_is_refused_and_nothing_is_kept),
        TEST(a_limit_counts_what_is_live),
        TEST(units_come_back_to_their_skus_once),
        TEST(baskets_in_any_order_sell_what_is_there),
        TEST(parts_go_back_until_nothing_is_left),
        TEST(a_line_never_goes_back_beyond_what_it_cost),
        TEST(points_follow_the_money),
        TEST(points_that_cannot_be_used_let_everything_go),
        TEST(a_cause_is_refunded_once),
        TEST(refunds_of_an_order_keep_their_distance),
        TEST(a_paid_order_is_given_up_before_it_leaves),
        TEST(a_team_order_is_refunded_after_it_was_complete),
        TEST(an_order_of_nothing_takes_the_same_way),
        TEST(amounts_beyond_money_are_refused),
        TEST(shipped_received_completed),
        TEST(freight_stays_paid_once_it_was_delivered),
        TEST(nobody_confirms_while_an_after_sale_is_open),
        TEST(phones_are_sealed_and_addresses_are_ones_own),
        TEST(a_cart_says_what_can_be_bought_now),
        TEST(a_changed_row_breaks_its_day),
        TEST(nothing_is_posted_into_a_closed_day),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
