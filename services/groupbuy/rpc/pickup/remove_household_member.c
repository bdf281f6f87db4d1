#include "groupbuy/flow/households.h"

struct status groupbuy_remove_household_member(struct call *call, const Gb__RemoveHouseholdMemberRequest *in,
                                               Gb__Household *out)
{
    TRY(household_end(call->tx, call->caller->user_id, in->user_id));
    return household_show(call, out);
}
