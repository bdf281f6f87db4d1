/* The sheets of a round: frozen at its cut-off, whatever becomes of orders later; parcels follow; files are whole. */
#include "store/groupbuy/places.h"

static int up(void **state)
{
    return seats_up(state, "gb_sheets");
}

static struct status export(const char *user, const struct opened *opened, const char *place, Gb__SheetKind kind,
                            Gb__SheetFormat format, int64_t after, Gb__SheetFile *out)
{
    Gb__ExportSheetRequest in = GB__EXPORT_SHEET_REQUEST__INIT;

    in.round_id = opened->round;
    in.place_id = place;
    in.sheet = kind;
    in.format = format;
    in.after_number = after;
    gb__sheet_file__init(out);
    return CALL_IN_TX(user, groupbuy_export_sheet, &in, out);
}

static struct status purchase(const char *user, const struct opened *opened, Gb__PurchaseSheet *out)
{
    Gb__GetPurchaseSheetRequest in = GB__GET_PURCHASE_SHEET_REQUEST__INIT;

    in.round_id = opened->round;
    gb__purchase_sheet__init(out);
    return CALL_IN_TX(user, groupbuy_get_purchase_sheet, &in, out);
}

static void refund_first(const struct opened *opened, int number, int units)
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
    ask.units = units;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &in, &order));
}

/* Order 5: three apples, a pear. */
static void reduce_to_one_apple(const struct opened *opened)
{
    Gb__ReduceRoundOrderRequest in = GB__REDUCE_ROUND_ORDER_REQUEST__INIT;
    Gb__LineLeft left = GB__LINE_LEFT__INIT, *lines[] = { &left };
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;

    in.order_id =
        arena_strdup(&shop.clerk.arena, rows_id(test_sql(shop.db,
                                                         "select order_id from round_entries where round_id = $1 and"
                                                         " number = 5",
                                                         db_id(opened->round)),
                                                0, 0));
    in.lines = lines;
    in.n_lines = 1;
    left.quantity = 1;
    test_sql(shop.db,
             "update rounds set status = 'OPEN', ends_at = now() + interval '1 h', ready_at = now() + interval '1 h' "
             "where id = $1",
             db_id(opened->round));
    assert_ok(CALL_IN_TX(user_n(&shop.clerk, 5), groupbuy_reduce_round_order, &in, &out));
    test_sql(shop.db, "update rounds set status = 'CLOSING', ends_at = now(), ready_at = now() where id = $1",
             db_id(opened->round));
}

static void what_was_taken_off_before_the_cut_off_is_not_left_out_twice(void **state)
{
    struct opened opened = open_round("FIRST_COME", 10, false); /* 20 apples */
    Gb__GetRoundBooksRequest in = GB__GET_ROUND_BOOKS_REQUEST__INIT;
    Gb__RoundBooks books = GB__ROUND_BOOKS__INIT;
    Gb__PurchaseSheet sheet;

    (void)state;
    reduce_to_one_apple(&opened);
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    assert_ok(purchase(LEADER, &opened, &sheet));
    assert_int_equal(sheet.suppliers[0]->lines[0]->units, 18);
    assert_int_equal(sheet.suppliers[0]->lines[0]->refunded, 0);
    assert_int_equal(sheet.suppliers[0]->lines[0]->needed, 18);
    in.round_id = opened.round;
    assert_ok(CALL_IN_TX(LEADER, groupbuy_get_round_books, &in, &books));
    assert_int_equal(books.rows[0]->waiting, 18);
    assert_int_equal(books.rows[0]->refunded, 0);
    assert_true(books.proved);
}

static void sheets_are_frozen_at_the_cut_off(void **state)
{
    struct opened opened = open_round("EVEN", 10, true); /* 20 apples, 5 pears; the tenth goes to the door: 2 apples */
    Gb__GetDeliveryListRequest in = GB__GET_DELIVERY_LIST_REQUEST__INIT;
    Gb__DeliveryList list = GB__DELIVERY_LIST__INIT;
    Gb__PurchaseSheet sheet;

    (void)state;
    assert_fails(purchase(LEADER, &opened, &sheet), NOT_FROZEN);
    refund_first(&opened, 2, 1);
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    refund_first(&opened, 5, 1); /* too late for the sheet */
    assert_ok(purchase(LEADER, &opened, &sheet));
    assert_int_equal(sheet.n_suppliers, 1);
    assert_string_equal(sheet.suppliers[0]->supplier, "云山果业");
    assert_int_equal(sheet.suppliers[0]->lines[0]->units, 20);
    assert_int_equal(sheet.suppliers[0]->lines[0]->refunded, 1);
    assert_int_equal(sheet.suppliers[0]->lines[1]->needed, 5);
    assert_int_equal(sheet.suppliers[0]->needed, 24);
    assert_ok(purchase(OPERATOR, &opened, &sheet));
    assert_fails(purchase(STAFF, &opened, &sheet), NOT_HERE);
    in.round_id = opened.round;
    in.place_id = POINT;
    assert_ok(CALL_IN_TX(STAFF, groupbuy_get_delivery_list, &in, &list));
    assert_int_equal(list.lines[0]->needed, 17);
    assert_string_equal(list.place->name, "东门");
    in.place_id = opened.round;
    gb__delivery_list__init(&list);
    assert_fails(CALL_IN_TX(STAFF, groupbuy_get_delivery_list, &in, &list), NOT_HERE);
    assert_ok(CALL_IN_TX(LEADER, groupbuy_get_delivery_list, &in, &list));
    assert_int_equal(list.lines[0]->needed, 2);
}

static void parcels_are_what_is_left_of_orders(void **state)
{
    struct opened opened = closed_round("EVEN", 45, false);
    Gb__ListParcelsRequest in = GB__LIST_PARCELS_REQUEST__INIT;
    Gb__ListParcelsResponse page = GB__LIST_PARCELS_RESPONSE__INIT;
    int64_t units = 0, seen = 0;

    (void)state;
    refund_first(&opened, 2, 3); /* all that this one has */
    refund_first(&opened, 3, 1);
    in.round_id = opened.round;
    in.place_id = POINT;
    do {
        in.page_token = page.next_page_token;
        gb__list_parcels_response__init(&page);
        assert_ok(CALL_IN_TX(STAFF, groupbuy_list_parcels, &in, &page));
        for (size_t i = 0; i < page.n_parcels; i++, seen++)
            for (size_t j = 0; j < page.parcels[i]->n_goods; j++)
                units += page.parcels[i]->goods[j]->units;
    } while (*page.next_page_token);
    assert_int_equal(seen, 44);
    assert_int_equal(units, 45 * 2 + 23 - 3 - 1);
    assert_string_equal(
        rows_text(test_sql(shop.db, "select shelf from round_parcels where round_id = $1 and number = 21",
                           db_id(opened.round)),
                  0, 0),
        "B01");
}

static struct status adjust(const char *user, const struct opened *opened, int64_t units, Gb__DeliveryList *out)
{
    Gb__AdjustRoundSheetRequest in = GB__ADJUST_ROUND_SHEET_REQUEST__INIT;

    in.round_id = opened->round;
    in.place_id = POINT;
    in.item_id = opened->apples;
    in.units = units;
    in.reason = "多备两箱";
    gb__delivery_list__init(out);
    return CALL_IN_TX(user, groupbuy_adjust_round_sheet, &in, out);
}

/* Corrections are rows beside what is frozen; orders and their books stay as they are. */
static void corrections_are_rows_of_their_own(void **state)
{
    struct opened opened = open_round("EVEN", 10, false);
    Gb__PlaceReceiving seen;
    Gb__PurchaseSheet sheet;
    Gb__DeliveryList list;

    (void)state;
    assert_fails(adjust(LEADER, &opened, 2, &list), NOT_HERE);
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    assert_fails(adjust(STAFF, &opened, 2, &list), NOT_HERE);
    assert_fails(adjust(LEADER, &opened, -21, &list), FIELDS_INVALID);
    assert_ok(adjust(LEADER, &opened, 5, &list));
    assert_ok(adjust(LEADER, &opened, -3, &list));
    assert_int_equal(list.lines[0]->units, 20);
    assert_int_equal(list.lines[0]->adjusted, 2);
    assert_int_equal(list.lines[0]->needed, 22);
    assert_int_equal(list.place->expected, 27);
    assert_ok(purchase(LEADER, &opened, &sheet));
    assert_int_equal(sheet.suppliers[0]->needed, 27);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from round_adjustments where round_id = $1 and adjusted_by = $2"
                                  " and reason <> ''",
                                  db_id(opened.round), db_id(LEADER)),
                     2);
    assert_ok(ARRIVE(LEADER, &opened, POINT, &seen, { opened.apples, 22, 0 }, { opened.pears, 5, 0 }));
    assert_int_equal(seen.items[0]->expected, 22);
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_fails(adjust(LEADER, &opened, 1, &list), NOT_TO_BE_RECEIVED);
}

static int lines_of(const char *text)
{
    int lines = 0;

    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void files_are_whole_and_nobody_elses(void **state)
{
    struct opened opened = closed_round("EVEN", 600, false);
    Gb__SheetFile file;

    (void)state;
    assert_ok(export(STAFF, &opened, POINT, GB__SHEET_KIND__SHEET_OF_PICKING, GB__SHEET_FORMAT__AS_CSV, 0, &file));
    assert_int_equal(lines_of(file.text), 1 + 600 + 300);
    assert_int_equal(file.next_after_number, 0);
    assert_string_equal(file.media_type, "text/csv; charset=utf-8");
    assert_ok(export(STAFF, &opened, POINT, GB__SHEET_KIND__SHEET_OF_PICKING, GB__SHEET_FORMAT__AS_CSV, 598, &file));
    assert_int_equal(lines_of(file.text), 1 + 2 + 1);
    assert_ok(export(STAFF, &opened, POINT, GB__SHEET_KIND__SHEET_OF_LABELS, GB__SHEET_FORMAT__AS_CSV, 0, &file));
    assert_string_equal(file.media_type, "text/csv; charset=utf-8");
    assert_int_equal(lines_of(file.text), 1 + 600); /* a line a parcel */
    assert_ok(export(STAFF, &opened, POINT, GB__SHEET_KIND__SHEET_OF_LABELS, GB__SHEET_FORMAT__AS_PAGE, 0, &file));
    assert_string_equal(file.media_type, "text/html; charset=utf-8");
    assert_non_null(strstr(file.text, "#600</span>"));
    assert_ok(export(LEADER, &opened, POINT, GB__SHEET_KIND__SHEET_OF_DELIVERY, GB__SHEET_FORMAT__AS_PAGE, 0, &file));
    assert_non_null(strstr(file.text, "1 栋 &lt;底商&gt; &quot;甲&quot;"));
    assert_ok(
        export(LEADER, &opened, opened.round, GB__SHEET_KIND__SHEET_OF_PURCHASE, GB__SHEET_FORMAT__AS_CSV, 0, &file));
    assert_non_null(strstr(file.text, "\"云山果业\",\"水果\",\"苹果\",1200,0,0,1200\r\n"));
    assert_fails(export(LEADER, &opened, POINT, GB__SHEET_KIND__SHEET_OF_PURCHASE, GB__SHEET_FORMAT__AS_CSV, 0, &file),
                 NOT_HERE);
    assert_fails(export(user_n(&shop.clerk, 1), &opened, POINT, GB__SHEET_KIND__SHEET_OF_LABELS,
                        GB__SHEET_FORMAT__AS_PAGE, 0, &file),
                 NOT_HERE);
}

/* Long names and many goods: a file ends with a whole parcel, and the next one goes on there. */
static void a_long_file_ends_with_a_whole_parcel(void **state)
{
    struct opened opened = closed_round("EVEN", 600, false);
    int64_t after = 0, rows = 0;
    Gb__SheetFile file;

    (void)state;
    test_sql(shop.db, "update round_entries set remark = repeat('长', 400) where round_id = $1", db_id(opened.round));
    do {
        assert_ok(
            export(LEADER, &opened, POINT, GB__SHEET_KIND__SHEET_OF_PICKING, GB__SHEET_FORMAT__AS_CSV, after, &file));
        assert_true(strlen(file.text) < 500000);
        assert_true(file.next_after_number == 0 || file.next_after_number > after);
        rows += lines_of(file.text) - 1;
        after = file.next_after_number;
    } while (after);
    assert_int_equal(rows, 900);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_taken_off_before_the_cut_off_is_not_left_out_twice),
        TEST(sheets_are_frozen_at_the_cut_off),
        TEST(parcels_are_what_is_left_of_orders),
        TEST(corrections_are_rows_of_their_own),
        TEST(files_are_whole_and_nobody_elses),
        TEST(a_long_file_ends_with_a_whole_parcel),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
