#include "groupbuy/domain/sheet.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static const char styles[] =
    "@page{size:A4;margin:12mm}body{font:10pt/1.4 \"Noto Sans CJK SC\",\"PingFang SC\",sans-serif;color:#000}"
    "h1{font-size:15pt;margin:0 0 2mm}p{margin:0 0 4mm}table{border-collapse:collapse;width:100%}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    "th,td{border:.3mm solid #666;padding:1mm "
    "2mm;text-align:left;overflow-wrap:anywhere}th{white-space:nowrap}.n{text-align:right}";

static const char label_styles[] =
    "@page{size:60mm 40mm;margin:0}body{margin:0;font:9pt/1.25 \"Noto Sans CJK SC\",\"PingFang "
    "SC\",sans-serif;color:#000}"
    ".l{box-sizing:border-box;width:60mm;height:40mm;padding:2mm;overflow:hidden;break-after:page;position:relative}"
    ".h{display:flex;justify-content:space-between;font-size:13pt;font-weight:bold}"
    ".g{display:flex;gap:1mm}.t{flex:1}.t,.p{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}.u{flex:none}"
    ".f{position:absolute;left:2mm;right:2mm;bottom:1.5mm;font-size:7.5pt;display:flex;gap:1mm}";

/* ---- texts ---- */

static void add_escaped(struct buf *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            buf_add_str(out, "&amp;");
            break;
        case '<':
            buf_add_str(out, "&lt;");
            break;
        case '>':
            buf_add_str(out, "&gt;");
            break;
        case '"':
            buf_add_str(out, "&quot;");
            break;
        case '\'':
            buf_add_str(out, "&#39;");
            break;
        default:
            buf_add_char(out, *text);
        }
    }
}

/* Spreadsheets of East Asia take the wide forms, too. */
static bool reads_as_formula(const char *text)
{
    static const char *const wide[] = { "＝", "＋", "－", "＠" };

    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(text, wide[i], strlen(wide[i])) == 0)
            return true;
    return *text && strchr("=+-@\t\r\n", *text);
}

static void add_quoted(struct buf *out, const char *text)
{
    buf_add_char(out, '"');
    if (reads_as_formula(text))
        buf_add_char(out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            buf_add_char(out, '"');
        buf_add_char(out, *text);
    }
    buf_add_char(out, '"');
}

static void page_begin(struct buf *out, const char *title, const char *style)
{
    buf_add_str(out, "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>");
    add_escaped(out, title);
    buf_printf(out, "</title><style>%s</style></head><body>\n", style);
}

static void page_end(struct buf *out)
{
    buf_add_str(out, "</body></html>\n");
}

/* ---- tables ---- */

static void csv_row(struct buf *out, const struct sheet_head *head, const char *const *cells, bool heading)
{
    for (size_t i = 0; i < head->columns_count; i++) {
        if (i > 0)
            buf_add_char(out, ',');
        if (head->numeric[i] && !heading)
            buf_add_str(out, cells[i]);
        else
            add_quoted(out, cells[i]);
    }
    buf_add_str(out, "\r\n");
}

static void page_row(struct buf *out, const struct sheet_head *head, const char *const *cells, const char *cell)
{
    buf_add_str(out, "<tr>");
    for (size_t i = 0; i < head->columns_count; i++) {
        buf_printf(out, "<%s%s>", cell, head->numeric[i] ? " class=\"n\"" : "");
        add_escaped(out, cells[i]);
        buf_printf(out, "</%s>", cell);
    }
    buf_add_str(out, "</tr>\n");
}

void sheet_begin(struct buf *out, enum sheet_format format, const struct sheet_head *head)
{
    if (format == SHEET_CSV) {
        buf_add_str(out, BYTE_ORDER_MARK);
        csv_row(out, head, head->columns, true);
        return;
    }
    page_begin(out, head->title, styles);
    buf_add_str(out, "<h1>");
    add_escaped(out, head->title);
    buf_add_str(out, "</h1><p>");
    add_escaped(out, head->note);
    buf_add_str(out, "</p><table><thead>");
    page_row(out, head, head->columns, "th");
    buf_add_str(out, "</thead><tbody>\n");
}

void sheet_row(struct buf *out, enum sheet_format format, const struct sheet_head *head, const char *const *cells)
{
    if (format == SHEET_CSV)
        csv_row(out, head, cells, false);
    else
        page_row(out, head, cells, "td");
}

void sheet_end(struct buf *out, enum sheet_format format)
{
    if (format == SHEET_CSV)
        return;
    buf_add_str(out, "</tbody></table>\n");
    page_end(out);
}

const char *sheet_media_type(enum sheet_format format)
{
    return format == SHEET_CSV ? "text/csv; charset=utf-8" : "text/html; charset=utf-8";
}

/* ---- labels ---- */

void labels_begin(struct buf *out, const char *title)
{
    page_begin(out, title, label_styles);
}

static void add_label(struct buf *out, const struct label *label, size_t from, size_t part, size_t parts)
{
    buf_add_str(out, "<div class=\"l\"><div class=\"h\"><span>#");
    add_escaped(out, label->number);
    buf_add_str(out, "</span><span>");
    add_escaped(out, label->shelf);
    buf_add_str(out, "</span></div><div class=\"p\">");
    add_escaped(out, label->name);
    buf_add_str(out, "</div>");
    for (size_t i = from; i < label->goods_count && i < from + LABEL_GOODS_LINES_MAX; i++) {
        buf_add_str(out, "<div class=\"g\"><span class=\"t\">");
        add_escaped(out, label->goods[i].text);
        buf_add_str(out, "</span><b class=\"u\">× ");
        add_escaped(out, label->goods[i].units);
        buf_add_str(out, "</b></div>");
    }
    buf_add_str(out, "<div class=\"f\"><span class=\"t\">");
    add_escaped(out, label->place);
    buf_add_str(out, "</span>");
    if (parts > 1)
        buf_printf(out, "<span class=\"u\">%zu/%zu</span>", part, parts);
    buf_add_str(out, "</div></div>\n");
}

void labels_add(struct buf *out, const struct label *label)
{
    size_t parts = (label->goods_count + LABEL_GOODS_LINES_MAX - 1) / LABEL_GOODS_LINES_MAX;

    for (size_t part = 0; part < parts; part++)
        add_label(out, label, part * LABEL_GOODS_LINES_MAX, part + 1, parts);
}

void labels_end(struct buf *out)
{
    page_end(out);
}
