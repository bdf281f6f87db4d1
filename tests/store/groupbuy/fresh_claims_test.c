/* 坏果包赔 on a real PostgreSQL: what a product promised when it was ordered decides until when its goods are claimed
 * of, and how much of what they cost goes back. */
#include "groupbuy/after_sales.h"
#include "groupbuy/shop.h"
#include "store/groupbuy/baskets.h"

#define KIND(kind)   GB__AFTER_SALE_KIND__AFTER_SALE_##kind
#define CAUSE(cause) GB__AFTER_SALE_CAUSE__##cause

enum { APPLES, PEARS };

static int up(void **state)
{
    int done = seats_up(state, "gb_fresh_claims");

    shop.house.after_sale_times = (struct after_sale_times){ 86400, 86400, 7 * 86400, 10 * 86400 };
    return done;
}

/* ---- doing ---- */

static struct goods promised(int hours, int percent)
{
    struct goods goods = put_on_shelf(10, 0);

    test_sql(shop.db,
             "update products set claim_hours = $2, claim_percent = $3, claim_borne_by = 'SUPPLIER' where id = $1",
             db_id(goods.product), db_int(hours), db_int(percent));
    return goods;
}

/* Three apples at 10.00 and a pear at 7.77, received. */
static struct seat received(const struct goods *goods, int user)
{
    struct seat seat = paid_order(goods, user_n(&shop.clerk, user), 0);
    Gb__Order order;

    assert_ok(ship_as(OPERATOR, &seat, &order));
    assert_ok(receive_as(seat.user, &seat, &order));
    return seat;
}

static struct status claim(const struct seat *seat, Gb__AfterSaleKind kind, Gb__AfterSaleCause cause, int position,
                           int32_t units, int64_t goods, Gb__AfterSale *out)
{
    Gb__RequestAfterSaleRequest in = GB__REQUEST_AFTER_SALE_REQUEST__INIT;
    Gb__AfterSaleLine line = GB__AFTER_SALE_LINE__INIT, *lines[] = { &line };

    in.order_id = seat->order;
    in.kind = kind;
    in.cause = cause;
    in.lines = lines;
    in.n_lines = 1;
    line.position = position;
    line.units = units;
    line.goods_fen = goods;
    gb__after_sale__init(out);
    return CALL_IN_TX(seat->user, groupbuy_request_after_sale, &in, out);
}

static void grant(const struct seat *seat, const char *after_sale_id, int64_t fen_back)
{
    Gb__DecideAfterSaleRequest in = GB__DECIDE_AFTER_SALE_REQUEST__INIT;
    Gb__AfterSale out = GB__AFTER_SALE__INIT;

    in.after_sale_id = after_sale_id;
    in.approve = true;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_decide_after_sale, &in, &out));
    drive_refunds(seat);
    assert_int_equal(test_sql_int(shop.db, "select refunded_fen from after_sales where id = $1 and status = 'DONE'",
                                  db_id(after_sale_id)),
                     fen_back);
}

static int64_t refunded(const struct seat *seat)
{
    return test_sql_int(shop.db, "select refunded_fen from orders where id = $1", db_id(seat->order));
}

static void received_hours_ago(const struct seat *seat, int hours)
{
    test_sql(shop.db,
             "update orders set fulfilled_at = now() - $2::int * interval '1 h', complete_by = now() + interval '1 h',"
             " version = version + 1 where id = $1",
             db_id(seat->order), db_int(hours));
}

/* ---- what goes back ---- */

/* Half of what they cost, of each unit once; what is wrong in another way goes back whole, and is worth what it was. */
static void bad_goods_are_paid_at_what_was_promised(void **state)
{
    struct goods goods = promised(24, 50);
    struct seat seat = received(&goods, 1);
    Gb__AfterSale sale, other;

    (void)state;
    test_sql(shop.db, "update products set claim_percent = 100, claim_borne_by = 'LEADER' where id = $1",
             db_id(goods.product)); /* from the next order on */
    assert_ok(claim(&seat, KIND(REFUND), CAUSE(CAME_SPOILED), APPLES, 2, 0, &sale));
    assert_int_equal(sale.amount_fen, 1000);
    assert_int_equal(sale.n_claims, 1);
    assert_int_equal(sale.claims[0]->percent, 50);
    assert_int_equal(sale.claims[0]->borne_by, GB__BEARER__BEARER_SUPPLIER);
    assert_fails(claim(&seat, KIND(REFUND), CAUSE(CAME_DAMAGED), APPLES, 2, 0, &other), AFTER_SALE_NOTHING_LEFT);
    grant(&seat, sale.after_sale_id, 1000);
    assert_fails(claim(&seat, KIND(REFUND), CAUSE(CAME_DAMAGED), APPLES, 2, 0, &other), AFTER_SALE_NOTHING_LEFT);
    assert_ok(claim(&seat, KIND(REFUND), CAUSE(WRONG_GOODS), APPLES, 1, 0, &other));
    assert_int_equal(other.amount_fen, 1000);
    assert_int_equal(other.n_claims, 0);
    grant(&seat, other.after_sale_id, 1000);
    assert_int_equal(refunded(&seat), 2000);
}

/* The promise is of goods that stay with who has them: those that nobody was handed go back whole, and so does the
 * order. */
static void what_was_never_handed_over_goes_back_whole(void **state)
{
    struct goods goods = promised(24, 50);
    struct seat seat = paid_order(&goods, user_n(&shop.clerk, 8), 0);
    Gb__AfterSale sale;

    (void)state;
    assert_ok(claim(&seat, KIND(REFUND), CAUSE(CAME_SPOILED), APPLES, 3, 0, &sale));
    assert_int_equal(sale.amount_fen, 3000 + 556); /* with their part of the freight */
    assert_int_equal(sale.n_claims, 0);
    grant(&seat, sale.after_sale_id, 3556);
}

/* So many fen of a line went bad: as often as somebody says so, but never of the same fen twice. */
static void a_part_that_went_bad_is_paid_at_what_was_promised(void **state)
{
    struct goods goods = promised(24, 50);
    struct seat seat = received(&goods, 2);
    Gb__AfterSale sale;

    (void)state;
    assert_ok(claim(&seat, KIND(PART_REFUND), CAUSE(CAME_SPOILED), PEARS, 0, 300, &sale));
    assert_int_equal(sale.amount_fen, 150);
    grant(&seat, sale.after_sale_id, 150);
    assert_fails(claim(&seat, KIND(PART_REFUND), CAUSE(CAME_SPOILED), PEARS, 0, 478, &sale), AFTER_SALE_NOTHING_LEFT);
    assert_ok(claim(&seat, KIND(PART_REFUND), CAUSE(CAME_SPOILED), PEARS, 0, 477, &sale));
    assert_int_equal(sale.amount_fen, 238); /* rounded down to the fen */
    grant(&seat, sale.after_sale_id, 238);
    assert_fails(claim(&seat, KIND(PART_REFUND), CAUSE(CAME_SPOILED), PEARS, 0, 1, &sale), AFTER_SALE_NOTHING_LEFT);
    assert_int_equal(refunded(&seat), 388);
}

/* What the seller kept is his to give: all that is left is all of it. */
static void who_gives_all_back_gives_what_was_kept(void **state)
{
    struct goods goods = promised(24, 50);
    struct seat seat = received(&goods, 3);
    Gb__AfterSale sale;
    Gb__Order order;

    (void)state;
    assert_ok(claim(&seat, KIND(REFUND), CAUSE(CAME_SPOILED), APPLES, 3, 0, &sale));
    grant(&seat, sale.after_sale_id, 1500);
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, true, &order));
    drive_refunds(&seat);
    assert_int_equal(test_sql_int(shop.db,
                                  "select sum(payable_fen - delivery_fen - refunded_fen) from order_lines where"
                                  " order_id = $1 and position = 0",
                                  db_id(seat.order)),
                     0); /* the freight of what was claimed before is not the goods' */
}

static void without_a_promise_bad_goods_go_back_whole(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat = received(&goods, 4);
    Gb__AfterSale sale;

    (void)state;
    received_hours_ago(&seat, 100);
    assert_ok(claim(&seat, KIND(REFUND), CAUSE(CAME_SPOILED), APPLES, 2, 0, &sale));
    assert_int_equal(sale.amount_fen, 2000);
    assert_int_equal(sale.n_claims, 0);
}

/* ---- until when ---- */

static void what_is_said_after_its_hours_is_too_late(void **state)
{
    struct goods goods = promised(24, 50);
    struct seat seat = received(&goods, 5);
    Gb__AfterSale sale;

    (void)state;
    received_hours_ago(&seat, 23);
    assert_ok(claim(&seat, KIND(REFUND), CAUSE(CAME_SPOILED), APPLES, 1, 0, &sale));
    received_hours_ago(&seat, 24);
    assert_fails(claim(&seat, KIND(REFUND), CAUSE(CAME_SPOILED), APPLES, 1, 0, &sale), CLAIM_TOO_LATE);
    assert_fails(claim(&seat, KIND(EXCHANGE), CAUSE(WRONG_GOODS), APPLES, 1, 0, &sale), CLAIM_TOO_LATE);
    assert_ok(claim(&seat, KIND(RETURN), CAUSE(NOT_WANTED), APPLES, 1, 0, &sale)); /* within seven days, by law */
    assert_ok(claim(&seat, KIND(REFUND), CAUSE(CAME_NOT), APPLES, 1, 0, &sale));   /* it was not received */
    test_sql(shop.db, "update order_lines set no_return = 'FRESH' where order_id = $1", db_id(seat.order));
    assert_fails(claim(&seat, KIND(RETURN), CAUSE(NOT_WANTED), PEARS, 1, 0, &sale), CLAIM_TOO_LATE);
}

/* The general time is an hour here. */
static void a_promise_beyond_the_general_time_keeps_its_order_open(void **state)
{
    struct goods goods = promised(48, 50), plain = put_on_shelf(10, 0);
    struct seat seat = received(&goods, 6), other = received(&plain, 7);
    Gb__AfterSale sale;

    (void)state;
#define OPEN_HOURS "select extract(epoch from complete_by - fulfilled_at)::bigint / 3600 from orders where id = $1"
    assert_int_equal(test_sql_int(shop.db, OPEN_HOURS, db_id(seat.order)), 48);
    assert_int_equal(test_sql_int(shop.db, OPEN_HOURS, db_id(other.order)), 1);
    received_hours_ago(&seat, 47);
    assert_ok(claim(&seat, KIND(REFUND), CAUSE(CAME_SPOILED), PEARS, 1, 0, &sale));
    assert_int_equal(sale.amount_fen, 388);
}

/* ---- shown ---- */

static void a_quote_and_the_order_say_what_is_promised(void **state)
{
    struct goods goods = promised(24, 50);
    struct seat seat = received(&goods, 8);
    Gb__GetOrderRequest look = GB__GET_ORDER_REQUEST__INIT;
    Gb__QuoteBasketRequest in = GB__QUOTE_BASKET_REQUEST__INIT;
    Gb__BasketLine apples = GB__BASKET_LINE__INIT, *wanted[] = { &apples };
    Gb__BasketQuote quote = GB__BASKET_QUOTE__INIT;
    Gb__Order order = GB__ORDER__INIT;

    (void)state;
    test_sql(shop.db, "update products set claim_percent = 80 where id = $1", db_id(goods.product));
    look.order_id = seat.order;
    assert_ok(CALL_IN_TX(seat.user, groupbuy_get_order, &look, &order));
    assert_int_equal(order.lines[0]->promise->claim_hours, 24);
    assert_int_equal(order.lines[0]->promise->claim_percent, 50); /* as it was */
    in.lines = wanted;
    in.n_lines = 1;
    in.address_id = address_of(seat.user, "530102");
    apples.sku_id = goods.apples;
    apples.quantity = 1;
    assert_ok(clerk_end(&shop.clerk, groupbuy_quote_basket(clerk_call(&shop.clerk, seat.user), &in, &quote)));
    assert_int_equal(quote.lines[0]->promise->claim_percent, 80); /* as it is */
    assert_int_equal(quote.lines[0]->promise->claim_borne_by, GB__BEARER__BEARER_SUPPLIER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bad_goods_are_paid_at_what_was_promised),    TEST(a_part_that_went_bad_is_paid_at_what_was_promised),
        TEST(what_was_never_handed_over_goes_back_whole), TEST(a_part_that_went_bad_is_paid_at_what_was_promised),
        TEST(who_gives_all_back_gives_what_was_kept),     TEST(without_a_promise_bad_goods_go_back_whole),
        TEST(what_is_said_after_its_hours_is_too_late),   TEST(a_promise_beyond_the_general_time_keeps_its_order_open),
        TEST(a_quote_and_the_order_say_what_is_promised),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
