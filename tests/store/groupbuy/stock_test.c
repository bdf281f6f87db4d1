/* Stock that runs low and comes back on a real PostgreSQL: who hears of it, and how often. */
#include "groupbuy/stock.h"

#include "groupbuy/catalogue.h"
#include "linli/groupbuy/v1/events.pb-c.h"
#include "store/groupbuy/baskets.h"

static int up(void **state)
{
    return seats_up(state, "gb_stock");
}

static void watch(void)
{
    const struct job job = { .kind = "watch_stock", .key = "" };

    assert_ok(clerk_end(&shop.clerk, groupbuy_watch_stock(clerk_call(&shop.clerk, ""), &job)));
}

static struct status wish(const char *user, const char *sku, bool off)
{
    Gb__TellWhenBackRequest in = GB__TELL_WHEN_BACK_REQUEST__INIT;
    Gb__StockWish out = GB__STOCK_WISH__INIT;

    in.sku_id = sku;
    in.off = off;
    return CALL_IN_TX(user, groupbuy_tell_when_back, &in, &out);
}

static void alarm_at(const char *sku, int64_t low_at)
{
    Gb__SetStockAlarmRequest in = GB__SET_STOCK_ALARM_REQUEST__INIT;
    Gb__StockAlarm out = GB__STOCK_ALARM__INIT;

    in.sku_id = sku;
    in.low_at = low_at;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_set_stock_alarm, &in, &out));
}

static void stock_is(const char *sku, int64_t units)
{
    test_sql(shop.db, "update skus set stock = $2 where id = $1", db_id(sku), db_int(units));
}

static int64_t told(const char *sku, const char *event)
{
    return test_sql_int(shop.db,
                        "select count(*) from outbox where aggregate_id = $1 and type = 'linli.groupbuy.v1.' || $2",
                        db_id(sku), db_text(event));
}

static void low_is_said_once_until_there_were_more(void **state)
{
    struct goods goods = put_on_shelf(6, 0);

    (void)state;
    alarm_at(goods.apples, 5);
    watch();
    assert_int_equal(told(goods.apples, "StockLow"), 0);
    stock_is(goods.apples, 5);
    stock_is(goods.pears, 0);
    watch();
    watch();
    stock_is(goods.apples, 4);
    watch();
    assert_int_equal(told(goods.apples, "StockLow"), 1);
    assert_int_equal(told(goods.pears, "StockLow"), 0);
    stock_is(goods.apples, 6);
    watch();
    stock_is(goods.apples, 0);
    watch();
    assert_int_equal(told(goods.apples, "StockLow"), 2);
    alarm_at(goods.apples, 0);
    alarm_at(goods.apples, 1);
    watch();
    assert_int_equal(told(goods.apples, "StockLow"), 3);
}

static void who_waits_hears_once_and_is_forgotten(void **state)
{
    struct goods goods = put_on_shelf(1, 0);
    const char *li = user_n(&shop.clerk, 1), *wang = user_n(&shop.clerk, 2), *zhao = user_n(&shop.clerk, 3);

    (void)state;
    assert_fails(wish(li, goods.apples, false), STOCK_THERE);
    stock_is(goods.apples, 0);
    assert_ok(wish(li, goods.apples, false));
    assert_ok(wish(li, goods.apples, false));
    assert_ok(wish(wang, goods.apples, false));
    assert_ok(wish(zhao, goods.apples, false));
    assert_ok(wish(zhao, goods.apples, true));
    watch();
    assert_int_equal(told(goods.apples, "StockBack"), 0);
    stock_is(goods.apples, 1);
    test_sql(shop.db, "update products set status = 'OFF_SHELF' where id = $1", db_id(goods.product));
    watch();
    assert_int_equal(told(goods.apples, "StockBack"), 0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from stock_wishes"), 2);
    test_sql(shop.db, "update products set status = 'ON_SHELF' where id = $1", db_id(goods.product));
    watch();
    watch();
    assert_int_equal(told(goods.apples, "StockBack"), 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from stock_wishes"), 0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from skus where wished"), 0);
    stock_is(goods.apples, 0);
    stock_is(goods.apples, 9);
    watch();
    assert_int_equal(told(goods.apples, "StockBack"), 1);
}

/* More than one event holds. */
static void everybody_hears(void **state)
{
    struct goods goods = put_on_shelf(0, 0);

    (void)state;
    test_sql(shop.db,
             "insert into stock_wishes (sku_id, user_id) select $1, gen_random_uuid() from generate_series(1, 450)",
             db_id(goods.pears));
    test_sql(shop.db, "update skus set wished = true, stock = 1 where id = $1", db_id(goods.pears));
    watch();
    assert_int_equal(told(goods.pears, "StockBack"), 3);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from stock_wishes"), 0);
}

static void a_person_waits_for_a_hundred_things(void **state)
{
    struct goods goods = put_on_shelf(0, 0);
    const char *li = user_n(&shop.clerk, 4);

    (void)state;
    test_sql(
        shop.db,
        "insert into skus (id, product_id, position, title, list_price_fen, cost_price_fen, stock, weight_g, image_url)"
        " select gen_random_uuid(), $1, 100 + n, 'x', 1, 0, 0, 0, '' from generate_series(1, 99) n",
        db_id(goods.product));
    test_sql(
        shop.db,
        "insert into stock_wishes (sku_id, user_id) select id, $2 from skus where product_id = $1 and position >= 100",
        db_id(goods.product), db_id(li));
    assert_ok(wish(li, goods.apples, false));
    assert_ok(wish(li, goods.apples, false));
    assert_fails(wish(li, goods.pears, false), TOO_MANY_WISHES);
    assert_ok(wish(li, goods.apples, true));
    assert_ok(wish(li, goods.pears, false));
    test_sql(shop.db, "update products set status = 'OFF_SHELF' where id = $1", db_id(goods.product));
    assert_fails(wish(user_n(&shop.clerk, 5), goods.pears, false), NOT_HERE);
    assert_fails(wish(li, user_n(&shop.clerk, 9), false), NOT_HERE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(low_is_said_once_until_there_were_more),
        TEST(who_waits_hears_once_and_is_forgotten),
        TEST(everybody_hears),
        TEST(a_person_waits_for_a_hundred_things),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
