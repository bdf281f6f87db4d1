#include "groupbuy/domain/product.h"

#include "groupbuy/domain/names.h"

static const char *const no_returns[] = { "NONE", "FRESH", "MADE_TO_ORDER", "DIGITAL", "PERIODICAL", "AGREED" };
static const char *const bearers[] = { "NOBODY", "SUPPLIER", "LEADER", "PLATFORM" };

const char *no_return_name(enum no_return no_return)
{
    return NAME_OF(no_returns, no_return);
}

enum no_return no_return_of(const char *name)
{
    return (enum no_return)NUMBER_OF(no_returns, name);
}

const char *bearer_name(enum bearer bearer)
{
    return NAME_OF(bearers, bearer);
}

enum bearer bearer_of(const char *name)
{
    return (enum bearer)NUMBER_OF(bearers, name);
}

void promise_check(const struct promise *promise, struct violations *faults)
{
    bool claim = promise->claim_percent > 0;

    if (claim != (promise->claim_hours > 0))
        violations_add(faults, claim ? "promise.claimHours" : "promise.claimPercent", "must be given with the other");
    if (claim != (promise->claim_borne_by != BEARER_NOBODY))
        violations_add(faults, "promise.claimBorneBy", claim ? "must say who bears it" : "is said of no claim");
}

void food_check(const struct food *food, struct violations *faults)
{
    if (!food->is)
        return;
    if (!*food->origin)
        violations_add(faults, "food.origin", "is missing");
    if (food->shelf_life_days == 0)
        violations_add(faults, "food.shelfLifeDays", "is missing");
    if (!*food->storage)
        violations_add(faults, "food.storage", "is missing");
    if (!*food->licence)
        violations_add(faults, "food.licence", "is missing");
}

void shared_limits_check(const struct shared_limits *limits, bool goes_somewhere, struct violations *faults)
{
    static const char must[] = "is of goods and services alone";

    if (!goes_somewhere && limits->address > 0)
        violations_add(faults, "perAddressLimit", must);
    if (!goes_somewhere && limits->phone > 0)
        violations_add(faults, "perPhoneLimit", must);
}
