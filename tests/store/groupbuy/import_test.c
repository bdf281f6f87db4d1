/* Files of products on a real PostgreSQL: worked off in transactions of their own, taken up where they stopped, sent
 * again. */
#include "groupbuy/catalogue.h"
#include "groupbuy/store/import_store.h"
#include "store/groupbuy/seats.h"

#define HEADINGS "number,title,category,seller_name,seller_licence,sku_number,sku_title,list_price,stock,description\n"

static int up(void **state)
{
    return seats_up(state, "gb_import");
}

static int64_t count_of(const char *what)
{
    return test_sql_int(shop.db,
                        "select case $1 when 'products' then (select count(*) from products where number is not null)"
                        " when 'skus' then (select count(*) from skus where number is not null)"
                        " when 'stock' then (select sum(stock)::bigint from skus where number is not null) end",
                        db_text(what));
}

/* As the handler keeps it. */
static const char *send(const char *key, const char *text)
{
    struct call *call = clerk_call(&shop.clerk, OPERATOR);
    struct product_import import = { .id = id_make(&shop.clerk.arena),
                                     .key = key,
                                     .sha256 = "",
                                     .bytes = (int64_t)strlen(text),
                                     .created_by = OPERATOR };
    struct product_file read;
    bool is_new;

    assert_ok(call_begin(call));
    assert_ok(product_file_read(&shop.clerk.arena, arena_strdup(&shop.clerk.arena, text), strlen(text), &read));
    assert_ok(import_insert(call->tx, &import, text, &read, &is_new));
    assert_true(is_new);
    assert_ok(clerk_end(&shop.clerk, OK));
    return import.id;
}

static struct status work_off_once(const char *key)
{
    const struct job job = { .kind = JOB_IMPORT_PRODUCTS, .key = key };

    return clerk_end(&shop.clerk, groupbuy_work_off_import(clerk_call(&shop.clerk, ""), &job));
}

/* The jobs, one after the other, as long as there are any. */
static struct status work_off(const char *import_id)
{
    struct rows *rows;

    TRY(work_off_once(import_id));
    while (rows = test_sql(shop.db, "delete from jobs where kind = $1 returning key", db_text(JOB_IMPORT_PRODUCTS)),
           rows_count(rows) > 0) {
        const char *key = arena_strdup(&shop.clerk.arena, rows_text(rows, 0, 0));

        TRY(work_off_once(key));
    }
    return OK;
}

static struct product_import look(const char *key)
{
    struct product_import import;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    assert_ok(call_begin(call));
    assert_ok(import_get(call->tx, key, &import));
    clerk_end(&shop.clerk, OK);
    return import;
}

/* `products` of them with two SKUs each. */
static const char *file_of(int products, const char *title)
{
    struct buf text;

    buf_init(&text, &shop.clerk.arena, (size_t)products * 120);
    buf_add_str(&text, HEADINGS);
    for (int i = 0; i < products; i++)
        buf_printf(&text, "P%04d,%s,水果,云山,JY1,a,小,10.00,5,\nP%04d,,,,,b,大,20,5,\n", i, title, i);
    return text.data;
}

/* The second transaction fails as if we had been killed in it; the next run goes on where the first one ended. */
static void an_import_goes_on_where_it_stopped(void **state)
{
    const char *id = send("one", file_of(1200, "苹果"));

    (void)state;
    test_sql(shop.db, "alter table products add constraint kill check (number <> 'P0700')");
    assert_false(ok(work_off(id)));
    assert_int_equal(count_of("products"), 500);
    assert_int_equal(look("one").looked_at, 500);
    assert_int_equal(look("one").state, IMPORT_RUNNING);
    test_sql(shop.db, "alter table products drop constraint kill");
    assert_ok(work_off(id));
    assert_ok(work_off(id));
    assert_int_equal(count_of("products"), 1200);
    assert_int_equal(count_of("skus"), 2400);
    assert_int_equal(look("one").created, 1200);
    assert_int_equal(look("one").updated, 0);
    assert_int_equal(look("one").state, IMPORT_DONE);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from product_imports where file is not null"), 0);
}

/* By the merchant's numbers: another title, no second product; units that were sold meanwhile stay sold. */
static void the_same_numbers_again_are_an_update(void **state)
{
    (void)state;
    test_sql(shop.db, "update skus set stock = stock - 3 where id = (select id from skus where number = 'a' limit 1)");
    test_sql(shop.db, "update products set description = 'ours', status = 'ON_SHELF' where number = 'P0000'");
    assert_ok(work_off(send("two", "number,title,category,seller_name,seller_licence,sku_number,sku_title,list_price,"
                                   "stock\nP0000,梨,水果,云山,JY1,a,小,11.00,500\nP0000,,,,,c,巨,30,5\n")));
    assert_int_equal(look("two").updated, 1);
    assert_int_equal(count_of("products"), 1200);
    assert_int_equal(count_of("skus"), 2401);
    assert_int_equal(count_of("stock"), 2400 * 5 - 3 + 5);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from products where title = '梨' and number = 'P0000'"
                                           " and description = 'ours' and status = 'ON_SHELF'"),
                     1);
    assert_int_equal(test_sql_int(shop.db, "select sum(s.list_price_fen)::bigint from skus s join products p"
                                           " on p.id = s.product_id where p.number = 'P0000'"),
                     1100 + 2000 + 3000);
}

static void a_product_with_a_fault_leaves_nothing(void **state)
{
    (void)state;
    assert_ok(work_off(send("three", HEADINGS "X1,a,b,c,d,1,x,1,1,\nX1,,,,,2,y,oops,1,\nX2,a,b,c,d,1,x,1,1,\n")));
    assert_int_equal(look("three").created, 1);
    assert_int_equal(look("three").products_bad, 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from products where number = 'X1'"), 0);
    assert_int_equal(test_sql_int(shop.db, "select line from product_import_faults where column_name = 'list_price'"),
                     3);
}

static int64_t limits_of(const char *number)
{
    return test_sql_int(shop.db,
                        "select per_household_limit * 100 + per_address_limit * 10 + per_phone_limit from products"
                        " where number = $1",
                        db_text(number));
}

/* A file that does not speak of a limit leaves it as it is. */
static void limits_that_accounts_share_come_with_a_file(void **state)
{
    (void)state;
    assert_ok(
        work_off(send("limits", "number,title,category,seller_name,seller_licence,sku_number,sku_title,list_price,"
                                "per_household_limit,每地址限购,per_phone_limit\n"
                                "H1,米,粮油,云山,JY1,a,小,10.00,2,3,4\nH2,面,粮油,云山,JY1,a,小,10.00,1,1,1000\n")));
    assert_int_equal(limits_of("H1"), 234);
    assert_int_equal(look("limits").products_bad, 1);
    assert_int_equal(
        test_sql_int(shop.db, "select line from product_import_faults where column_name = 'per_phone_limit'"), 3);
    assert_ok(work_off(send("fewer", "number,title,category,seller_name,seller_licence,sku_number,sku_title,list_price,"
                                     "每户限购\nH1,米,粮油,云山,JY1,a,小,10.00,5\n")));
    assert_int_equal(limits_of("H1"), 534);
}

/* The largest file there may be, in the memory that a job has: each job begins with an empty arena. */
static void the_largest_file_fits(void **state)
{
    struct buf text;
    char id[33];

    (void)state;
    buf_init(&text, &shop.clerk.arena, PRODUCT_FILE_BYTES_MAX + 1);
    buf_add_str(&text, HEADINGS);
    for (int i = 0; text.len < PRODUCT_FILE_BYTES_MAX - 600 && i < PRODUCT_FILE_LINES_MAX; i++)
        buf_printf(&text, "L%05d,苹果苹果,水果,云山,JY1,a,小,10.00,5,%0*d\n", i, 120, 0);
    snprintf(id, sizeof id, "%s", send("four", text.data));
    clerk_call(&shop.clerk, "");
    arena_reset(&shop.clerk.arena);
    assert_ok(work_off_once(id));
    assert_in_range(shop.clerk.arena.bytes_used, 1, ARENA_BYTES_MAX * 7 / 8);
    print_message("%zu bytes of arena\n", shop.clerk.arena.bytes_used);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_import_goes_on_where_it_stopped),
        TEST(the_same_numbers_again_are_an_update),
        TEST(a_product_with_a_fault_leaves_nothing),
        TEST(limits_that_accounts_share_come_with_a_file),
        TEST(the_largest_file_fits),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
