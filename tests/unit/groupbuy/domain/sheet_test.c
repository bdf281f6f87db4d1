/* Sheets: what spreadsheets and browsers must not take for their own. */
#include <string.h>

#include "groupbuy/domain/sheet.h"
#include "support/check.h"

static struct arena arena;
static struct buf out;

static const struct sheet_head head = {
    .title = "提货 <单>", .note = "A & B", .columns = { "商品", "数量" }, .numeric = { false, true }, .columns_count = 2
};

static int up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    buf_init(&out, &arena, 64);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static void row(enum sheet_format format, const char *text, const char *number)
{
    buf_clear(&out);
    sheet_row(&out, format, &head, (const char *const[]){ text, number });
}

static void a_spreadsheet_reads_no_formula(void **state)
{
    (void)state;
    buf_clear(&out);
    sheet_begin(&out, SHEET_CSV, &head);
    sheet_end(&out, SHEET_CSV);
    assert_string_equal(out.data, "\xEF\xBB\xBF\"商品\",\"数量\"\r\n");
    row(SHEET_CSV, "=HYPERLINK(\"http://x\")", "3");
    assert_string_equal(out.data, "\"'=HYPERLINK(\"\"http://x\"\")\",3\r\n");
    for (const char *c = "+-@\t\r\n"; *c; c++) {
        row(SHEET_CSV, (const char[]){ *c, '1', 0 }, "-2");
        assert_memory_equal(out.data, "\"'", 2);
        assert_string_equal(out.data + 3, "1\",-2\r\n");
    }
    row(SHEET_CSV, "＝1＋1", "1"); /* wide */
    assert_string_equal(out.data, "\"'＝1＋1\",1\r\n");
    row(SHEET_CSV, "苹果,\n\"红\"", "1");
    assert_string_equal(out.data, "\"苹果,\n\"\"红\"\"\",1\r\n");
}

static void a_page_holds_no_text_as_markup(void **state)
{
    (void)state;
    row(SHEET_PAGE, "<script>alert('1')</script> & \"2\"", "7");
    assert_string_equal(out.data, "<tr><td>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;2&quot;</td>"
                                  "<td class=\"n\">7</td></tr>\n");
    buf_clear(&out);
    sheet_begin(&out, SHEET_PAGE, &head);
    sheet_end(&out, SHEET_PAGE);
    assert_non_null(strstr(out.data, "<title>提货 &lt;单&gt;</title>"));
    assert_non_null(strstr(out.data, "<p>A &amp; B</p>"));
    assert_non_null(strstr(out.data, "size:A4"));
    assert_null(strstr(out.data, "<script"));
}

static void a_label_is_followed_by_another_when_it_is_full(void **state)
{
    const struct label_goods goods[] = { { "<i>1", "7" }, { "2", "1" }, { "3", "1" }, { "4", "1" }, { "5", "12" } };
    struct label label = { "12", "李 & 梅", "A07", "东门", goods, 5 };

    (void)state;
    buf_clear(&out);
    labels_begin(&out, "标签");
    labels_add(&out, &label);
    label.goods_count = 1;
    labels_add(&out, &label);
    labels_end(&out);
    assert_non_null(strstr(out.data, "size:60mm 40mm"));
    assert_non_null(strstr(out.data,
                           "<span>#12</span><span>A07</span></div><div class=\"p\">李 &amp; 梅</div>"
                           "<div class=\"g\"><span class=\"t\">&lt;i&gt;1</span><b class=\"u\">× 7</b></div>"));
    assert_non_null(strstr(out.data, "<span class=\"t\">东门</span><span class=\"u\">1/2</span>"));
    assert_non_null(strstr(out.data, "<span class=\"t\">5</span><b class=\"u\">× 12</b></div><div class=\"f\">"
                                     "<span class=\"t\">东门</span><span class=\"u\">2/2</span>"));
    assert_non_null(strstr(out.data, "<span class=\"t\">东门</span></div>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spreadsheet_reads_no_formula),
        cmocka_unit_test(a_page_holds_no_text_as_markup),
        cmocka_unit_test(a_label_is_followed_by_another_when_it_is_full),
    };

    return cmocka_run_group_tests(tests, up, down);
}
