#include "groupbuy/flow/complaining.h"
#include "groupbuy/flow/scope.h"

struct status groupbuy_get_complaint(struct call *call, const Gb__GetComplaintRequest *in, Gb__Complaint *out)
{
    TRY(platform_act(call, "operator", "auditor"));
    return complaint_show(call, in->complaint_id, out);
}
