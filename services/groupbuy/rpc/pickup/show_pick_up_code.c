#include "groupbuy/flow/pick_ups.h"
#include "groupbuy/store/household_store.h"
#include "rpc/timestamp.h"

struct status groupbuy_show_pick_up_code(struct call *call, const Gb__ShowPickUpCodeRequest *in, Gb__PickUpCode *out)
{
    const char *const *owners;
    struct pick_up_code code;
    struct parcels parcels;
    size_t owners_count;
    int64_t until_us;

    TRY(household_owners(call->tx, call->caller->user_id, &owners, &owners_count));
    TRY(parcels_of(call->tx, in->point_id, owners, owners_count, 1, &parcels));
    if (parcels.count == 0)
        return fail(NOTHING_TO_PICK_UP, "nothing of user %s lies at point %s", call->caller->user_id, in->point_id);
    TRY(pick_up_code_get(call, in->point_id, &code));
    out->point_id = code.point_id;
    out->code = code.code;
    out->signed_code = pick_up_code_sign(call, &code, &until_us);
    out->signed_until_at = timestamp_new(call->arena, until_us);
    return OK;
}
