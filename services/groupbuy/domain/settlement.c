#include "groupbuy/domain/settlement.h"

#include "groupbuy/domain/names.h"

#define WHOLE_BP 10000

static const char *const ways[] = { [SETTLED_NONE] = "",
                                    [SETTLED_BY_SHARING] = "SHARING",
                                    [SETTLED_BY_TRANSFER] = "TRANSFER",
                                    [SETTLED_IN_LEDGER] = "LEDGER" };

const char *settlement_way_name(enum settlement_way way)
{
    return NAME_OF(ways, way);
}

struct status settlement_room(const struct settlement_rule *rule, fen kept, fen given, fen *ret_room)
{
    fen most;

    if (kept < 0 || given < 0 || !money_part(kept, rule->most_bp, WHOLE_BP, &most))
        return fail(AMOUNT_OVERFLOW, "%ld fen of an order cannot be shared", (long)kept);
    *ret_room = most > given ? most - given : 0;
    return OK;
}

static struct settlement by_transfer(const char *why)
{
    return (struct settlement){ SETTLED_BY_TRANSFER, 0, why };
}

struct settlement settle(const struct settlement_case *one)
{
    fen gross = one->earned < one->balance ? one->earned : one->balance;

    if (gross <= 0)
        return (struct settlement){ SETTLED_IN_LEDGER, 0, one->earned <= 0 ? "NOTHING" : "DEBT" };
    if (!one->known)
        return by_transfer("UNKNOWN");
    if (one->reserve_short)
        return by_transfer("RESERVE");
    if (gross >= one->approve_from)
        return by_transfer("APPROVAL");
    if (gross > one->most)
        return by_transfer("LIMIT");
    if (gross > one->room)
        return by_transfer("ROOM");
    if (one->receivers >= SHARING_RECEIVERS_MAX)
        return by_transfer("RECEIVERS");
    if (!one->merchant && one->shared_before + gross > SHARING_MONTH_FEN_MAX)
        return by_transfer("MONTH");
    return (struct settlement){ SETTLED_BY_SHARING, gross, "" };
}
