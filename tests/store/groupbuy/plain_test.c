/* The ordinary shop on a real PostgreSQL: baskets of several SKUs, their receipts, units and limits; addresses and
 * carts. */
#include <pthread.h>

#include "groupbuy/flow/receipts.h"
#include "groupbuy/rounds.h"
#include "store/groupbuy/baskets.h"

static int up(void **state)
{
    return seats_up(state, "gb_plain");
}

static int64_t stock_of(const char *sku)
{
    return test_sql_int(shop.db, "select stock from skus where id = $1", db_id(sku));
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
    assert_int_equal(order.receipt[1]->kind, GB__PRICE_STEP_KIND__COUPON);
    assert_non_null(strstr(order.receipt[1]->terms, "不因未满门槛收回")); /* said before it is paid */
    assert_non_null(strstr(order.receipt[2]->terms, "发货后不退"));
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
    assert_fails(ORDER(ann, home, "", &order, { goods.apples, 3 }, { goods.apples, 3 }), STOCK_SHORT);
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

static const char *wanted;

static void it_costs_more(void)
{
    test_sql(shop.db, "update skus set list_price_fen = list_price_fen + 100 where id = $1", db_id(wanted));
}

static void it_is_on_record(void)
{
    test_sql(shop.db,
             "insert into idempotency (caller_id, method, key, operation_id, request_sha256)"
             " values ('ann', 'PlaceOrder', 'key', $1, sha256('x'))",
             db_id(shop.clerk.call.operation_id));
}

static void it_is_sold(void)
{
    it_is_on_record();
    test_sql(shop.db, "update skus set stock = 0 where id = $1", db_id(wanted));
}

/* Nothing is ordered, and what was locked for it is let go, once; with it the operation is over: who took it up again
 * would lock what is about to be let go. */
static void assert_refused_whole(void)
{
    const char *operation = shop.clerk.call.operation_id;

    assert_int_equal(test_sql_int(shop.db, "select count(*) from orders where id = $1", db_id(operation)), 0);
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RELEASE", operation)), 1);
    assert_int_equal(jobs(JOB_SETTLE_POINTS, arena_printf(&shop.clerk.arena, "%s:RELEASE", operation)), 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from idempotency where operation_id = $1", db_id(operation)),
                     0);
}

/* While coupon and points are asked for, which no transaction waits for. */
static void what_changes_during_a_checkout_refuses_it_and_lets_its_discounts_go(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *home = address_of(ann, "530102"), *coupon = user_n(&shop.clerk, 77);
    struct goods goods = put_on_shelf(10, 0);
    Gb__Order order;

    (void)state;
    set_rule(600);
    wanted = goods.apples;
    wechat.coupon_discount = 100;
    wechat.points_fen = 1;
    points_to_use = 50;
    wechat.meanwhile = it_costs_more;
    assert_fails(ORDER(ann, home, coupon, &order, { goods.apples, 1 }), PRICE_CHANGED);
    assert_refused_whole();
    assert_int_equal(stock_of(goods.apples), 10);
    assert_ok(ORDER(ann, home, coupon, &order, { goods.apples, 1 }));
    assert_int_equal(order.amount_fen, 1100 - 100 - 50 + 600);
    wechat.meanwhile = it_is_sold;
    assert_fails(ORDER(ann, home, coupon, &order, { goods.apples, 1 }), STOCK_SHORT);
    assert_refused_whole();
    points_to_use = 0;
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

/* ---- who pays ---- */

static struct status pay_by_link(const char *user, const char *key)
{
    Gb__PayByLinkRequest in = GB__PAY_BY_LINK_REQUEST__INIT;
    Gb__Payment out = GB__PAYMENT__INIT;

    in.key = key;
    return clerk_end(&shop.clerk, groupbuy_pay_by_link(clerk_call(&shop.clerk, user), &in, &out));
}

/* WeChat knows one payer under an order's number: whoever begins first, and he as often as he likes. */
static void of_two_who_would_pay_the_first_does(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *bob = user_n(&shop.clerk, 2), *home = address_of(ann, "530102");
    struct goods goods = put_on_shelf(10, 0);
    Gb__CreatePayLinkRequest in = GB__CREATE_PAY_LINK_REQUEST__INIT;
    Gb__PayLink link;
    Gb__Payment payment;
    struct seat seat;
    Gb__Order order;

    (void)state;
    set_rule(600);
    for (int anns = 0; anns < 2; anns++) {
        assert_ok(ORDER(ann, home, "", &order, { goods.apples, 1 }));
        seat = seat_of(ann, &order);
        in.order_id = seat.order;
        gb__pay_link__init(&link);
        assert_ok(CALL_IN_TX(ann, groupbuy_create_pay_link, &in, &link));
        for (int i = 0; i < 2; i++)
            assert_ok(anns ? ask_to_pay(&seat, &payment) : pay_by_link(bob, link.key));
        assert_fails(anns ? pay_by_link(bob, link.key) : ask_to_pay(&seat, &payment), ORDER_NOT_PAYABLE);
        assert_string_equal(
            rows_id(test_sql(shop.db, "select user_id from payments where order_id = $1", db_id(seat.order)), 0, 0),
            anns ? ann : bob);
        gb__pay_link__init(&link);
        assert_fails(CALL_IN_TX(ann, groupbuy_create_pay_link, &in, &link), ORDER_NOT_PAYABLE);
    }
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
        TEST(what_changes_during_a_checkout_refuses_it_and_lets_its_discounts_go),
        TEST(a_limit_counts_what_is_live),
        TEST(of_two_who_would_pay_the_first_does),
        TEST(units_come_back_to_their_skus_once),
        TEST(baskets_in_any_order_sell_what_is_there),
        TEST(phones_are_sealed_and_addresses_are_ones_own),
        TEST(a_cart_says_what_can_be_bought_now),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
