/* Limits that several accounts share: of a household, an address, a phone. Nobody goes around them with one more
 * account, nor with eight at once; what goes back may be bought again. */
#include <pthread.h>

#include "groupbuy/catalogue.h"
#include "groupbuy/leaders.h"
#include "store/groupbuy/pick_ups.h"

#define BUYERS 8

static int up(void **state)
{
    seats_up(state, "gb_shared_limits");
    set_rule(600);
    return 0;
}

static struct goods limited(int32_t household, int32_t address, int32_t phone)
{
    struct goods goods = put_on_shelf(100, 0);

    test_sql(shop.db,
             "update products set per_household_limit = $2, per_address_limit = $3, per_phone_limit = $4 where id = $1",
             db_id(goods.product), db_int(household), db_int(address), db_int(phone));
    return goods;
}

static const char *home_of(const char *user, const char *phone, const char *street)
{
    Gb__AddAddressRequest in = GB__ADD_ADDRESS_REQUEST__INIT;
    Gb__Address out = GB__ADDRESS__INIT;

    in.name = "李梅";
    in.phone = phone;
    in.region_code = "530102";
    in.region_name = "云南省昆明市";
    in.street = street;
    assert_ok(CALL_IN_TX(user, groupbuy_add_address, &in, &out));
    return out.address_id;
}

/* Where he alone lives. */
static const char *own_home(const char *user, int n)
{
    return home_of(user, arena_printf(&shop.clerk.arena, "139%08d", n),
                   arena_printf(&shop.clerk.arena, "青年路 %d 号", n));
}

static const char *person(int n)
{
    return known_as(user_n(&shop.clerk, n), "邻居");
}

static void lives_with(const char *member, const char *buyer)
{
    assert_ok(name_member(buyer, member));
    assert_ok(agree_to(member, buyer));
}

static struct status buy(const char *user, const char *home, const char *sku, int32_t units, struct seat *ret_seat)
{
    Gb__Order order;

    TRY(ORDER(user, home, "", &order, { sku, units }));
    if (ret_seat)
        *ret_seat = seat_of(user, &order);
    return OK;
}

static void two_accounts_of_one_household_have_one_limit(void **state)
{
    const char *ann = person(101), *bob = person(102), *dan = person(103), *cid = person(104);
    const char *ann_home = own_home(ann, 101), *bob_home = own_home(bob, 102), *dan_home = own_home(dan, 103);
    struct goods goods = limited(3, 0, 0);
    struct seat first;

    (void)state;
    assert_ok(name_member(ann, bob));
    assert_ok(buy(ann, ann_home, goods.apples, 2, &first));
    assert_ok(buy(bob, bob_home, goods.pears, 1, NULL)); /* who has not agreed is a stranger */
    assert_ok(agree_to(bob, ann));
    assert_fails(buy(bob, bob_home, goods.pears, 1, NULL), SHARED_LIMIT_REACHED);
    assert_fails(buy(ann, ann_home, goods.apples, 1, NULL), SHARED_LIMIT_REACHED);
    lives_with(dan, ann);
    assert_fails(buy(dan, dan_home, goods.pears, 1, NULL), SHARED_LIMIT_REACHED); /* both fetch for Ann */
    assert_ok(buy(cid, own_home(cid, 104), goods.apples, 3, NULL));
    assert_ok(cancel_order(&first, ann));
    assert_ok(buy(dan, dan_home, goods.apples, 2, NULL));
    assert_fails(buy(ann, ann_home, goods.apples, 1, NULL), SHARED_LIMIT_REACHED);
}

/* He who fetches for two families is of both: each has its own limit, and they are not added up. */
static void who_fetches_for_two_families_is_counted_in_each(void **state)
{
    const char *ann = person(111), *fay = person(112), *eve = person(113), *home = own_home(eve, 113);
    struct goods goods = limited(3, 0, 0);

    (void)state;
    lives_with(eve, ann);
    lives_with(eve, fay);
    assert_ok(buy(ann, own_home(ann, 111), goods.apples, 2, NULL));
    assert_ok(buy(fay, own_home(fay, 112), goods.apples, 1, NULL));
    assert_fails(buy(eve, home, goods.apples, 2, NULL), SHARED_LIMIT_REACHED);
    assert_ok(buy(eve, home, goods.apples, 1, NULL));
}

static void two_accounts_with_one_address_have_one_limit(void **state)
{
    const char *ann = person(121), *bob = person(122);
    const char *ann_home = home_of(ann, "13900000121", "翠湖路 5 号 3-12"),
               *bob_home = home_of(bob, "13900000122", "翠湖路５号，3—12");
    struct goods goods = limited(0, 3, 0);
    struct seat first;

    (void)state;
    assert_ok(buy(ann, ann_home, goods.apples, 2, &first));
    assert_fails(buy(bob, bob_home, goods.pears, 2, NULL), SHARED_LIMIT_REACHED);
    assert_ok(buy(bob, own_home(bob, 122), goods.pears, 2, NULL));
    assert_ok(buy(bob, bob_home, goods.pears, 1, NULL));
    assert_ok(cancel_order(&first, ann));
    assert_ok(buy(bob, bob_home, goods.pears, 2, NULL));
    assert_fails(buy(ann, ann_home, goods.apples, 1, NULL), SHARED_LIMIT_REACHED);
}

static void two_accounts_with_one_phone_have_one_limit(void **state)
{
    const char *ann = person(131), *bob = person(132);
    const char *ann_home = home_of(ann, "13900000131", "翠湖路 31 号"),
               *bob_home = home_of(bob, "13900000131", "翠湖路 32 号");
    struct goods goods = limited(0, 0, 2);
    struct seat first;

    (void)state;
    assert_ok(buy(ann, ann_home, goods.apples, 2, &first));
    pay(&first);
    assert_fails(buy(bob, bob_home, goods.pears, 1, NULL), SHARED_LIMIT_REACHED);
    assert_ok(cancel_order(&first, ann)); /* paid, and not gone yet: all of it goes back */
    drive_refunds(&first);
    assert_order(&first, "REFUNDED");
    assert_ok(buy(bob, bob_home, goods.pears, 2, NULL));
    assert_fails(buy(bob, bob_home, goods.pears, 1, NULL), SHARED_LIMIT_REACHED);
}

/* What somebody fetches has no address and no phone; his household is his household. */
static void what_is_fetched_counts_for_the_household_alone(void **state)
{
    const char *ann = person(141), *bob = person(142), *point = new_point(person(140));
    struct goods goods = limited(4, 1, 1), free = limited(0, 1, 1);

    (void)state;
    lives_with(bob, ann);
    order_at(&goods, ann, point);
    assert_fails(buy(bob, own_home(bob, 142), goods.apples, 1, NULL), SHARED_LIMIT_REACHED);
    order_at(&free, ann, point);
    assert_ok(buy(bob, own_home(bob, 142), free.apples, 1, NULL));
}

static void goods_without_a_shared_limit_hold_nobody_up(void **state)
{
    const char *ann = person(601), *bob = person(602);
    struct goods goods = limited(0, 0, 0);

    (void)state;
    lives_with(bob, ann);
    assert_ok(buy(ann, own_home(ann, 601), goods.apples, 1, NULL));
    assert_int_equal(test_sql_int(shop.db, "select count(*) from product_buyers where product_id = $1 and user_id = $2",
                                  db_id(goods.product), db_id(bob)),
                     0);
    test_sql(shop.db, "update products set per_household_limit = 1 where id = $1", db_id(goods.product));
    /* what was bought before counts, too */
    assert_fails(buy(bob, own_home(bob, 602), goods.apples, 1, NULL), SHARED_LIMIT_REACHED);
}

static void only_goods_are_counted_by_where_they_go(void **state)
{
    Gb__CreateProductRequest in = GB__CREATE_PRODUCT_REQUEST__INIT;
    Gb__NewSku sku = GB__NEW_SKU__INIT, *skus[] = { &sku };
    Gb__UpdateProductRequest update = GB__UPDATE_PRODUCT_REQUEST__INIT;
    Gb__Product out = GB__PRODUCT__INIT, changed = GB__PRODUCT__INIT;

    (void)state;
    in.title = update.title = "剪发";
    in.category = update.category = "服务";
    in.seller_name = update.seller_name = "小区理发";
    in.seller_licence = update.seller_licence = "JY2";
    in.skus = skus;
    in.n_skus = 1;
    sku.title = "一次";
    sku.list_price_fen = 3000;
    in.kind = GB__PRODUCT_KIND__PRODUCT_SERVICE;
    in.per_address_limit = 1;
    assert_fails(CALL_IN_TX(OPERATOR, groupbuy_create_product, &in, &out), FIELDS_INVALID);
    in.kind = GB__PRODUCT_KIND__PRODUCT_GOODS;
    in.per_household_limit = 4;
    in.per_phone_limit = 3;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_product, &in, &out));
    update.product_id = out.product_id;
    update.version = 1;
    update.per_household_limit = 5;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_update_product, &update, &changed));
    assert_int_equal(out.per_household_limit * 100 + out.per_address_limit * 10 + out.per_phone_limit, 413);
    assert_int_equal(changed.per_household_limit * 100 + changed.per_address_limit * 10 + changed.per_phone_limit, 500);
    in.kind = GB__PRODUCT_KIND__PRODUCT_SERVICE;
    in.per_household_limit = in.per_address_limit = in.per_phone_limit = 0;
    gb__product__init(&out);
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_product, &in, &out));
    update.product_id = out.product_id;
    assert_fails(CALL_IN_TX(OPERATOR, groupbuy_update_product, &update, &changed), FIELDS_INVALID);
}

/* ---- eight at once ---- */

struct buyer {
    struct clerk clerk;
    const char *user, *home, *sku;
    int placed;
    bool stopped; /* by the limit */
};

static void *buy_until_it_is_enough(void *argument)
{
    struct buyer *buyer = argument;

    while (!buyer->stopped) {
        const struct want want = { buyer->sku, 1 };
        Gb__Order order;
        struct status status = order_as(&buyer->clerk, buyer->user, buyer->home, "", &want, 1, &order);

        if (ok(status))
            buyer->placed++;
        else if (failed_with(status, SHARED_LIMIT_REACHED))
            buyer->stopped = true;
        else if (!failed_with(status, CONFLICT))
            return NULL;
    }
    return buyer;
}

/* Half of them buy one SKU, half another: no lock of a SKU keeps all of them apart. */
static int bought_by(struct buyer *buyers)
{
    pthread_t threads[BUYERS];
    int placed = 0;

    for (int i = 0; i < BUYERS; i++) {
        clerk_up(&shop, &buyers[i].clerk);
        assert_int_equal(pthread_create(&threads[i], NULL, buy_until_it_is_enough, &buyers[i]), 0);
    }
    for (int i = 0; i < BUYERS; i++) {
        void *done;

        pthread_join(threads[i], &done);
        assert_non_null(done);
        placed += buyers[i].placed;
        clerk_down(&buyers[i].clerk);
    }
    return placed;
}

enum shared_by { HOUSEHOLD, ADDRESS, PHONE };

static void eight_at_once(enum shared_by by, int32_t limit)
{
    struct goods goods = limited(by == HOUSEHOLD ? limit : 0, by == ADDRESS ? limit : 0, by == PHONE ? limit : 0);
    struct buyer *buyers = calloc(BUYERS, sizeof *buyers);

    for (int i = 0; i < BUYERS; i++) {
        int n = 200 + 10 * (int)by + i;
        const char *user = person(n), *own = arena_printf(&shop.clerk.arena, "139%08d", n);

        buyers[i].user = user;
        buyers[i].home = by == ADDRESS ? home_of(user, own, "同路 1 号")
                         : by == PHONE ? home_of(user, "13800000001", own)
                                       : own_home(user, n);
        buyers[i].sku = i % 2 ? goods.apples : goods.pears;
        if (by == HOUSEHOLD && i > 0)
            lives_with(user, buyers[0].user);
    }
    assert_int_equal(bought_by(buyers), limit);
    free(buyers);
}

static void eight_accounts_at_once_never_exceed_a_shared_limit(void **state)
{
    (void)state;
    eight_at_once(HOUSEHOLD, 7);
    eight_at_once(ADDRESS, 7);
    eight_at_once(PHONE, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_accounts_of_one_household_have_one_limit),       TEST(who_fetches_for_two_families_is_counted_in_each),
        TEST(two_accounts_with_one_address_have_one_limit),       TEST(two_accounts_with_one_phone_have_one_limit),
        TEST(what_is_fetched_counts_for_the_household_alone),     TEST(goods_without_a_shared_limit_hold_nobody_up),
        TEST(only_goods_are_counted_by_where_they_go),            TEST(eight_accounts_at_once_never_exceed_a_shared_limit),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
