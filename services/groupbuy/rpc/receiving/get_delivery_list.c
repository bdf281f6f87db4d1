#include "groupbuy/flow/sheets.h"

struct status groupbuy_get_delivery_list(struct call *call, const Gb__GetDeliveryListRequest *in, Gb__DeliveryList *out)
{
    struct sheet_line *lines;
    struct place_row place;
    struct round round;

    TRY(receiving_own(call, in->round_id, in->place_id, false, &round, &place));
    TRY(sheet_delivery(call->tx, round.id, place.place_id, &lines, &out->n_lines));
    out->place = MESSAGE(call, Gb__RoundPlace, gb__round_place);
    place_view(&place, out->place);
    out->lines = MESSAGES(call, Gb__SheetLine, gb__sheet_line, out->n_lines);
    for (size_t i = 0; i < out->n_lines; i++)
        sheet_line_view(&lines[i], out->lines[i]);
    return OK;
}
