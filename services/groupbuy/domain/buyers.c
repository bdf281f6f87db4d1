#include "groupbuy/domain/buyers.h"

#include "groupbuy/domain/names.h"

static const char *const names[] = { "ANY", "ANY", "NEW_JOINERS", "NEW_BUYERS" };

bool buyers_must_be_new(enum buyers buyers, bool founds)
{
    return buyers == BUYERS_NEW || (buyers == BUYERS_NEW_JOINERS && !founds);
}

const char *buyers_name(enum buyers buyers)
{
    return NAME_OF(names, buyers);
}

enum buyers buyers_of(const char *name)
{
    return (enum buyers)NUMBER_OF(names, name);
}
