/* Limits that several accounts share, of what is not fetched off a shelf: bookings, session cards, paid content; and
 * what a cart says of them. */
#include "groupbuy/cards.h"
#include "groupbuy/contents.h"
#include "store/groupbuy/bookings.h"
#include "store/groupbuy/households.h"

static int up(void **state)
{
    int done = seats_up(state, "gb_shared_services");

    shop.house.virtual_pay = true;
    set_rule(600);
    return done;
}

static void limit(const char *product, int32_t household, int32_t address, int32_t phone)
{
    test_sql(shop.db,
             "update products set per_household_limit = $2, per_address_limit = $3, per_phone_limit = $4 where id = $1",
             db_id(product), db_int(household), db_int(address), db_int(phone));
}

/* ---- bookings ---- */

static void a_household_books_within_its_limit(void **state)
{
    const char *ann = person(3001), *bob = person(3002);
    struct service_sold sold = cleaning();
    const char *slot = slot_in(&sold, 72 * HOURS, 20);
    Gb__Booking anns, bobs, seen;

    (void)state;
    lives_with(bob, ann);
    limit(sold.product, 2, 0, 0);
    assert_ok(BOOK(ann, &sold, slot, 2, &anns));
    assert_fails(BOOK(bob, &sold, slot, 1, &bobs), SHARED_LIMIT_REACHED);
    assert_ok(cancel(ann, anns.booking_id, &seen));
    assert_ok(BOOK(bob, &sold, slot, 1, &bobs));
    sold = cleaning();
    slot = slot_in(&sold, 72 * HOURS, 20);
    limit(sold.product, 0, 0, 1);
    assert_ok(BOOK(bob, &sold, slot, 1, &bobs));
    assert_fails(BOOK(bob, &sold, slot, 1, &anns), SHARED_LIMIT_REACHED); /* his phone has one already */
    assert_ok(BOOK(ann, &sold, slot, 1, &anns));
}

/* A service is held until it is over: then the place is free for the next time, as it is for a person. */
static void what_is_done_at_home_counts_by_address_until_it_is_over(void **state)
{
    const char *ann = person(3011), *bob = person(3012);
    const char *anns_home = home_of(ann, "13900003011", "翠湖路 5 号 3-12"),
               *bobs_home = home_of(bob, "13900003012", "翠湖路５号，3—12"), *bobs_own = own_home(bob, 3012);
    struct service_sold sold = service_of(0, GB__PRODUCT_KIND__PRODUCT_SERVICE);
    struct seat seat;
    Gb__BookingTerms terms;
    Gb__Booking anns, bobs;
    const char *slot;

    (void)state;
    assert_ok(publish(sold.product, "", true, &terms));
    slot = slot_in(&sold, 72 * HOURS, 20);
    limit(sold.product, 0, 1, 0);
    assert_ok(book_as(&shop.clerk, ann, &sold, slot, 1, anns_home, "", &anns));
    assert_fails(book_as(&shop.clerk, bob, &sold, slot, 1, bobs_home, "", &bobs), SHARED_LIMIT_REACHED);
    assert_ok(book_as(&shop.clerk, bob, &sold, slot, 1, bobs_own, "", &bobs));
    seat = (struct seat){ .user = ann, .order = anns.order_id };
    pay(&seat);
    assert_ok(move(OPERATOR, anns.booking_id, GB__BOOKING_STATUS__CONFIRMED, &anns));
    slot_comes_in(slot, -60);
    assert_ok(move(OPERATOR, anns.booking_id, GB__BOOKING_STATUS__IN_SERVICE, &anns));
    slot = slot_in(&sold, 96 * HOURS, 20);
    assert_fails(book_as(&shop.clerk, bob, &sold, slot, 1, bobs_home, "", &bobs), SHARED_LIMIT_REACHED);
    assert_ok(move(OPERATOR, anns.booking_id, GB__BOOKING_STATUS__SERVICE_DONE, &anns));
    assert_ok(book_as(&shop.clerk, bob, &sold, slot, 1, bobs_home, "", &bobs));
}

/* ---- cards and articles ---- */

static struct service_sold on_shelf(Gb__ProductKind kind, int32_t household)
{
    struct service_sold sold = service_of(0, kind);

    limit(sold.product, household, 0, 0);
    return sold;
}

static struct status buy_card(const char *user, const struct service_sold *sold, struct seat *ret_seat)
{
    Gb__PlaceCardOrderRequest in = GB__PLACE_CARD_ORDER_REQUEST__INIT;
    Gb__Card out = GB__CARD__INIT;

    in.sku_id = sold->sku;
    TRY(clerk_end(&shop.clerk, groupbuy_place_card_order(clerk_call(&shop.clerk, user), &in, &out)));
    *ret_seat = (struct seat){ .user = user, .order = out.order_id };
    return OK;
}

static void a_household_has_its_cards_within_a_limit(void **state)
{
    const char *ann = person(3021), *bob = person(3022), *point = new_point(person(3020)), *points[] = { point };
    struct service_sold sold = on_shelf(GB__PRODUCT_KIND__PRODUCT_CARD, 1);
    Gb__PublishCardTermsRequest in = GB__PUBLISH_CARD_TERMS_REQUEST__INIT;
    Gb__CardTerms terms = GB__CARD_TERMS__INIT;
    struct seat anns = { 0 }, bobs = { 0 };

    (void)state;
    in.sku_id = sold.sku;
    in.sessions = 7;
    in.valid_days = 30;
    in.refund_percent = 100;
    in.point_ids = points;
    in.n_point_ids = 1;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_publish_card_terms, &in, &terms));
    lives_with(bob, ann);
    assert_ok(buy_card(ann, &sold, &anns));
    assert_fails(buy_card(bob, &sold, &bobs), SHARED_LIMIT_REACHED);
    assert_ok(cancel_order(&anns, ann));
    assert_ok(buy_card(bob, &sold, &bobs));
}

static struct status buy_article(const char *user, const struct service_sold *sold, struct seat *ret_seat)
{
    Gb__PlaceContentOrderRequest in = GB__PLACE_CONTENT_ORDER_REQUEST__INIT;
    Gb__Order out = GB__ORDER__INIT;

    in.sku_id = sold->sku;
    in.platform = GB__CLIENT_PLATFORM__ANDROID;
    TRY(clerk_end(&shop.clerk, groupbuy_place_content_order(clerk_call(&shop.clerk, user), &in, &out)));
    *ret_seat = (struct seat){ .user = user, .order = out.order_id };
    return OK;
}

static void a_household_has_its_articles_within_a_limit(void **state)
{
    const char *ann = person(3031), *bob = person(3032);
    struct service_sold sold = on_shelf(GB__PRODUCT_KIND__PRODUCT_CONTENT, 1);
    struct seat anns = { 0 }, bobs = { 0 };

    (void)state;
    lives_with(bob, ann);
    assert_ok(buy_article(ann, &sold, &anns));
    assert_fails(buy_article(bob, &sold, &bobs), SHARED_LIMIT_REACHED);
    assert_ok(cancel_order(&anns, ann));
    assert_ok(buy_article(bob, &sold, &bobs));
}

/* ---- the cart ---- */

static Gb__CartFault cart_fault(const char *user, const char *sku, int32_t units)
{
    Gb__PutCartItemRequest in = GB__PUT_CART_ITEM_REQUEST__INIT;
    Gb__Cart out = GB__CART__INIT;

    in.sku_id = sku;
    in.quantity = units;
    assert_ok(CALL_IN_TX(user, groupbuy_put_cart_item, &in, &out));
    assert_int_equal(out.n_items, 1);
    assert_int_equal(out.goods_fen, out.items[0]->fault ? 0 : units * out.items[0]->price_fen);
    return out.items[0]->fault;
}

static void a_cart_says_what_a_household_may_not_have(void **state)
{
    const char *ann = person(3041), *bob = person(3042);
    struct goods goods = limited(3, 0, 0);
    struct seat anns = { 0 };

    (void)state;
    lives_with(bob, ann);
    assert_ok(buy(ann, own_home(ann, 3041), goods.pears, 2, &anns));
    assert_int_equal(cart_fault(bob, goods.apples, 1), GB__CART_FAULT__CART_FAULT_UNSPECIFIED);
    assert_int_equal(cart_fault(bob, goods.apples, 2), GB__CART_FAULT__CART_OVER_SHARED_LIMIT);
    assert_ok(cancel_order(&anns, ann));
    assert_int_equal(cart_fault(bob, goods.apples, 3), GB__CART_FAULT__CART_FAULT_UNSPECIFIED);
    assert_int_equal(cart_fault(bob, goods.apples, 4), GB__CART_FAULT__CART_OVER_SHARED_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_household_books_within_its_limit),        TEST(what_is_done_at_home_counts_by_address_until_it_is_over),
        TEST(a_household_has_its_cards_within_a_limit),  TEST(a_household_has_its_articles_within_a_limit),
        TEST(a_cart_says_what_a_household_may_not_have),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
