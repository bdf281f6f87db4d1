#include "groupbuy/flow/households.h"

struct status groupbuy_leave_household(struct call *call, const Gb__LeaveHouseholdRequest *in, Gb__Household *out)
{
    TRY(household_end(call->tx, in->user_id, call->caller->user_id));
    return household_show(call, out);
}
