#include "groupbuy/domain/card.h"

#include "groupbuy/domain/names.h"

const struct card_move card_moves[] = {
    { CARD_UNPAID, CARD_ACTIVE },    { CARD_UNPAID, CARD_OFF },     { CARD_ACTIVE, CARD_USED_UP },
    { CARD_ACTIVE, CARD_REFUNDED },  { CARD_ACTIVE, CARD_EXPIRED }, { CARD_USED_UP, CARD_ACTIVE },
    { CARD_USED_UP, CARD_REFUNDED },
};
const size_t card_moves_count = sizeof card_moves / sizeof card_moves[0];

static const char *const statuses[] = { "NONE", "UNPAID", "ACTIVE", "USED_UP", "REFUNDED", "EXPIRED", "OFF" };

bool card_may_move(enum card_status from, enum card_status to)
{
    for (size_t i = 0; i < card_moves_count; i++)
        if (card_moves[i].from == from && card_moves[i].to == to)
            return true;
    return false;
}

const char *card_status_name(enum card_status status)
{
    return NAME_OF(statuses, status);
}

enum card_status card_status_of(const char *name)
{
    return (enum card_status)NUMBER_OF(statuses, name);
}

struct card_share card_unused(int32_t sessions, int32_t used, int32_t percent)
{
    return (struct card_share){ (int64_t)(sessions - used) * percent, (int64_t)sessions * 100 };
}
