#include "groupbuy/domain/share.h"

#include <string.h>

#include "groupbuy/domain/names.h"

static const char *const roles[] = {
    [SHARE_NONE] = "",
    [SHARE_PICK_UP] = "PICK_UP",
    [SHARE_SELLING] = "SELLING",
    [SHARE_PARTNER] = "PARTNER",
    [SHARE_HALL] = "HALL",
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

static bool earns(const struct share_rule *rule, const struct share_parties *parties, const char *earner)
{
    if (!earner || !*earner)
        return false;
    return rule->own_purchases || strcmp(earner, parties->buyer) != 0;
}

static struct status part(fen base, int32_t basis_points, fen *ret_share)
{
    if (!money_part(base, basis_points, BASIS_POINTS, ret_share))
        return fail(AMOUNT_OVERFLOW, "%ld fen cannot be shared", (long)base);
    return OK;
}

struct status share_out(const struct share_rule *rule, const struct share_parties *parties, fen base, fen of_hall,
                        fen ret_shares[SHARE_ROLES])
{
    fen shares[SHARE_ROLES] = { 0 };

    if (!share_rule_holds(rule))
        return fail(INTERNAL, "share rule %ld is above the cap", (long)rule->version);
    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++)
        if (rule->version && earns(rule, parties, parties->earners[role]))
            TRY(part(role == SHARE_SELLING ? base - of_hall : base, rule->basis_points[role], &shares[role]));
    memcpy(ret_shares, shares, sizeof shares);
    return OK;
}

int32_t share_hall_bp(const struct share_rule *rule, int32_t commission_bp)
{
    int32_t room = SHARE_CAP_BP - rule->basis_points[SHARE_PICK_UP] - rule->basis_points[SHARE_PARTNER];

    return commission_bp < room ? commission_bp : room;
}

bool share_hall_fits(const struct share_rule *rule, int32_t commission_bp)
{
    return share_hall_bp(rule, commission_bp) == commission_bp;
}

struct status share_hall(const struct share_rule *rule, const struct share_parties *parties, int32_t basis_points,
                         fen base, fen *ret_share)
{
    *ret_share = 0;
    return earns(rule, parties, parties->hall_earner) ? part(base, basis_points, ret_share) : OK;
}

struct status share_left(fen accrued, fen base, fen kept, fen *ret_left)
{
    if (kept > base || !money_part(accrued, kept, base, ret_left))
        return fail(AMOUNT_OVERFLOW, "%ld of %ld fen were kept", (long)kept, (long)base);
    return OK;
}
