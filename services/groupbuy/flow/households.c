#include "groupbuy/flow/households.h"

#include "rpc/timestamp.h"

static Gb__HouseholdMember **members_view(struct call *call, const struct household_member *members, size_t count,
                                          bool of_buyer)
{
    Gb__HouseholdMember **shown = MESSAGES(call, Gb__HouseholdMember, gb__household_member, count);

    for (size_t i = 0; i < count; i++) {
        shown[i]->user_id = of_buyer ? members[i].member_id : members[i].buyer_id;
        shown[i]->nickname = members[i].nickname;
        shown[i]->avatar_url = members[i].avatar_url;
        shown[i]->named_at = timestamp_new(call->arena, members[i].named_us);
        shown[i]->agreed_at = timestamp_new(call->arena, members[i].agreed_us);
    }
    return shown;
}

struct status household_show(struct call *call, Gb__Household *out)
{
    const char *user_id = call->caller->user_id;
    struct household_member *members;

    TRY(household_list(call->tx, user_id, true, HOUSEHOLD_MAX, &members, &out->n_members));
    out->members = members_view(call, members, out->n_members, true);
    TRY(household_list(call->tx, user_id, false, HOUSEHOLDS_SHOWN_MAX, &members, &out->n_fetches_for));
    out->fetches_for = members_view(call, members, out->n_fetches_for, false);
    return OK;
}
