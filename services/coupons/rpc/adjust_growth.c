#include <inttypes.h>
#include <string.h>

#include "coupons/flow/growth.h"
#include "coupons/rpc/level_views.h"
#include "coupons/rpc/views.h"
#include "events/audit.h"

struct status coupons_adjust_growth(struct call *call, const Cp__AdjustGrowthRequest *in, Cp__MemberLevel *out)
{
    const struct growth_change change = {
        .kind = GROWTH_ADJUSTED, .key = id_make(call->arena), .source_id = "", .title = in->why, .growth = in->growth
    };

    TRY(platform_operator(call));
    if (strcmp(in->user_id, call->caller->user_id) == 0)
        return fail(FORBIDDEN, "nobody adjusts his own growth");
    TRY(growth_change(call, in->user_id, &change));
    TRY(audit(call, &(struct audit_line){ .action = "adjust_growth",
                                          .object_type = "growth",
                                          .object_id = in->user_id,
                                          .after = arena_printf(call->arena, "%+" PRId64, in->growth),
                                          .reason = in->why }));
    return member_level_show(call, in->user_id, out);
}
