/* 货账核对: a round's sources agree from its cut-off to its last parcel, and each that lies is named; nothing is
 * received meanwhile. */
#include "groupbuy/flow/fulfilling.h"
#include "store/groupbuy/places.h"

static int up(void **state)
{
    return seats_up(state, "gb_round_books");
}

static Gb__RoundBooks books_of(const struct opened *opened)
{
    Gb__GetRoundBooksRequest in = GB__GET_ROUND_BOOKS_REQUEST__INIT;
    Gb__RoundBooks books = GB__ROUND_BOOKS__INIT;

    in.round_id = opened->round;
    assert_ok(CALL_IN_TX(LEADER, groupbuy_get_round_books, &in, &books));
    return books;
}

static int64_t sum_waiting(const Gb__RoundBooks *books)
{
    int64_t sum = 0;

    for (size_t i = 0; i < books->n_rows; i++)
        sum += books->rows[i]->waiting;
    return sum;
}

static void refund_apple(const struct opened *opened, int number)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__RefundAsk ask = GB__REFUND_ASK__INIT, *asks[] = { &ask };
    Gb__Order order = GB__ORDER__INIT;

    in.order_id =
        arena_strdup(&shop.clerk.arena,
                     rows_id(test_sql(shop.db, "select order_id from round_entries where round_id = $1 and number = $2",
                                      db_id(opened->round), db_int(number)),
                             0, 0));
    in.reason = "不要了";
    in.lines = asks;
    in.n_lines = 1;
    ask.units = 1;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &in, &order));
}

/* Everything that is still to be had of these orders is handed out. */
static void hand_out(const struct opened *opened, int from_number)
{
    struct rows *rows =
        test_sql(shop.db,
                 "select o.id from orders o join round_entries e on e.order_id = o.id where o.round_id ="
                 " $1 and e.number >= $2 and o.status = 'READY'",
                 db_id(opened->round), db_int(from_number));

    for (int row = 0; row < rows_count(rows); row++) {
        struct call *call = clerk_call(&shop.clerk, STAFF);
        struct order_line *lines;
        struct order order;
        size_t count;

        assert_ok(call_begin(call));
        assert_ok(order_lock(call->tx, rows_id(rows, row, 0), NULL, &order));
        assert_ok(order_lines_get(call->tx, order.id, &lines, &count));
        for (size_t i = 0; i < count; i++)
            assert_ok(line_fulfil(call->tx, &lines[i], lines[i].quantity - lines[i].refunded_units));
        assert_ok(order_follow_lines(call, &order, STAFF, "handed over"));
        assert_ok(clerk_end(&shop.clerk, OK));
    }
}

static void the_books_agree_to_the_last_parcel(void **state)
{
    struct opened opened = open_round("EVEN", 40, true);
    Gb__PlaceReceiving seen;
    Gb__RoundBooks books;

    (void)state;
    refund_apple(&opened, 1);
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    refund_apple(&opened, 2);
    books = books_of(&opened);
    assert_true(books.proved);
    assert_int_equal(books.n_rows, 3); /* both at the point, apples at the door */
    assert_ok(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, 60, 7 }, { opened.pears, 20, 0 }));
    assert_ok(ARRIVE(LEADER, &opened, opened.round, &seen, { opened.apples, 20, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_true(books_of(&opened).proved);
    assert_ok(settle(&opened, POINT));
    assert_ok(confirm(LEADER, &opened, opened.round, 1, &seen));
    assert_ok(settle(&opened, opened.round));
    hand_out(&opened, 20);
    refund_apple(&opened, 25); /* after it was handed out */
    books = books_of(&opened);
    assert_true(books.proved);
    assert_true(sum_waiting(&books) > 0);
    hand_out(&opened, 1);
    books = books_of(&opened);
    assert_true(books.proved);
    assert_int_equal(sum_waiting(&books), 0);
}

static void breaks(const struct opened *opened, const char *wreck, const char *mend, Gb__BooksCheck check)
{
    struct came came = { opened->apples, 1, 0 };
    Gb__PlaceReceiving seen;
    Gb__RoundBooks books;
    bool named = false;

    test_sql(shop.db, wreck, db_id(opened->apples));
    books = books_of(opened);
    assert_false(books.proved);
    for (size_t i = 0; i < books.n_differences; i++)
        named = named ||
                (books.differences[i]->check == check && strcmp(books.differences[i]->item_id, opened->apples) == 0);
    assert_true(named);
    assert_fails(arrive(STAFF, opened, POINT, &came, 1, &seen), BOOKS_DIFFER);
    test_sql(shop.db, mend, db_id(opened->apples));
    assert_true(books_of(opened).proved);
}

static void each_source_that_lies_is_named_and_nothing_is_received(void **state)
{
    struct opened opened = closed_round("EVEN", 6, false);

    (void)state;
    breaks(&opened, "update round_sheet set units = units + 1 where item_id = $1",
           "update round_sheet set units = units - 1 where item_id = $1", GB__BOOKS_CHECK__SHEET_IS_STOCK);
    breaks(&opened, "update round_lists set units = units - 1 where item_id = $1",
           "update round_lists set units = units + 1 where item_id = $1", GB__BOOKS_CHECK__LISTS_ARE_SHEET);
    breaks(
        &opened,
        "update order_lines set quantity = quantity + 1, list_fen = list_fen + list_price_fen, campaign_discount_fen ="
        " campaign_discount_fen + list_price_fen where ctid = (select max(ctid) from order_lines where pool_id = $1)",
        "update order_lines set quantity = quantity - 1, list_fen = list_fen - list_price_fen, campaign_discount_fen ="
        " campaign_discount_fen - list_price_fen where ctid = (select max(ctid) from order_lines where pool_id = $1)",
        GB__BOOKS_CHECK__ORDERS_ARE_LIST);
    breaks(&opened, "update order_lines set refunded_units = 1 where pool_id = $1",
           "update order_lines set refunded_units = 0 where pool_id = $1", GB__BOOKS_CHECK__OUTCOME_IS_LIST);
    breaks(&opened, "update round_picks set wanted = 1, served = 1 where item_id = $1",
           "update round_picks set wanted = null, served = null where item_id = $1", GB__BOOKS_CHECK__SERVED_CAME);
}

static void one_page_shows_it(void **state)
{
    struct opened opened = closed_round("EVEN", 6, false);
    Gb__ExportSheetRequest in = GB__EXPORT_SHEET_REQUEST__INIT;
    Gb__SheetFile file = GB__SHEET_FILE__INIT;

    (void)state;
    in.round_id = in.place_id = opened.round;
    in.sheet = GB__SHEET_KIND__SHEET_OF_BOOKS;
    in.format = GB__SHEET_FORMAT__AS_PAGE;
    assert_ok(CALL_IN_TX(LEADER, groupbuy_export_sheet, &in, &file));
    assert_non_null(strstr(file.text, "账实相符"));
    test_sql(shop.db, "update round_sheet set units = units + 1 where item_id = $1", db_id(opened.apples));
    gb__sheet_file__init(&file);
    assert_ok(CALL_IN_TX(LEADER, groupbuy_export_sheet, &in, &file));
    assert_non_null(strstr(file.text, "不符 2 处"));
    test_sql(shop.db, "update round_sheet set units = units - 1 where item_id = $1", db_id(opened.apples));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_books_agree_to_the_last_parcel),
        TEST(each_source_that_lies_is_named_and_nothing_is_received),
        TEST(one_page_shows_it),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
