#include "coupons/rpc/level_views.h"
#include "coupons/store/level_store.h"

struct status coupons_get_levels(struct call *call, const Cp__GetLevelsRequest *in, Cp__LevelSet *out)
{
    struct level_set set;

    (void)in;
    TRY(level_set_get(call->tx, &set));
    TRY(level_benefits_get(call->tx, &set));
    level_set_view(call, &set, out);
    return OK;
}
