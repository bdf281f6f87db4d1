#include <string.h>

#include "groupbuy/flow/households.h"
#include "groupbuy/leaders.h"

struct status groupbuy_name_household_member(struct call *call, const Gb__NameHouseholdMemberRequest *in,
                                             Gb__Household *out)
{
    const char *buyer_id = call->caller->user_id;
    int64_t count;

    if (strcmp(in->user_id, buyer_id) == 0)
        return fail_field("userId", "must be somebody else");
    TRY(household_count(call->tx, buyer_id, in->user_id, &count));
    if (count >= HOUSEHOLD_MAX)
        return fail(HOUSEHOLD_FULL, "user %s has named %ld", buyer_id, (long)count);
    TRY(household_name(call->tx, buyer_id, in->user_id));
    return household_show(call, out);
}
