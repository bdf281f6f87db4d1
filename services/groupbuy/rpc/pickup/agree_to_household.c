#include "groupbuy/flow/households.h"

struct status groupbuy_agree_to_household(struct call *call, const Gb__AgreeToHouseholdRequest *in, Gb__Household *out)
{
    TRY(household_agree(call->tx, in->user_id, call->caller->user_id));
    return household_show(call, out);
}
