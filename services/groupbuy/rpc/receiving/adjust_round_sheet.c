#include <string.h>

#include "groupbuy/flow/sheets.h"

static struct status check_open(const struct round *round, const struct place_row *place)
{
    bool open = (round->status == ROUND_CLOSED || round->status == ROUND_RECEIVING) &&
                (place->status == PLACE_WAITING || place->status == PLACE_COUNTING);

    return open ? OK
                : fail(NOT_TO_BE_RECEIVED, "round %s is %s, place %s is %s", round->id,
                       round_status_name(round->status), place->place_id, place_status_name(place->status));
}

static const struct sheet_line *line_of(const struct sheet_line *lines, size_t count, const char *item_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(lines[i].item_id, item_id) == 0)
            return &lines[i];
    return NULL;
}

static struct status list_view(struct call *call, const struct place_row *place, Gb__DeliveryList *out)
{
    struct sheet_line *lines;
    struct place_row now;

    TRY(place_get(call->tx, place->round_id, place->place_id, &now));
    TRY(sheet_delivery(call->tx, place->round_id, place->place_id, &lines, &out->n_lines));
    out->place = MESSAGE(call, Gb__RoundPlace, gb__round_place);
    place_view(&now, out->place);
    out->lines = MESSAGES(call, Gb__SheetLine, gb__sheet_line, out->n_lines);
    for (size_t i = 0; i < out->n_lines; i++)
        sheet_line_view(&lines[i], out->lines[i]);
    return OK;
}

/* What was frozen stays: the row stands beside it. */
struct status groupbuy_adjust_round_sheet(struct call *call, const Gb__AdjustRoundSheetRequest *in,
                                          Gb__DeliveryList *out)
{
    const struct sheet_line *line;
    struct sheet_line *lines;
    struct place_row place;
    struct round round;
    size_t count;

    TRY(round_own(call, in->round_id, &round));
    TRY(place_get(call->tx, in->round_id, in->place_id, &place));
    TRY(check_open(&round, &place));
    TRY(sheet_delivery(call->tx, round.id, place.place_id, &lines, &count));
    line = line_of(lines, count, in->item_id);
    if (!line)
        return fail(NOT_HERE, "item %s is not on the list of place %s", in->item_id, place.place_id);
    if (line->units - line->refunded + line->adjusted + in->units < 0)
        return fail_field("units", "must leave nothing below 0");
    TRY(sheet_adjust(call->tx, round.id, place.place_id, in->item_id, in->units, in->reason, call->caller->user_id));
    TRY(round_audit(call, &round, "adjust_round_sheet", line->product_title,
                    arena_printf(call->arena, "%s: %+ld", place.name, (long)in->units), in->reason));
    return list_view(call, &place, out);
}
