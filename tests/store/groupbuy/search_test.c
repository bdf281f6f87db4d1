/* Products are found by words, on a real PostgreSQL. */
#include "store/groupbuy/baskets.h"

static int up(void **state)
{
    return seats_up(state, "gb_search");
}

static void call_it(const char *product, const char *title)
{
    test_sql(shop.db, "update products set title = $2 where id = $1", db_id(product), db_text(title));
}

/* How many are found; the first of them is `first`. */
static size_t found(const char *words, const char *first)
{
    Gb__ListProductsRequest in = GB__LIST_PRODUCTS_REQUEST__INIT;
    Gb__ListProductsResponse out = GB__LIST_PRODUCTS_RESPONSE__INIT;

    in.words = words;
    assert_ok(CALL_IN_TX("", groupbuy_list_products, &in, &out));
    if (out.n_products > 0)
        assert_string_equal(out.products[0]->product_id, first);
    return out.n_products;
}

static void words_are_found_wherever_they_stand(void **state)
{
    struct goods berries = put_on_shelf(10, 0), rice = put_on_shelf(10, 0), off = put_on_shelf(10, 0);

    (void)state;
    call_it(berries.product, "云南蓝莓 Blueberry");
    call_it(rice.product, "东北大米");
    call_it(off.product, "云南蓝莓干");
    test_sql(shop.db, "update products set status = 'OFF_SHELF' where id = $1", db_id(off.product));
    assert_int_equal(found("蓝莓", berries.product), 1);
    assert_int_equal(found("南蓝", berries.product), 1);
    assert_int_equal(found("莓", berries.product), 1);
    assert_int_equal(found("BLUE", berries.product), 1);
    assert_int_equal(found("  莓   水果 ", berries.product), 1); /* the category, too */
    assert_int_equal(found("大米", rice.product), 1);
    assert_int_equal(found("水果", rice.product), 2);
    assert_int_equal(found("米大", ""), 0);
    assert_int_equal(found("蓝莓 大米", ""), 0);
    assert_int_equal(found("云莓", ""), 0); /* both characters stand there, the word does not */
    assert_int_equal(found("%", ""), 0);
    assert_int_equal(found(" ", rice.product), 2);
}

static void pages_go_on_where_the_last_one_ended(void **state)
{
    Gb__ListProductsRequest in = GB__LIST_PRODUCTS_REQUEST__INIT;
    Gb__ListProductsResponse one = GB__LIST_PRODUCTS_RESPONSE__INIT, two = GB__LIST_PRODUCTS_RESPONSE__INIT;

    (void)state;
    in.words = "水果";
    in.page_size = 1;
    assert_ok(CALL_IN_TX("", groupbuy_list_products, &in, &one));
    assert_string_not_equal(one.next_page_token, "");
    in.page_token = one.next_page_token;
    assert_ok(CALL_IN_TX("", groupbuy_list_products, &in, &two));
    assert_string_not_equal(one.products[0]->product_id, two.products[0]->product_id);
    assert_string_equal(two.next_page_token, "");
    in.words = "蓝莓";
    assert_fails(CALL_IN_TX("", groupbuy_list_products, &in, &two), PAGE_TOKEN_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_are_found_wherever_they_stand),
        TEST(pages_go_on_where_the_last_one_ended),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
