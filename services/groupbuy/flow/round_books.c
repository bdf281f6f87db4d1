#include "groupbuy/flow/round_books.h"

#include <string.h>

struct status round_books_read(struct call *call, const char *round_id, struct round_books *ret_books)
{
    struct round_books books = { 0 };
    struct books_units *units;
    size_t *first;

    TRY(books_read(call->tx, round_id, &books.rows, &books.count));
    units = arena_array(call->arena, struct books_units, books.count);
    first = arena_array(call->arena, size_t, books.count);
    books.differences = arena_array(call->arena, struct books_difference, books.count * BOOKS_DIFFERENCES_A_ROW_MAX);
    for (size_t i = 0; i < books.count; i++) {
        bool same = i > 0 && strcmp(books.rows[i].item_id, books.rows[i - 1].item_id) == 0;

        units[i] = books.rows[i].units;
        first[i] = same ? first[i - 1] : i;
    }
    books.differences_count = books_compare(units, first, books.count, books.differences);
    *ret_books = books;
    return OK;
}

static const char *text(struct call *call, int64_t number)
{
    return arena_printf(call->arena, "%ld", (long)number);
}

/* What a row's differences are called on paper. */
static const char *verdict(struct call *call, const struct round_books *books, size_t row)
{
    static const char *const names[] = { "",         "采购单≠出库", "配送单合计≠采购单", "订单≠配送单", "去向≠配送单",
                                         "分货>到货" };
    struct buf out;

    buf_init(&out, call->arena, 32);
    for (size_t i = 0; i < books->differences_count; i++)
        if (books->differences[i].row == row)
            buf_printf(&out, "%s%s (%ld/%ld)", out.len ? "; " : "", names[books->differences[i].check],
                       (long)books->differences[i].found, (long)books->differences[i].expected);
    return out.len ? out.data : "相符";
}

struct status round_books_write(struct call *call, const struct round *round, enum sheet_format format, struct buf *out)
{
    struct sheet_head head = { .title = arena_printf(call->arena, "货账核对 · %s", round->title),
                               .columns = { "商品", "取货点", "采购单", "配送单", "订单", "已取", "缺货", "已退",
                                            "待取", "核对" },
                               .numeric = { false, false, true, true, true, true, true, true, true, false },
                               .columns_count = 10 };
    struct round_books books;

    TRY(round_books_read(call, round->id, &books));
    head.note =
        books.differences_count ? arena_printf(call->arena, "不符 %zu 处", books.differences_count) : "账实相符";
    sheet_begin(out, format, &head);
    for (size_t i = 0; i < books.count; i++) {
        const struct books_row *row = &books.rows[i];
        const struct books_units *units = &row->units;

        sheet_row(out, format, &head,
                  (const char *const[]){ arena_printf(call->arena, "%s %s", row->product_title, row->sku_title),
                                         row->place_name, text(call, units->sheet), text(call, units->listed),
                                         text(call, units->ordered), text(call, units->picked_up),
                                         text(call, units->lacking), text(call, units->refunded),
                                         text(call, units->waiting), verdict(call, &books, i) });
    }
    sheet_end(out, format);
    return OK;
}
