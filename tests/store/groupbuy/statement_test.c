/* What a supplier is owed for rounds, on a real PostgreSQL: cost as it was at the cut-off, sound units that were
 * ordered. */
#include "groupbuy/catalogue.h"
#include "groupbuy/flow/suppliers.h"
#include "store/groupbuy/places.h"

static int up(void **state)
{
    return seats_up(state, "gb_statement");
}

static const char *supplier_called(const char *name)
{
    Gb__CreateSupplierRequest in = GB__CREATE_SUPPLIER_REQUEST__INIT;
    Gb__Supplier out = GB__SUPPLIER__INIT;

    in.name = name;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_supplier, &in, &out));
    return out.supplier_id;
}

static void supplied(const struct opened *opened, const char *supplier, fen cost)
{
    test_sql(shop.db,
             "update skus set supplier_id = $2, cost_price_fen = $3 where id in (select sku_id from round_items where"
             " round_id = $1)",
             db_id(opened->round), db_id(supplier), db_int(cost));
}

static struct status statement(const char *supplier, const char *month, int size, const char *token,
                               Gb__SupplierStatement *out)
{
    Gb__GetSupplierStatementRequest in = GB__GET_SUPPLIER_STATEMENT_REQUEST__INIT;

    in.supplier_id = supplier;
    in.month = month;
    in.page_size = size;
    in.page_token = token;
    gb__supplier_statement__init(out);
    return CALL_IN_TX(OPERATOR, groupbuy_get_supplier_statement, &in, out);
}

static const char *month_of(const struct opened *opened)
{
    return arena_strdup(
        &shop.clerk.arena,
        rows_text(test_sql(shop.db,
                           "select to_char(closed_at at time zone 'Asia/Shanghai', 'YYYY-MM') from rounds"
                           " where id = $1",
                           db_id(opened->round)),
                  0, 0));
}

static const Gb__SuppliedLine *line_of(const Gb__SupplierStatement *statement, const char *item)
{
    for (size_t i = 0; i < statement->n_lines; i++)
        if (strcmp(statement->lines[i]->item_id, item) == 0)
            return statement->lines[i];
    fail_msg("item %s is not in the statement", item);
    return NULL;
}

/* Ten orders: 20 apples and 5 pears. Costs change afterwards, and he brings two apples too few, one of them bad. */
static void what_is_owed_is_sound_units_at_the_cost_of_the_cut_off(void **state)
{
    const char *ours = supplier_called("鲜果合作社"), *others = supplier_called("米行");
    struct opened opened = open_round("FIRST_COME", 10, false);
    const Gb__SuppliedLine *line;
    Gb__SupplierStatement seen;
    Gb__PlaceReceiving counted;

    (void)state;
    supplied(&opened, ours, 400);
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    supplied(&opened, others, 1);
    assert_ok(statement(ours, month_of(&opened), 0, "", &seen));
    assert_int_equal(seen.n_lines, 2);
    assert_int_equal(seen.owed_fen, 0); /* nothing has come */
    assert_ok(ARRIVE(STAFF, &opened, POINT, &counted, { opened.apples, 18, 1 }, { opened.pears, 7, 0 }));
    assert_ok(statement(ours, month_of(&opened), 0, "", &seen));
    line = line_of(&seen, opened.apples);
    assert_int_equal(line->ordered, 20);
    assert_int_equal(line->received, 18);
    assert_int_equal(line->damaged, 1);
    assert_int_equal(line->lacking, 2);
    assert_int_equal(line->cost_price_fen, 400);
    assert_int_equal(line->owed_fen, 17 * 400);
    assert_int_equal(line_of(&seen, opened.pears)->owed_fen, 5 * 400); /* two were not ordered */
    assert_int_equal(seen.owed_fen, 22 * 400);
    assert_ok(statement(others, month_of(&opened), 0, "", &seen));
    assert_int_equal(seen.n_lines, 0);
}

static void a_statement_is_of_a_month_page_by_page(void **state)
{
    const char *ours = supplier_called("果园"), *month, *first;
    struct opened opened = open_round("FIRST_COME", 10, false);
    Gb__SupplierStatement seen;

    (void)state;
    supplied(&opened, ours, 400);
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    month = month_of(&opened);
    assert_ok(statement(ours, month, 1, "", &seen));
    assert_int_equal(seen.n_lines, 1);
    first = seen.lines[0]->item_id;
    assert_ok(statement(ours, month, 1, seen.next_page_token, &seen));
    assert_int_equal(seen.n_lines, 1);
    assert_string_not_equal(seen.lines[0]->item_id, first);
    assert_string_equal(seen.next_page_token, "");
    assert_ok(statement(ours, "2020-02", 0, "", &seen));
    assert_int_equal(seen.n_lines, 0);
    assert_fails(statement(user_n(&shop.clerk, 9), month, 0, "", &seen), NOT_HERE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_owed_is_sound_units_at_the_cost_of_the_cut_off),
        TEST(a_statement_is_of_a_month_page_by_page),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
