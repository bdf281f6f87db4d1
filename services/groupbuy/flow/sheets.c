#include "groupbuy/flow/sheets.h"

struct status sheets_frozen(const struct round *round)
{
    bool frozen = round->status == ROUND_CLOSED || round->status == ROUND_RECEIVING || round->status == ROUND_READY ||
                  round->status == ROUND_DONE;

    return frozen ? OK : fail(NOT_FROZEN, "round %s is %s", round->id, round_status_name(round->status));
}

void sheet_line_view(const struct sheet_line *line, Gb__SheetLine *out)
{
    out->item_id = line->item_id;
    out->sku_id = line->sku_id;
    out->product_title = line->product_title;
    out->sku_title = line->sku_title;
    out->units = line->units;
    out->refunded = line->refunded;
    out->adjusted = line->adjusted;
    out->needed = line->units - line->refunded + line->adjusted;
}

static const char *number_text(struct call *call, int64_t number)
{
    return arena_printf(call->arena, "%ld", (long)number);
}

static const char *place_text(struct call *call, const struct place_row *place)
{
    return arena_printf(call->arena, "%s %s %s", place->name, place->address, place->hours);
}

/* ---- what is bought, and where it goes ---- */

struct status sheet_write_purchase(struct call *call, const struct round *round, enum sheet_format format,
                                   struct buf *out)
{
    const struct sheet_head head = { .title = arena_printf(call->arena, "采购单 · %s", round->title),
                                     .note = "截单后冻结，按供应商",
                                     .columns = { "供应商", "商品", "规格", "下单", "截单前已退", "更正", "需采购" },
                                     .numeric = { false, false, false, true, true, true, true },
                                     .columns_count = 7 };
    struct sheet_line *lines;
    size_t count;

    TRY(sheet_purchase(call->tx, round->id, &lines, &count));
    sheet_begin(out, format, &head);
    for (size_t i = 0; i < count; i++) {
        const struct sheet_line *line = &lines[i];

        sheet_row(out, format, &head,
                  (const char *const[]){ line->supplier, line->product_title, line->sku_title,
                                         number_text(call, line->units), number_text(call, line->refunded),
                                         number_text(call, line->adjusted),
                                         number_text(call, line->units - line->refunded + line->adjusted) });
    }
    sheet_end(out, format);
    return OK;
}

struct status sheet_write_delivery(struct call *call, const struct round *round, const struct place_row *place,
                                   enum sheet_format format, struct buf *out)
{
    const struct sheet_head head = { .title = arena_printf(call->arena, "配送单 · %s", round->title),
                                     .note = place_text(call, place),
                                     .columns = { "取货点", "地址", "商品", "规格", "应送" },
                                     .numeric = { false, false, false, false, true },
                                     .columns_count = 5 };
    struct sheet_line *lines;
    size_t count;

    TRY(sheet_delivery(call->tx, round->id, place->place_id, &lines, &count));
    sheet_begin(out, format, &head);
    for (size_t i = 0; i < count; i++)
        sheet_row(out, format, &head,
                  (const char *const[]){ place->name, place->address, lines[i].product_title, lines[i].sku_title,
                                         number_text(call, lines[i].units - lines[i].refunded + lines[i].adjusted) });
    sheet_end(out, format);
    return OK;
}

/* ---- whose it is ---- */

/* Lines of one order stand together: where they end. */
static size_t end_of_order(const struct sheet_pick *picks, size_t count, size_t from)
{
    size_t to = from + 1;

    while (to < count && picks[to].number == picks[from].number)
        to++;
    return to;
}

/* A file ends with a whole parcel. */
static bool is_full(const struct buf *out, const struct sheet_pick *picks, size_t count, size_t next, size_t orders,
                    int64_t *ret_next)
{
    bool full = (next < count && out->len > SHEET_BYTES_MAX) || (next == count && orders == SHEET_ORDERS_MAX);

    *ret_next = full ? picks[next - 1].number : 0;
    return full;
}

struct status sheet_write_picking(struct call *call, const struct round *round, const struct place_row *place,
                                  enum sheet_format format, int64_t after, struct buf *out, int64_t *ret_next)
{
    const struct sheet_head head = { .title = arena_printf(call->arena, "分拣单 · %s", round->title),
                                     .note = place_text(call, place),
                                     .columns = { "跟团号", "取货人", "货位", "商品", "规格", "数量", "备注" },
                                     .numeric = { true, false, false, false, false, true, false },
                                     .columns_count = 7 };
    struct sheet_pick *picks;
    size_t count, orders = 0;

    *ret_next = 0;
    TRY(sheet_picks(call->tx, round->id, place->place_id, after, SHEET_ORDERS_MAX, &picks, &count));
    sheet_begin(out, format, &head);
    for (size_t from = 0, to; from < count; from = to) {
        to = end_of_order(picks, count, from);
        for (size_t i = from; i < to; i++)
            sheet_row(out, format, &head,
                      (const char *const[]){ number_text(call, picks[i].number), picks[i].name, picks[i].shelf,
                                             picks[i].product_title, picks[i].sku_title,
                                             number_text(call, picks[i].units), picks[i].remark });
        if (is_full(out, picks, count, to, ++orders, ret_next))
            break;
    }
    sheet_end(out, format);
    return OK;
}

/* All goods of a parcel in one cell, for a printer of labels that is fed with a table. */
static const char *goods_text(struct call *call, const struct label *label)
{
    const char *text = "";

    for (size_t i = 0; i < label->goods_count; i++)
        text =
            arena_printf(call->arena, "%s%s%s × %s", text, i ? "; " : "", label->goods[i].text, label->goods[i].units);
    return text;
}

static void write_label(struct call *call, enum sheet_format format, const struct sheet_head *head,
                        const struct label *label, struct buf *out)
{
    if (format == SHEET_PAGE)
        labels_add(out, label);
    else
        sheet_row(
            out, format, head,
            (const char *const[]){ label->number, label->name, label->shelf, label->place, goods_text(call, label) });
}

/* The lines of a parcel. */
static struct label label_of(struct call *call, const struct place_row *place, const struct sheet_pick *picks,
                             size_t count)
{
    struct label_goods *goods = arena_array(call->arena, struct label_goods, count);

    for (size_t i = 0; i < count; i++)
        goods[i] = (struct label_goods){
            arena_printf(call->arena, "%s %s", picks[i].product_title, picks[i].sku_title),
            number_text(call, picks[i].units),
        };
    return (struct label){ number_text(call, picks->number), picks->name, picks->shelf, place->name, goods, count };
}

struct status sheet_write_labels(struct call *call, const struct round *round, const struct place_row *place,
                                 enum sheet_format format, int64_t after, struct buf *out, int64_t *ret_next)
{
    const struct sheet_head head = { .title = arena_printf(call->arena, "标签 · %s", round->title),
                                     .note = place_text(call, place),
                                     .columns = { "跟团号", "取货人", "货位", "取货点", "商品" },
                                     .numeric = { true, false, false, false, false },
                                     .columns_count = 5 };
    struct sheet_pick *picks;
    size_t count, orders = 0;

    *ret_next = 0;
    TRY(sheet_picks(call->tx, round->id, place->place_id, after, SHEET_ORDERS_MAX, &picks, &count));
    if (format == SHEET_PAGE)
        labels_begin(out, head.title);
    else
        sheet_begin(out, format, &head);
    for (size_t from = 0, to; from < count; from = to) {
        struct label label;

        to = end_of_order(picks, count, from);
        label = label_of(call, place, &picks[from], to - from);
        write_label(call, format, &head, &label, out);
        if (is_full(out, picks, count, to, ++orders, ret_next))
            break;
    }
    if (format == SHEET_PAGE)
        labels_end(out);
    else
        sheet_end(out, format);
    return OK;
}
