#include "groupbuy/flow/handing_over.h"
#include "groupbuy/flow/leading.h"

struct status groupbuy_undo_hand_over(struct call *call, const Gb__UndoHandOverRequest *in, Gb__HandOverRecord *out)
{
    struct hand_over hand_over;
    struct point point;

    TRY(serving(call, in->point_id, &point));
    TRY(hand_over_take_back(call, &point, in->hand_over_id, in->reason, &hand_over));
    return hand_overs_show(call, &hand_over, 1, &out);
}
