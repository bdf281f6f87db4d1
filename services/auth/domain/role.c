#include "auth/domain/role.h"

#include <string.h>

static const struct {
    const char *name;
    bool by_community_admin;
} roles[] = {
    { "operator", false },        { "community_admin", false }, { "leader", true },   { "pickup_staff", true },
    { "supplier", false },        { "partner", false },         { "finance", false }, { "auditor", false },
    { "customer_service", true }, { "content_reviewer", true },
};

static int find(const char *role)
{
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (strcmp(roles[i].name, role) == 0)
            return (int)i;
    }
    return -1;
}

bool role_known(const char *role)
{
    return find(role) >= 0;
}

bool role_may_be_given(const char *role, const char *scope_id, const struct giver *giver)
{
    int i = find(role);

    if (i < 0)
        return false;
    if (giver->operator_everywhere)
        return true;
    return giver->community_admin_here && *scope_id && roles[i].by_community_admin;
}
