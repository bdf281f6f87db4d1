/* What lies at a point, and the one code for it. Codes come from a script here, so that they meet. */
#include "groupbuy/flow/pick_up_code.h"
#include "store/groupbuy/pick_ups.h"

static struct {
    const char *codes[8];
    int given;
} chance;

void pick_up_code_make(char ret_code[PICK_UP_CODE_DIGITS + 1])
{
    assert_in_range(chance.given, 0, 7);
    assert_non_null(chance.codes[chance.given]);
    memcpy(ret_code, chance.codes[chance.given++], PICK_UP_CODE_DIGITS + 1);
}

static int up(void **state)
{
    seats_up(state, "gb_pick_codes");
    shop.house.signed_code_s = 3600;
    return 0;
}

#define CHANCE(...) chance_is((const char *[8]){ __VA_ARGS__ })

static void chance_is(const char *const codes[8])
{
    chance.given = 0;
    memcpy(chance.codes, codes, sizeof chance.codes);
}

static void an_order_lies_at_its_point_from_ready_on(void **state)
{
    struct goods goods = put_on_shelf(100, 0);
    const char *ann = known_as(user_n(&shop.clerk, 1), "李梅"), *point = new_point(user_n(&shop.clerk, 90));
    struct seat seat = order_at(&goods, ann, point);
    Gb__ListMyPickUpsResponse mine;
    Gb__PickUpCode code;

    (void)state;
    CHANCE("000000000001");
    assert_int_equal(my_pick_ups(ann).n_places, 0); /* not paid */
    assert_fails(show_code(ann, point, &code), NOTHING_TO_PICK_UP);
    pay(&seat);
    parcel_at(&goods, ann, point);
    mine = my_pick_ups(ann);
    assert_int_equal(mine.n_places, 1);
    assert_string_equal(mine.places[0]->point_id, point);
    assert_int_equal(mine.places[0]->n_parcels, 2);
    assert_string_equal(mine.places[0]->parcels[0]->owner_name, "李*");
    assert_int_equal(mine.places[0]->parcels[0]->n_lines, 2);
    assert_int_equal(mine.places[0]->parcels[0]->lines[0]->units, 3);
    assert_int_equal(my_pick_ups(user_n(&shop.clerk, 2)).n_places, 0); /* nobody else's */
    assert_ok(cancel_order(&seat, ann));
    assert_int_equal(my_pick_ups(ann).places[0]->n_parcels, 1);
}

/* Where, and when it is open; what is brought says nothing of a point. */
static void whose_order_lies_at_a_point_hears_so_once(void **state)
{
    struct goods goods = put_on_shelf(100, 0);
    const char *point = new_point(user_n(&shop.clerk, 90));
    struct seat seat = parcel_at(&goods, user_n(&shop.clerk, 6), point),
                brought = paid_order(&goods, user_n(&shop.clerk, 7), 0);
    struct rows *rows = test_sql(shop.db,
                                 "select payload from outbox where type = 'linli.groupbuy.v1.OrderReady' and"
                                 " aggregate_id = $1",
                                 db_id(seat.order));
    size_t bytes;
    const uint8_t *payload;
    Gb__OrderReady *ready;

    (void)state;
    assert_int_equal(rows_count(rows), 1);
    payload = rows_bytes(rows, 0, 0, &bytes);
    ready = (Gb__OrderReady *)protobuf_c_message_unpack(&gb__order_ready__descriptor, NULL, bytes, payload);
    assert_non_null(ready);
    assert_string_equal(ready->user_id, seat.user);
    assert_string_equal(ready->round_id, "");
    assert_string_equal(ready->place_id, point);
    assert_string_equal(ready->place_name, "3 栋小卖部");
    assert_string_equal(ready->hours, "9–21");
    assert_int_equal(ready->units, 4);
    protobuf_c_message_free_unpacked(&ready->base, NULL);
    assert_int_equal(events("OrderReady", brought.order), 0);
}

static void one_code_for_everything_at_a_point_and_another_at_another(void **state)
{
    struct goods goods = put_on_shelf(100, 0);
    const char *ann = user_n(&shop.clerk, 3), *here = new_point(user_n(&shop.clerk, 90)),
               *there = new_point(user_n(&shop.clerk, 90));
    Gb__PickUpCode first, again;

    (void)state;
    CHANCE("111111111111", "222222222222");
    parcel_at(&goods, ann, here);
    assert_ok(show_code(ann, here, &first));
    parcel_at(&goods, ann, here);
    parcel_at(&goods, ann, there);
    assert_ok(show_code(ann, here, &again));
    assert_string_equal(again.code, first.code);
    assert_string_equal(code_of(ann, there), "222222222222");
    assert_true(strlen(first.signed_code) <= 120);
    assert_null(strstr(first.signed_code, first.code));
    assert_string_not_equal(first.signed_code, again.signed_code);
}

static void codes_that_meet_are_made_again(void **state)
{
    struct goods goods = put_on_shelf(100, 0);
    const char *ann = user_n(&shop.clerk, 4), *bob = user_n(&shop.clerk, 5), *here = new_point(user_n(&shop.clerk, 90)),
               *there = new_point(user_n(&shop.clerk, 90));
    Gb__PickUpCode code;

    (void)state;
    parcel_at(&goods, ann, here);
    parcel_at(&goods, bob, here);
    parcel_at(&goods, bob, there);
    CHANCE("333333333333", "333333333333", "444444444444", "333333333333");
    assert_string_equal(code_of(ann, here), "333333333333");
    assert_string_equal(code_of(bob, here), "444444444444");
    assert_int_equal(chance.given, 3);
    assert_string_equal(code_of(bob, there), "333333333333"); /* another point is another world */
    CHANCE("333333333333", "333333333333", "333333333333", "333333333333", "333333333333", "333333333333",
           "333333333333", "333333333333");
    parcel_at(&goods, user_n(&shop.clerk, 6), here);
    assert_fails(show_code(user_n(&shop.clerk, 6), here, &code), CONFLICT);
    assert_int_equal(chance.given, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_order_lies_at_its_point_from_ready_on),
        TEST(whose_order_lies_at_a_point_hears_so_once),
        TEST(one_code_for_everything_at_a_point_and_another_at_another),
        TEST(codes_that_meet_are_made_again),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
