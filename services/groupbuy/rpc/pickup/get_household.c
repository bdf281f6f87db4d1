#include "groupbuy/flow/households.h"

struct status groupbuy_get_household(struct call *call, const Gb__GetHouseholdRequest *in, Gb__Household *out)
{
    (void)in;
    return household_show(call, out);
}
