/* Which price may be struck through, on a real PostgreSQL: the lowest that was paid in seven days. */
#include "groupbuy/store/price_store.h"

#include "store/groupbuy/places.h"

static int up(void **state)
{
    return seats_up(state, "gb_strike");
}

static fen struck(const char *sku, fen price)
{
    struct shop_campaign wanted = {
        .kind = GB__CAMPAIGN_KIND__FLASH_SALE, .stock = 1, .limit = 1, .price = price, .sku_id = sku
    };
    Gb__Campaign campaign;

    assert_ok(shop_try_campaign(&shop, &wanted, &campaign));
    return campaign.strike_price_fen;
}

static fen lowest(const char *sku)
{
    return test_sql_int(shop.db, "select lowest_fen from sku_day_prices where sku_id = $1", db_id(sku));
}

/* All of it was that many days ago. */
static void days_pass(int days)
{
    test_sql(shop.db, "update sku_day_prices set day = day - $1::int", db_int(days));
}

static void the_lowest_paid_price_of_seven_days_may_be_struck(void **state)
{
    struct goods goods = put_on_shelf(100, 0);

    (void)state;
    paid_order(&goods, user_n(&shop.clerk, 1), 0);
    assert_int_equal(lowest(goods.apples), 1000);
    assert_int_equal(struck(goods.apples, 900), 1000);
    paid_order(&goods, user_n(&shop.clerk, 2), 300); /* 2.38 of it off three apples */
    paid_order(&goods, user_n(&shop.clerk, 3), 0);
    assert_int_equal(lowest(goods.apples), 920);
    assert_int_equal(struck(goods.apples, 900), 920);
    days_pass(6);
    assert_int_equal(struck(goods.apples, 900), 920);
    days_pass(1);
    assert_int_equal(struck(goods.apples, 900), 0);
}

static void without_a_dearer_sale_nothing_is_struck(void **state)
{
    struct goods goods = put_on_shelf(100, 0);

    (void)state;
    assert_int_equal(struck(goods.apples, 900), 0);
    assert_ok(ORDER(user_n(&shop.clerk, 1), address_of(user_n(&shop.clerk, 1), "530102"), "", &(Gb__Order){ 0 },
                    { goods.apples, 1 }));
    assert_int_equal(struck(goods.apples, 900), 0); /* nobody has paid it */
    paid_order(&goods, user_n(&shop.clerk, 2), 300);
    assert_int_equal(struck(goods.apples, 919), 920);
    assert_int_equal(struck(goods.apples, 920), 0);
}

/* Kept with the item when its round is published. */
static void a_round_has_its_basis_too(void **state)
{
    struct opened opened = open_round("FIRST_COME", 1, false); /* at 9.00 and 7.00 */
    struct call *call = clerk_call(&shop.clerk, "");

    (void)state;
    test_sql(
        shop.db,
        "insert into sku_day_prices (sku_id, day, lowest_fen) select sku_id, (now() at time zone 'Asia/Shanghai')::date"
        " - d, price_fen + 10 * (1 - d) from round_items, generate_series(0, 1) d where round_id = $1",
        db_id(opened.round));
    test_sql(shop.db, "update sku_day_prices set lowest_fen = 905 where lowest_fen = 900");
    assert_ok(call_begin(call));
    assert_ok(price_strike_for_round(call->tx, opened.round));
    assert_ok(clerk_end(&shop.clerk, OK));
    assert_int_equal(
        test_sql_int(shop.db, "select strike_price_fen from round_items where id = $1", db_id(opened.apples)), 905);
    assert_int_equal(
        test_sql_int(shop.db, "select strike_price_fen from round_items where id = $1", db_id(opened.pears)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_lowest_paid_price_of_seven_days_may_be_struck),
        TEST(without_a_dearer_sale_nothing_is_struck),
        cmocka_unit_test(a_round_has_its_basis_too),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
