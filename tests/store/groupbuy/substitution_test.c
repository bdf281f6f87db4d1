/* Something else for what is short, on a real PostgreSQL: asked, answered in time or not, shared out, what it costs
 * less goes back, and the books still prove. */
#include "groupbuy/catalogue.h"
#include "store/groupbuy/places.h"

static int up(void **state)
{
    return seats_up(state, "gb_substitution");
}

/* 2, 3, 1 and 2 apples at 9.00; 3 come: orders 2, 3 and 4 go short of 2, 1 and 2. */
static struct opened short_round(void)
{
    struct opened opened = closed_round("FIRST_COME", 4, false);
    Gb__PlaceReceiving seen;

    assert_ok(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, 3, 0 }, { opened.pears, 2, 0 }));
    return opened;
}

static struct status ask_for(const char *user, const struct opened *opened, const char *item, const char *sku,
                             int64_t price, int64_t units, Gb__Substitution *out)
{
    Gb__AskSubstitutionRequest in = GB__ASK_SUBSTITUTION_REQUEST__INIT;

    in.round_id = opened->round;
    in.place_id = POINT;
    in.item_id = item;
    in.sku_id = sku;
    in.price_fen = price;
    in.units = units;
    in.minutes = 60;
    gb__substitution__init(out);
    return CALL_IN_TX(user, groupbuy_ask_substitution, &in, out);
}

static const char *order_n(const struct opened *opened, int number)
{
    return arena_strdup(
        &shop.clerk.arena,
        rows_id(test_sql(shop.db, "select order_id from round_entries where round_id = $1 and number = $2",
                         db_id(opened->round), db_int(number)),
                0, 0));
}

static struct status answer(int user, const char *order, const char *substitution, bool takes)
{
    Gb__AnswerSubstitutionRequest in = GB__ANSWER_SUBSTITUTION_REQUEST__INIT;
    Gb__OrderSubstitution out = GB__ORDER_SUBSTITUTION__INIT;

    in.order_id = order;
    in.substitution_id = substitution;
    in.takes = takes;
    return CALL_IN_TX(user_n(&shop.clerk, user), groupbuy_answer_substitution, &in, &out);
}

static int64_t stock_of(const char *sku)
{
    return test_sql_int(shop.db, "select stock from skus where id = $1", db_id(sku));
}

static int64_t back(const char *order, const char *reason)
{
    return test_sql_int(shop.db,
                        "select coalesce(sum(amount_fen), 0)::bigint from refunds where order_id = $1 and reason = $2",
                        db_id(order), db_text(reason));
}

static bool proved(const struct opened *opened)
{
    Gb__GetRoundBooksRequest in = GB__GET_ROUND_BOOKS_REQUEST__INIT;
    Gb__RoundBooks out = GB__ROUND_BOOKS__INIT;

    in.round_id = opened->round;
    assert_ok(CALL_IN_TX(LEADER, groupbuy_get_round_books, &in, &out));
    return out.proved;
}

/* What lies in the parcel of an order, as 3+2. */
static const char *parcel(const struct opened *opened, int64_t number)
{
    Gb__ListParcelsRequest in = GB__LIST_PARCELS_REQUEST__INIT;
    Gb__ListParcelsResponse out = GB__LIST_PARCELS_RESPONSE__INIT;
    const char *text = "";

    in.round_id = opened->round;
    in.place_id = POINT;
    assert_ok(CALL_IN_TX(STAFF, groupbuy_list_parcels, &in, &out));
    for (size_t i = 0; i < out.n_parcels; i++)
        for (size_t k = 0; out.parcels[i]->number == number && k < out.parcels[i]->n_goods; k++)
            text =
                arena_printf(&shop.clerk.arena, "%s%s%ld", text, k ? "+" : "", (long)out.parcels[i]->goods[k]->units);
    return text;
}

static void who_says_yes_gets_it_and_pays_no_more(void **state)
{
    const char *other = put_on_shelf(100, 0).apples;
    struct opened opened = short_round();
    Gb__PlaceReceiving seen;
    Gb__Substitution asked;

    (void)state;
    assert_ok(ask_for(LEADER, &opened, opened.apples, other, 800, 3, &asked));
    assert_int_equal(asked.asked, 3);
    assert_int_equal(stock_of(other), 97);
    assert_int_equal(events("SubstitutionAsked", order_n(&opened, 2)), 1);
    assert_int_equal(events("SubstitutionAsked", order_n(&opened, 1)), 0);
    assert_fails(answer(1, order_n(&opened, 2), asked.substitution_id, true), NOT_HERE); /* not his */
    assert_fails(answer(1, order_n(&opened, 1), asked.substitution_id, true), NOT_HERE); /* not asked */
    assert_ok(answer(2, order_n(&opened, 2), asked.substitution_id, false));
    assert_ok(answer(2, order_n(&opened, 2), asked.substitution_id, true)); /* he may say otherwise */
    assert_ok(answer(3, order_n(&opened, 3), asked.substitution_id, false));
    assert_fails(confirm(LEADER, &opened, POINT, 1, &seen), SUBSTITUTION_OPEN);
    assert_ok(answer(4, order_n(&opened, 4), asked.substitution_id, true));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_fails(answer(3, order_n(&opened, 3), asked.substitution_id, true), SUBSTITUTION_OVER);
    assert_ok(settle(&opened, POINT));

    assert_int_equal(stock_of(other), 97); /* 2 and 1 of 3 */
    assert_int_equal(back(order_n(&opened, 2), "SUBSTITUTION"), 2 * 100);
    assert_int_equal(back(order_n(&opened, 2), "SHORTAGE"), 0);
    assert_int_equal(back(order_n(&opened, 3), "SHORTAGE"), 900);
    assert_int_equal(back(order_n(&opened, 4), "SUBSTITUTION"), 100);
    assert_int_equal(back(order_n(&opened, 4), "SHORTAGE"), 900);
    assert_string_equal(parcel(&opened, 1), "2+1");
    assert_string_equal(parcel(&opened, 2), "1+2"); /* an apple, and two of the other */
    assert_string_equal(parcel(&opened, 3), "1");   /* a pear */
    assert_string_equal(parcel(&opened, 4), "1");   /* of the other alone */
    assert_int_equal(OF_ROUND(&opened, "count(*) filter (where o.status = 'READY')"), 4);
    assert_true(proved(&opened));
}

static void silence_is_a_refund(void **state)
{
    const char *other = put_on_shelf(100, 0).apples;
    struct opened opened = short_round();
    Gb__PlaceReceiving seen;
    Gb__Substitution asked;

    (void)state;
    assert_ok(ask_for(LEADER, &opened, opened.apples, other, 900, 50, &asked));
    test_sql(shop.db, "update round_substitutions set until = now() - interval '1 s' where id = $1",
             db_id(asked.substitution_id));
    assert_fails(answer(2, order_n(&opened, 2), asked.substitution_id, true), SUBSTITUTION_OVER);
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_ok(settle(&opened, POINT));
    assert_int_equal(stock_of(other), 100);
    for (int n = 2; n <= 4; n++)
        assert_int_equal(back(order_n(&opened, n), "SHORTAGE"), n == 3 ? 900 : 1800);
    assert_int_equal(OF_ROUND(&opened, "count(*) filter (where exists (select from refunds r where r.order_id = o.id"
                                       " and r.reason = 'SUBSTITUTION'))"),
                     0);
    assert_true(proved(&opened));
}

static void refund_line(const char *order, int position, int units)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__RefundAsk ask = GB__REFUND_ASK__INIT, *asks[] = { &ask };
    Gb__Order out = GB__ORDER__INIT;

    in.order_id = order;
    in.reason = "不要了";
    in.lines = asks;
    in.n_lines = 1;
    ask.position = position;
    ask.units = units;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &in, &out));
}

static void what_is_given_up_after_the_sharing_out_is_back_in_stock(void **state)
{
    const char *other = put_on_shelf(100, 0).apples;
    struct opened opened = short_round();
    Gb__PlaceReceiving seen;
    Gb__Substitution asked;

    (void)state;
    assert_ok(ask_for(LEADER, &opened, opened.apples, other, 800, 5, &asked));
    for (int n = 2; n <= 4; n++)
        assert_ok(answer(n, order_n(&opened, n), asked.substitution_id, true));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_int_equal(stock_of(other), 95);
    refund_line(order_n(&opened, 2), 0, 2); /* of three apples: one comes as it is */
    refund_line(order_n(&opened, 4), 0, 2); /* all that it had */
    assert_ok(settle(&opened, POINT));
    assert_int_equal(stock_of(other), 99);
    assert_int_equal(
        test_sql_int(shop.db, "select returned from round_substitutions where id = $1", db_id(asked.substitution_id)),
        4);
    assert_int_equal(back(order_n(&opened, 2), "SUBSTITUTION"), 0);
    assert_int_equal(back(order_n(&opened, 3), "SUBSTITUTION"), 100);
    assert_string_equal(parcel(&opened, 2), "1"); /* the apple that came */
    assert_true(proved(&opened));
}

static void only_what_costs_no_more_and_is_there_may_come(void **state)
{
    const char *other = put_on_shelf(100, 0).apples;
    struct opened waiting = closed_round("FIRST_COME", 4, false), opened = short_round();
    const char *same = arena_strdup(
        &shop.clerk.arena,
        rows_id(test_sql(shop.db, "select sku_id from round_items where id = $1", db_id(opened.apples)), 0, 0));
    Gb__Substitution asked;

    (void)state;
    assert_fails(ask_for(LEADER, &waiting, waiting.apples, other, 800, 3, &asked), NOT_TO_BE_RECEIVED);
    assert_fails(ask_for(STAFF, &opened, opened.apples, other, 800, 3, &asked), NOT_HERE);
    assert_fails(ask_for(LEADER, &opened, opened.apples, other, 901, 3, &asked), FIELDS_INVALID);
    assert_fails(ask_for(LEADER, &opened, opened.apples, other, 800, 101, &asked), NOT_SUBSTITUTABLE);
    assert_fails(ask_for(LEADER, &opened, opened.apples, same, 800, 3, &asked), NOT_SUBSTITUTABLE);
    assert_fails(ask_for(LEADER, &opened, opened.pears, other, 600, 3, &asked), NOT_SUBSTITUTABLE); /* enough came */
    test_sql(shop.db, "update round_items set weighed = true where id = $1", db_id(opened.apples));
    assert_fails(ask_for(LEADER, &opened, opened.apples, other, 800, 3, &asked), NOT_SUBSTITUTABLE);
    test_sql(shop.db, "update round_items set weighed = false where id = $1", db_id(opened.apples));
    assert_int_equal(stock_of(other), 100);
    assert_ok(ask_for(LEADER, &opened, opened.apples, other, 800, 3, &asked));
    assert_fails(ask_for(LEADER, &opened, opened.apples, other, 800, 3, &asked), NOT_SUBSTITUTABLE); /* once */
    assert_int_equal(stock_of(other), 97);
}

static void what_the_hall_does_not_allow_may_not_come(void **state)
{
    const char *other = put_on_shelf(100, 0).apples;
    struct opened opened = short_round();
    Gb__Substitution asked;

    (void)state;
    test_sql(shop.db,
             "insert into hall_rules (community_id, hall_only, set_by) values ($1, true, $2)"
             " on conflict (community_id) do update set hall_only = true",
             db_id(COMMUNITY), db_id(OPERATOR));
    assert_fails(ask_for(LEADER, &opened, opened.apples, other, 800, 3, &asked), NOT_SUBSTITUTABLE);
    test_sql(shop.db,
             "insert into hall_goods (id, sku_id, community_id, commission_bp, lowest_price_fen, supply_limit, taken,"
             " created_by) values (gen_random_uuid(), $1, $2, 0, 700, 10, 8, $3)",
             db_id(other), db_id(COMMUNITY), db_id(OPERATOR));
    assert_fails(ask_for(LEADER, &opened, opened.apples, other, 699, 2, &asked), FIELDS_INVALID);
    assert_fails(ask_for(LEADER, &opened, opened.apples, other, 800, 3, &asked), HALL_SHORT);
    assert_ok(ask_for(LEADER, &opened, opened.apples, other, 800, 2, &asked));
    test_sql(shop.db, "delete from hall_rules where community_id = $1", db_id(COMMUNITY));
}

static const char *line_of_hall(const char *sku)
{
    return arena_strdup(&shop.clerk.arena,
                        rows_id(test_sql(shop.db,
                                         "insert into hall_goods (id, sku_id, community_id, commission_bp,"
                                         " lowest_price_fen, supply_limit, created_by)"
                                         " values (gen_random_uuid(), $1, $2, 0, 700, 10, $3) returning id",
                                         db_id(sku), db_id(COMMUNITY), db_id(OPERATOR)),
                                0, 0));
}

static int64_t taken(const char *line)
{
    return test_sql_int(shop.db, "select taken from hall_goods where id = $1", db_id(line));
}

static const char *supplied(const char *sku, fen cost)
{
    Gb__CreateSupplierRequest in = GB__CREATE_SUPPLIER_REQUEST__INIT;
    Gb__Supplier out = GB__SUPPLIER__INIT;

    in.name = "鲜果合作社";
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_supplier, &in, &out));
    test_sql(shop.db, "update skus set supplier_id = $2, cost_price_fen = $3 where id = $1", db_id(sku),
             db_id(out.supplier_id), db_int(cost));
    return out.supplier_id;
}

/* Of the month in which the round closed. */
static Gb__SupplierStatement statement_of(const char *supplier, const struct opened *opened)
{
    Gb__GetSupplierStatementRequest in = GB__GET_SUPPLIER_STATEMENT_REQUEST__INIT;
    Gb__SupplierStatement out = GB__SUPPLIER_STATEMENT__INIT;

    in.supplier_id = supplier;
    in.month = arena_strdup(&shop.clerk.arena, rows_text(test_sql(shop.db,
                                                                  "select to_char(closed_at at time zone"
                                                                  " 'Asia/Shanghai', 'YYYY-MM') from rounds"
                                                                  " where id = $1",
                                                                  db_id(opened->round)),
                                                         0, 0));
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_get_supplier_statement, &in, &out));
    return out;
}

/* Five are held for three buyers; two say yes, and one of them gives up what was his. */
static void a_substitute_is_taken_from_the_hall_and_owed_to_its_supplier(void **state)
{
    const char *other = put_on_shelf(100, 0).apples, *line = line_of_hall(other), *supplier = supplied(other, 500);
    struct opened opened = short_round();
    Gb__SupplierStatement seen;
    Gb__PlaceReceiving counted;
    Gb__Substitution asked;

    (void)state;
    assert_ok(ask_for(LEADER, &opened, opened.apples, other, 800, 5, &asked));
    assert_int_equal(taken(line), 5);
    assert_int_equal(statement_of(supplier, &opened).n_lines, 0);
    test_sql(shop.db, "update skus set cost_price_fen = 1 where id = $1", db_id(other));
    assert_ok(answer(2, order_n(&opened, 2), asked.substitution_id, true));
    assert_ok(answer(3, order_n(&opened, 3), asked.substitution_id, false));
    assert_ok(answer(4, order_n(&opened, 4), asked.substitution_id, true));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &counted));
    assert_int_equal(taken(line), 4);
    assert_int_equal(statement_of(supplier, &opened).owed_fen, 4 * 500);
    refund_line(order_n(&opened, 4), 0, 2);
    assert_ok(settle(&opened, POINT));
    assert_int_equal(taken(line), 2);
    seen = statement_of(supplier, &opened);
    assert_int_equal(seen.n_lines, 1);
    assert_true(seen.lines[0]->substitute);
    assert_string_equal(seen.lines[0]->item_id, asked.substitution_id);
    assert_int_equal(seen.lines[0]->ordered, 2);
    assert_int_equal(seen.lines[0]->received, 2);
    assert_int_equal(seen.lines[0]->lacking, 0);
    assert_int_equal(seen.owed_fen, 2 * 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_says_yes_gets_it_and_pays_no_more),
        TEST(silence_is_a_refund),
        TEST(what_is_given_up_after_the_sharing_out_is_back_in_stock),
        TEST(only_what_costs_no_more_and_is_there_may_come),
        TEST(what_the_hall_does_not_allow_may_not_come),
        TEST(a_substitute_is_taken_from_the_hall_and_owed_to_its_supplier),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
