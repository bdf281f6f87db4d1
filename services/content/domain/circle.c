#include "content/domain/circle.h"

#include "content/domain/reasons.h"

struct status circle_admit(const struct circle *circle)
{
    if (circle->member_count >= circle->members_max)
        return fail(CIRCLE_FULL, "circle %s takes %d members", circle->id, circle->members_max);
    return OK;
}

struct status circle_release(const struct circle *circle)
{
    if (circle->caller_role == ROLE_OWNER)
        return fail(OWNER_CANNOT_LEAVE, "circle %s belongs to the caller", circle->id);
    return OK;
}

struct status circle_readable(const struct circle *circle)
{
    if (circle->visibility == VISIBLE_TO_ALL || circle->caller_role != NOT_IN)
        return OK;
    return fail(NOT_HERE, "circle %s is read by its members", circle->id);
}

struct status circle_writable(const struct circle *circle)
{
    if (circle->caller_role == NOT_IN)
        return fail(NOT_A_MEMBER, "the caller is not in circle %s", circle->id);
    return OK;
}
