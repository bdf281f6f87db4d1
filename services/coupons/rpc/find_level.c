#include "coupons/coupons.h"
#include "coupons/store/level_store.h"

struct status coupons_find_level(struct call *call, const Cp__FindLevelRequest *in, Cp__FoundLevel *out)
{
    const struct level *level;
    struct level_set set;

    TRY(level_set_get(call->tx, &set));
    level = level_numbered(&set, in->number);
    out->name = level ? level->name : "";
    return OK;
}
