/* Limits that several accounts share: of a household, an address, a phone. Nobody goes around them with one more
 * account, nor with eight at once; what goes back may be bought again. */
#include <pthread.h>

#include "groupbuy/catalogue.h"
#include "groupbuy/leaders.h"
#include "store/groupbuy/households.h"

#define BUYERS 8

static int up(void **state)
{
    seats_up(state, "gb_shared_limits");
    set_rule(600);
    return 0;
}

static void two_accounts_of_one_household_have_one_limit(void **state)
{
    const char *ann = person(101), *bob = person(102), *dan = person(103), *cid = person(104);
    const char *ann_home = own_home(ann, 101), *bob_home = own_home(bob, 102), *dan_home = own_home(dan, 103);
    struct goods goods = limited(3, 0, 0);
    struct seat first = { 0 };

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
    struct seat first = { 0 };

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
    struct seat first = { 0 };

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

static struct status fetch_one(const char *user, const char *point, const char *sku)
{
    Gb__PlaceOrderRequest in = GB__PLACE_ORDER_REQUEST__INIT;
    Gb__BasketLine line = GB__BASKET_LINE__INIT, *lines[] = { &line };
    Gb__Order out = GB__ORDER__INIT;

    line.sku_id = sku;
    line.quantity = 1;
    in.lines = lines;
    in.n_lines = 1;
    in.point_id = point;
    return clerk_end(&shop.clerk, groupbuy_place_order(clerk_call(&shop.clerk, user), &in, &out));
}

/* What somebody fetches goes nowhere, and its phone is his own; his household is his household. */
static void what_is_fetched_counts_for_the_household_and_his_own_phone(void **state)
{
    const char *ann = person(141), *bob = person(142), *point = new_point(person(140));
    struct goods goods = limited(4, 1, 4), free = limited(0, 1, 4);
    struct seat anns;

    (void)state;
    lives_with(bob, ann);
    order_at(&goods, ann, point);
    assert_fails(buy(bob, own_home(bob, 142), goods.apples, 1, NULL), SHARED_LIMIT_REACHED);
    anns = order_at(&free, ann, point);
    assert_ok(buy(bob, own_home(bob, 142), free.apples, 1, NULL));
    assert_fails(fetch_one(ann, point, free.apples), SHARED_LIMIT_REACHED);
    assert_ok(fetch_one(bob, point, free.apples)); /* another phone */
    assert_ok(cancel_order(&anns, ann));
    assert_ok(fetch_one(ann, point, free.apples));
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

static void a_card_and_an_article_go_nowhere(void **state)
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
    in.kind = GB__PRODUCT_KIND__PRODUCT_CARD;
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
    gb__product__init(&out);
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_product, &in, &out));
    in.kind = GB__PRODUCT_KIND__PRODUCT_CONTENT; /* everything is bought by a household */
    in.per_address_limit = in.per_phone_limit = 0;
    gb__product__init(&out);
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_product, &in, &out));
    update.product_id = out.product_id;
    update.per_phone_limit = 1;
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
        else if (failed_with(status, SHARED_LIMIT_REACHED) || failed_with(status, LIMIT_REACHED))
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

/* A person has a limit of his own, whatever of the product he buys on however many phones at once. */
static void one_person_at_once_never_exceeds_his_limit(void **state)
{
    struct goods goods = limited(0, 0, 0);
    struct buyer *buyers = calloc(BUYERS, sizeof *buyers);
    const char *user = person(290), *home = own_home(user, 290);

    (void)state;
    test_sql(shop.db, "update products set per_user_limit = 7 where id = (select product_id from skus where id = $1)",
             db_id(goods.apples));
    for (int i = 0; i < BUYERS; i++)
        buyers[i] = (struct buyer){ .user = user, .home = home, .sku = i % 2 ? goods.apples : goods.pears };
    assert_int_equal(bought_by(buyers), 7);
    free(buyers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_accounts_of_one_household_have_one_limit),       TEST(who_fetches_for_two_families_is_counted_in_each),
        TEST(two_accounts_with_one_address_have_one_limit),       TEST(two_accounts_with_one_phone_have_one_limit),
        TEST(what_is_fetched_counts_for_the_household_and_his_own_phone),     TEST(goods_without_a_shared_limit_hold_nobody_up),
        TEST(a_card_and_an_article_go_nowhere),            TEST(eight_accounts_at_once_never_exceed_a_shared_limit),
        TEST(one_person_at_once_never_exceeds_his_limit),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
