#include "groupbuy/domain/share.h"

#include <string.h>

#include "groupbuy/domain/names.h"

static const char *const roles[SHARE_ROLES] = {
    [SHARE_NONE] = "",
    [SHARE_PICK_UP] = "PICK_UP",
    [SHARE_SELLING] = "SELLING",
    [SHARE_PARTNER] = "PARTNER",
};

const char *share_role_name(enum share_role role)
{
    return NAME_OF(roles, role);
}

enum share_role share_role_of(const char *name)
{
    return (enum share_role)NUMBER_OF(roles, name);
}

bool share_rule_holds(const struct share_rule *rule)
{
    int64_t together = 0;

    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++) {
        if (rule->basis_points[role] < 0)
            return false;
        together += rule->basis_points[role];
    }
    return together <= SHARE_CAP_BP;
}

static bool earns(const struct share_rule *rule, const struct share_parties *parties, int role)
{
    const char *earner = parties->earners[role];

    if (!earner || !*earner || rule->version == 0)
        return false;
    return rule->own_purchases || strcmp(earner, parties->buyer) != 0;
}

struct status share_out(const struct share_rule *rule, const struct share_parties *parties, fen base,
                        fen ret_shares[SHARE_ROLES])
{
    fen shares[SHARE_ROLES] = { 0 };

    if (!share_rule_holds(rule))
        return fail(INTERNAL, "share rule %ld is above the cap", (long)rule->version);
    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++)
        if (earns(rule, parties, role) && !money_part(base, rule->basis_points[role], BASIS_POINTS, &shares[role]))
            return fail(AMOUNT_OVERFLOW, "%ld fen cannot be shared", (long)base);
    memcpy(ret_shares, shares, sizeof shares);
    return OK;
}

struct status share_left(fen accrued, fen base, fen kept, fen *ret_left)
{
    if (kept > base || !money_part(accrued, kept, base, ret_left))
        return fail(AMOUNT_OVERFLOW, "%ld of %ld fen were kept", (long)kept, (long)base);
    return OK;
}
