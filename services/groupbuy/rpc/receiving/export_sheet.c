#include <string.h>

#include "groupbuy/flow/round_books.h"
#include "groupbuy/flow/sheets.h"

static const char *const names[] = {
    [GB__SHEET_KIND__SHEET_OF_PURCHASE] = "purchase", [GB__SHEET_KIND__SHEET_OF_DELIVERY] = "delivery",
    [GB__SHEET_KIND__SHEET_OF_PICKING] = "picking",   [GB__SHEET_KIND__SHEET_OF_LABELS] = "labels",
    [GB__SHEET_KIND__SHEET_OF_BOOKS] = "books",       [GB__SHEET_KIND__SHEET_OF_DOORS] = "doors"
};

/* What is bought, and whether it all agrees, is the whole round's business. */
static struct status of_round(struct call *call, const Gb__ExportSheetRequest *in, enum sheet_format format,
                              struct buf *out)
{
    struct round round;

    TRY(receiving_see(call, in->round_id, &round));
    if (strcmp(in->place_id, in->round_id) != 0)
        return fail(NOT_HERE, "place %s is not the whole round", in->place_id);
    TRY(sheets_frozen(&round));
    if (in->sheet == GB__SHEET_KIND__SHEET_OF_BOOKS)
        return round_books_write(call, &round, format, out);
    return sheet_write_purchase(call, &round, format, out);
}

static struct status of_place(struct call *call, const Gb__ExportSheetRequest *in, enum sheet_format format,
                              struct buf *out, int64_t *ret_next)
{
    struct place_row place;
    struct round round;

    TRY(receiving_own(call, in->round_id, in->place_id, false, &round, &place));
    if (in->sheet == GB__SHEET_KIND__SHEET_OF_DOORS)
        return strcmp(in->place_id, in->round_id) == 0
                   ? sheet_write_doors(call, &round, format, in->after_number, out, ret_next)
                   : fail(NOT_HERE, "place %s is not the doors of the round", in->place_id);
    if (in->sheet == GB__SHEET_KIND__SHEET_OF_DELIVERY)
        return sheet_write_delivery(call, &round, &place, format, out);
    if (in->sheet == GB__SHEET_KIND__SHEET_OF_LABELS)
        return sheet_write_labels(call, &round, &place, format, in->after_number, out, ret_next);
    return sheet_write_picking(call, &round, &place, format, in->after_number, out, ret_next);
}

struct status groupbuy_export_sheet(struct call *call, const Gb__ExportSheetRequest *in, Gb__SheetFile *out)
{
    bool whole = in->sheet == GB__SHEET_KIND__SHEET_OF_PURCHASE || in->sheet == GB__SHEET_KIND__SHEET_OF_BOOKS;
    bool page = in->format == GB__SHEET_FORMAT__AS_PAGE;
    enum sheet_format format = page ? SHEET_PAGE : SHEET_CSV;
    struct buf text;

    buf_init(&text, call->arena, 4096);
    TRY(whole ? of_round(call, in, format, &text) : of_place(call, in, format, &text, &out->next_after_number));
    out->file_name = arena_printf(call->arena, "%s-%.8s.%s", names[in->sheet], in->place_id, page ? "html" : "csv");
    out->media_type = sheet_media_type(format);
    out->text = text.data;
    return OK;
}
