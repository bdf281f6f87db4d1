#include "groupbuy/flow/desk.h"
#include "groupbuy/flow/scope.h"

struct status groupbuy_get_desk_order(struct call *call, const Gb__GetDeskOrderRequest *in, Gb__DeskOrder *out)
{
    TRY(platform_act(call, "operator", "finance", "auditor"));
    return desk_show(call, in->order_id, out);
}
