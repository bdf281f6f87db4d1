#include "groupbuy/flow/scope.h"

#include <string.h>

#include "groupbuy/flow/groups.h"

/* Operators everywhere may mistype; whoever holds a role in a community has it from there. */
static struct status check_community(struct call *call, const char *community_id)
{
    if (!*community_id || !call_has_role(call, "operator", NULL))
        return OK;
    return community_exists(call, community_id);
}

struct status place_find(struct call *call, const char *community_id, const char *circle_id, struct place *ret_place)
{
    const char *home = community_id;

    if (*circle_id)
        TRY(circle_home(call, circle_id, &home));
    else
        TRY(check_community(call, community_id));
    if (*community_id && strcmp(community_id, home) != 0)
        return fail_field("circleId", "is no circle of that community");
    *ret_place = (struct place){ home, circle_id };
    return OK;
}

static bool holds(const struct call *call, const char *role, const struct place *place)
{
    return call_has_role(call, role, place->community_id) ||
           (*place->circle_id && call_has_role(call, role, place->circle_id));
}

struct status place_lead(const struct call *call, const struct place *place)
{
    if (holds(call, "operator", place) || (*place->community_id && holds(call, "leader", place)))
        return OK;
    return fail(FORBIDDEN, "the caller leads neither community %s nor circle %s", place->community_id,
                place->circle_id);
}

struct status platform_act_as(const struct call *call, const char *const *roles)
{
    for (; *roles; roles++)
        if (call_has_role(call, *roles, NULL))
            return OK;
    return fail(FORBIDDEN, "that is the whole platform's");
}
