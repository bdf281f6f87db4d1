#include "groupbuy/flow/round_books.h"
#include "groupbuy/flow/sheets.h"

static void row_view(const struct books_row *row, Gb__BooksRow *out)
{
    out->item_id = row->item_id;
    out->place_id = row->place_id;
    out->product_title = row->product_title;
    out->sku_title = row->sku_title;
    out->place_name = row->place_name;
    out->taken = row->units.taken;
    out->sheet = row->units.sheet;
    out->ordered = row->units.ordered;
    out->listed = row->units.listed;
    out->picked_up = row->units.picked_up;
    out->lacking = row->units.lacking;
    out->refunded = row->units.refunded;
    out->waiting = row->units.waiting;
    out->usable = row->units.usable;
    out->served = row->units.served;
}

static void difference_view(const struct round_books *books, const struct books_difference *difference,
                            Gb__BooksDifference *out)
{
    const struct books_row *row = &books->rows[difference->row];
    bool everywhere = difference->check == BOOKS_SHEET_IS_STOCK || difference->check == BOOKS_LISTS_ARE_SHEET;

    out->check = (Gb__BooksCheck)difference->check;
    out->item_id = row->item_id;
    out->place_id = everywhere ? "" : row->place_id;
    out->expected = difference->expected;
    out->found = difference->found;
}

struct status groupbuy_get_round_books(struct call *call, const Gb__GetRoundBooksRequest *in, Gb__RoundBooks *out)
{
    struct round_books books;
    struct round round;

    TRY(receiving_see(call, in->round_id, &round));
    TRY(sheets_frozen(&round));
    TRY(round_books_read(call, round.id, &books));
    out->round_id = round.id;
    out->proved = books.differences_count == 0;
    out->n_rows = books.count;
    out->rows = MESSAGES(call, Gb__BooksRow, gb__books_row, books.count);
    for (size_t i = 0; i < books.count; i++)
        row_view(&books.rows[i], out->rows[i]);
    out->n_differences = books.differences_count;
    out->differences = MESSAGES(call, Gb__BooksDifference, gb__books_difference, books.differences_count);
    for (size_t i = 0; i < books.differences_count; i++)
        difference_view(&books, &books.differences[i], out->differences[i]);
    return OK;
}
