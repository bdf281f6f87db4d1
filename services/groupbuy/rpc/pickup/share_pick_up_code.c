#include "base/clock.h"
#include "groupbuy/flow/pick_ups.h"
#include "rpc/timestamp.h"

#define SHARED_CODE_S 86400 /* without a wish */

struct status groupbuy_share_pick_up_code(struct call *call, const Gb__SharePickUpCodeRequest *in,
                                          Gb__SharedPickUpCode *out)
{
    struct pick_up_code code;
    struct parcels parcels;

    TRY(parcels_of(call->tx, in->point_id, &call->caller->user_id, 1, 1, &parcels));
    if (parcels.count == 0)
        return fail(NOTHING_TO_PICK_UP, "nothing of user %s lies at point %s", call->caller->user_id, in->point_id);
    TRY(pick_up_code_share(call, in->point_id, call->now_us + (in->valid_s ? in->valid_s : SHARED_CODE_S) * US_PER_S,
                           &code));
    out->point_id = code.point_id;
    out->code = code.code;
    out->expires_at = timestamp_new(call->arena, code.expires_us);
    return OK;
}
