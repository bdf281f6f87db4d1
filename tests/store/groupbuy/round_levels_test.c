/* Rounds for a level and above, on a real PostgreSQL: written down, quoted, ordered. */
#include "groupbuy/store/member_store.h"
#include "store/groupbuy/drafts.h"

static int up(void **state)
{
    int failed = seats_up(state, "gb_round_levels");

    lead();
    return failed;
}

static int levels(void **state)
{
    shelf(state);
    neighbours.levels = 3;
    return 0;
}

static struct status try_draft(int32_t level, Gb__Round *ret_round)
{
    draft_level = level;
    return draft_of_both(900, 0, 20, ret_round);
}

static void he_has(const char *user, int32_t level, int64_t version)
{
    struct call *call = clerk_call(&shop.clerk, "");

    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, member_level_save(call->tx, user, level, version)));
}

static Gb__OrderItem *apple_of(const char *round)
{
    Gb__OrderItem *item = message_new(&shop.clerk.arena, &gb__order_item__descriptor);

    item->item_id = rows_id(test_sql(shop.db, "select id from round_items where round_id = $1", db_id(round)), 0, 0);
    item->quantity = 1;
    return item;
}

static struct status quote(const char *round, const char *user)
{
    Gb__QuoteRoundOrderRequest in = GB__QUOTE_ROUND_ORDER_REQUEST__INIT;
    Gb__BasketQuote out = GB__BASKET_QUOTE__INIT;
    Gb__OrderItem *items[] = { apple_of(round) };

    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = POINT;
    return clerk_end(&shop.clerk, groupbuy_quote_round_order(clerk_call(&shop.clerk, user), &in, &out));
}

static struct status order(const char *round, const char *user)
{
    Gb__PlaceRoundOrderRequest in = GB__PLACE_ROUND_ORDER_REQUEST__INIT;
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;
    Gb__OrderItem *items[] = { apple_of(round) };

    in.round_id = round;
    in.items = items;
    in.n_items = 1;
    in.point_id = POINT;
    return clerk_end(&shop.clerk, groupbuy_place_round_order(clerk_call(&shop.clerk, user), &in, &out));
}

static void a_round_of_a_level_is_for_it_and_above(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct status refused;
    Gb__Round round;

    (void)state;
    refused = try_draft(4, &round);
    assert_fails(refused, FIELDS_INVALID);
    assert_string_equal(refused.violations->list[0].field, "minLevel");
    assert_ok(try_draft(2, &round));
    assert_int_equal(round.min_level, 2);
    assert_string_equal(round.min_level_name, "level-2");
    assert_ok(publish_draft(round.round_id));
    test_sql(shop.db, "update rounds set status = 'OPEN' where id = $1", db_id(round.round_id));

    he_has(ann, 1, 1);
    assert_fails(quote(round.round_id, ann), LEVEL_TOO_LOW);
    refused = order(round.round_id, ann);
    assert_fails(refused, LEVEL_TOO_LOW);
    assert_non_null(strstr(refused.text, "level-2"));
    he_has(ann, 3, 2);
    assert_ok(quote(round.round_id, ann));
    assert_ok(order(round.round_id, ann));
    he_has(ann, 0, 3); /* his order stands */
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from orders where user_id = $1 and status = 'PENDING_PAYMENT'",
                                  db_id(ann)),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_round_of_a_level_is_for_it_and_above, levels),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
