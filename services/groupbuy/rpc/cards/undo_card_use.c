#include "groupbuy/flow/cards.h"
#include "groupbuy/flow/leading.h"

struct status groupbuy_undo_card_use(struct call *call, const Gb__UndoCardUseRequest *in, Gb__CardUse *out)
{
    struct card_use use;
    struct point point;

    TRY(serving(call, in->point_id, &point));
    TRY(card_use_take_back(call, &point, in->use_id, in->reason, &use));
    card_use_view(call, &use, true, out);
    return OK;
}
