#include "groupbuy/domain/product_file.h"

#include <string.h>

#include "support/check.h"

#define HEADINGS "number,title,category,seller_name,seller_licence,sku_title,list_price,cost_price\n"
#define GOOD     "A1,蓝莓,水果,云山,JY1,小,59.80,30\n"

static struct arena arena;
static struct product_file file;

static struct status read_text(const char *text)
{
    char *copy = arena_strdup(&arena, text);

    return product_file_read(&arena, copy, strlen(copy), &file);
}

/* «2:list_price 3:», as they were found. */
static const char *faults_of(const char *text)
{
    const char *all = "";

    assert_ok(read_text(text));
    for (size_t i = 0; i < file.faults_count; i++)
        all = arena_printf(&arena, "%s%s%d:%s", all, i ? " " : "", file.faults[i].line, file.faults[i].column);
    return all;
}

static void lines_of_one_number_make_one_product(void **state)
{
    (void)state;
    assert_string_equal(faults_of("\xef\xbb\xbf"
                                  "number,title,category,seller_name,seller_licence,sku_title,list_price,sku_number\r\n"
                                  "A1,\"蓝莓, \"\"大\"\"\",水果,云山,JY1,小,59.8,S1\r\n"
                                  "B,b,c,d,e,f,100000,\r\n"
                                  "A1,,,,,大,60,S2\r\n"),
                        "");
    assert_int_equal(file.products_count, 2);
    assert_int_equal(file.products[0].count, 2);
    assert_string_equal(file.lines[0].cells[COLUMN_TITLE], "蓝莓, \"大\"");
    assert_int_equal(file.lines[0].list_price, 5980);
    assert_int_equal(file.lines[1].list_price, 6000);
    assert_int_equal(file.lines[1].line, 4);
    assert_string_equal(file.lines[2].cells[COLUMN_SKU_NUMBER], "B"); /* the only SKU has the product's */
}

/* A spreadsheet would compute it; to us it is what stands there. */
static void a_cell_that_looks_like_a_formula_is_text(void **state)
{
    (void)state;
    assert_string_equal(faults_of(HEADINGS "A,=1+1,@c,+s,-l,=HYPERLINK(\"x\"),1,=1\n"), "2:sku_title");
    assert_string_equal(faults_of(HEADINGS "A,=1+1,@c,+s,-l,\"=HYPERLINK(\"\"x\"\")\",1,=1\n"), "2:cost_price");
    assert_string_equal(faults_of(HEADINGS "A,=1+1,@c,+s,-l,x,1,\n"), "");
    assert_string_equal(file.lines[0].cells[COLUMN_TITLE], "=1+1");
}

static void every_fault_is_named_by_line_and_column(void **state)
{
    (void)state;
    assert_string_equal(faults_of(HEADINGS GOOD ",b,c,d,e,f,1,\n"), "3:number");
    assert_string_equal(faults_of(HEADINGS "A,,c,d,e,,0,9\n"), "2:sku_title 2:list_price 2:cost_price 2:title");
    assert_string_equal(faults_of(HEADINGS "A,a,c,d,e,f,1,2\n"), "2:cost_price");
    assert_string_equal(faults_of(HEADINGS "A,a,c,d,e,f,1.234,\nB,a,c,d,e,f,1e3,\nC,a,c,d,e,f,100000.01,\n"),
                        "2:list_price 3:list_price 4:list_price");
    assert_string_equal(faults_of(HEADINGS "A,a\n"), "2:");
    assert_string_equal(faults_of(HEADINGS GOOD "A1,红莓,,,,大,60,\n"), "3:sku_number 3:title");
    assert_string_equal(faults_of(HEADINGS GOOD "A1,,,,,大,60,\n"), "3:sku_number");
    assert_string_equal(faults_of(HEADINGS "A,\"a\nb\",c,d,e,f,1,\nB,b\"c,d,e,f,g,1,\n"), "2:title 4:title");
    assert_string_equal(faults_of(HEADINGS "A,a\xff,c,d,e,f,1,\n" GOOD), "2:title");
    assert_string_equal(faults_of(HEADINGS GOOD "B,\"never closed,c,d\n"), "3:title");
}

/* Not half of it. */
static void a_fault_in_any_line_takes_the_whole_product(void **state)
{
    (void)state;
    assert_ok(read_text("number,title,category,seller_name,seller_licence,sku_number,sku_title,list_price\n"
                        "A,a,b,c,d,1,x,1\nB,b,c,d,e,,f,1\nA,,,,,2,y,oops\n"));
    assert_int_equal(file.products_count, 2);
    assert_int_equal(file.products_bad, 1);
    assert_true(file.products[0].bad);
    assert_false(file.products[1].bad);
    assert_int_equal(file.lines_bad, 1);
}

static void what_is_no_such_file_is_refused(void **state)
{
    static const char *const files[] = {
        "", "\n\n", "number\n", HEADINGS, "number,number\n", "number,colour\n", "\"number\n"
    };

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_fails(read_text(files[i]), IMPORT_UNREADABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_one_number_make_one_product),
        cmocka_unit_test(a_cell_that_looks_like_a_formula_is_text),
        cmocka_unit_test(every_fault_is_named_by_line_and_column),
        cmocka_unit_test(a_fault_in_any_line_takes_the_whole_product),
        cmocka_unit_test(what_is_no_such_file_is_refused),
    };
    int failed;

    arena_init(&arena, ARENA_BYTES_MAX);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_finish(&arena);
    return failed;
}
