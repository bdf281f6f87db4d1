/* Suppliers on a real PostgreSQL: what happens to their products when a licence ends. */
#include "groupbuy/catalogue.h"
#include "groupbuy/flow/suppliers.h"
#include "store/groupbuy/baskets.h"

static int up(void **state)
{
    return seats_up(state, "gb_suppliers");
}

static const char *supplier_called(const char *name)
{
    Gb__CreateSupplierRequest in = GB__CREATE_SUPPLIER_REQUEST__INIT;
    Gb__Supplier out = GB__SUPPLIER__INIT;

    in.name = name;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_supplier, &in, &out));
    return out.supplier_id;
}

static struct status licence_until(const char *supplier, const char *day)
{
    Gb__SetSupplierLicenceRequest in = GB__SET_SUPPLIER_LICENCE_REQUEST__INIT;
    Gb__Supplier out = GB__SUPPLIER__INIT;

    in.supplier_id = supplier;
    in.kind = GB__LICENCE_KIND__LICENCE_FOOD;
    in.number = "JY1";
    in.expires_on = day;
    return CALL_IN_TX(OPERATOR, groupbuy_set_supplier_licence, &in, &out);
}

static struct status supplies(const char *sku, const char *supplier, fen cost)
{
    Gb__SetSkuSupplierRequest in = GB__SET_SKU_SUPPLIER_REQUEST__INIT;
    Gb__Supply out = GB__SUPPLY__INIT;

    in.sku_id = sku;
    in.supplier_id = supplier;
    in.cost_price_fen = cost;
    return CALL_IN_TX(OPERATOR, groupbuy_set_sku_supplier, &in, &out);
}

static struct status put(const char *product, Gb__ProductStatus status)
{
    Gb__SetProductStatusRequest in = GB__SET_PRODUCT_STATUS_REQUEST__INIT;
    Gb__Product out = GB__PRODUCT__INIT;

    in.product_id = product;
    in.status = status;
    return CALL_IN_TX(OPERATOR, groupbuy_set_product_status, &in, &out);
}

static struct status watch(void)
{
    const struct job job = { .kind = "watch_licences", .key = "" };

    return clerk_end(&shop.clerk, groupbuy_watch_licences(clerk_call(&shop.clerk, ""), &job));
}

static int64_t on_shelf(const char *product)
{
    return test_sql_int(shop.db, "select count(*) from products where id = $1 and status = 'ON_SHELF'", db_id(product));
}

static int64_t told(const char *supplier)
{
    return test_sql_int(shop.db, "select count(*) from outbox where aggregate_id = $1 and type like '%LicenceExpired'",
                        db_id(supplier));
}

/* Midnight passes: the job notes it once, tells it once, and takes what the supplier supplies off the shelf. */
static void a_licence_that_ends_takes_its_products_off_the_shelf(void **state)
{
    struct goods ours = put_on_shelf(10, 0), others = put_on_shelf(10, 0);
    const char *supplier = supplier_called("鲜果合作社");

    (void)state;
    assert_ok(licence_until(supplier, "2199-12-31"));
    assert_ok(supplies(ours.apples, supplier, 400));
    assert_ok(watch());
    assert_int_equal(on_shelf(ours.product), 1);
    test_sql(shop.db, "update supplier_licences set expires_on = (now() at time zone 'Asia/Shanghai')::date");
    assert_ok(watch());
    assert_int_equal(on_shelf(ours.product), 1); /* its last day */
    test_sql(shop.db, "update supplier_licences set expires_on = expires_on - 1");
    assert_ok(watch());
    assert_ok(watch());
    assert_int_equal(on_shelf(ours.product), 0);
    assert_int_equal(on_shelf(others.product), 1);
    assert_int_equal(told(supplier), 1);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from audit where actor = 'watch_licences'"
                                  " and object_id = $1",
                                  db_text(ours.product)),
                     1);
    assert_fails(put(ours.product, GB__PRODUCT_STATUS__ON_SHELF), FIELDS_INVALID);
    assert_fails(supplies(others.pears, supplier, 1), FIELDS_INVALID);
    assert_int_equal(on_shelf(others.product), 1);
    assert_ok(licence_until(supplier, "2199-12-31"));
    assert_ok(put(ours.product, GB__PRODUCT_STATUS__ON_SHELF));
}

static void days_that_there_are_not_are_refused(void **state)
{
    const char *supplier = supplier_called("米行");

    (void)state;
    assert_fails(licence_until(supplier, "2027-02-29"), FIELDS_INVALID);
    assert_fails(licence_until(supplier, "2027-13-01"), FIELDS_INVALID);
    assert_ok(licence_until(supplier, "2028-02-29"));
}

static void cost_is_at_most_the_list_price(void **state)
{
    struct goods goods = put_on_shelf(10, 0);

    (void)state;
    assert_fails(supplies(goods.apples, "", 1001), FIELDS_INVALID);
    assert_ok(supplies(goods.apples, "", 1000));
    assert_fails(supplies(goods.apples, user_n(&shop.clerk, 9), 1), NOT_HERE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_licence_that_ends_takes_its_products_off_the_shelf),
        TEST(days_that_there_are_not_are_refused),
        TEST(cost_is_at_most_the_list_price),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
