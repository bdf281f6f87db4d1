#include "groupbuy/domain/payout.h"

#include <string.h>

#include "groupbuy/domain/names.h"

#define DAYS_OF_FEBRUARY 29

static const char *const states[] = {
    [PAYOUT_NONE] = "",         [PAYOUT_WAITING_APPROVAL] = "WAITING_APPROVAL",
    [PAYOUT_ASKED] = "ASKED",   [PAYOUT_WAITING_FUNDS] = "WAITING_FUNDS",
    [PAYOUT_SENT] = "SENT",     [PAYOUT_PAID] = "PAID",
    [PAYOUT_FAILED] = "FAILED", [PAYOUT_DECLINED] = "DECLINED",
};
static const char *const ways[] = {
    [PAYOUT_BY_NONE] = "", [PAYOUT_BY_TRANSFER] = "TRANSFER", [PAYOUT_BY_SHARING] = "SHARING"
};

const char *payout_state_name(enum payout_state state)
{
    return NAME_OF(states, state);
}

enum payout_state payout_state_of(const char *name)
{
    return (enum payout_state)NUMBER_OF(states, name);
}

const char *payout_way_name(enum payout_way way)
{
    return NAME_OF(ways, way);
}

enum payout_way payout_way_of(const char *name)
{
    return (enum payout_way)NUMBER_OF(ways, name);
}

bool payout_is_settled(enum payout_state state)
{
    return state == PAYOUT_PAID || state == PAYOUT_FAILED || state == PAYOUT_DECLINED;
}

bool payout_may_move(enum payout_state from, enum payout_state to)
{
    switch (from) {
    case PAYOUT_WAITING_APPROVAL:
        return to == PAYOUT_ASKED || to == PAYOUT_DECLINED;
    case PAYOUT_ASKED:
        return to == PAYOUT_WAITING_FUNDS || to == PAYOUT_SENT || to == PAYOUT_PAID || to == PAYOUT_FAILED;
    case PAYOUT_WAITING_FUNDS:
        return to == PAYOUT_SENT || to == PAYOUT_PAID || to == PAYOUT_FAILED;
    case PAYOUT_SENT:
        return to == PAYOUT_PAID || to == PAYOUT_FAILED;
    default:
        return false;
    }
}

struct status payout_split(fen leaders, fen partners, fen gross, fen *ret_leaders, fen *ret_partners)
{
    fen together, of_leaders;

    if (gross <= 0 || !money_add(leaders, partners, &together) || gross > together)
        return fail(BAD_REQUEST, "%ld fen cannot be taken of %ld and %ld", (long)gross, (long)leaders, (long)partners);
    of_leaders = leaders < 0 ? 0 : leaders < gross ? leaders : gross;
    *ret_leaders = of_leaders;
    *ret_partners = gross - of_leaders;
    return OK;
}

/* ---- who ---- */

static int two(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

static bool is_day(const char *digits)
{
    static const int days[] = { 31, DAYS_OF_FEBRUARY, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int century = two(digits), month = two(digits + 4), day = two(digits + 6);

    return (century == 19 || century == 20) && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

bool identity_valid(const char *number)
{
    static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;

    if (strlen(number) != IDENTITY_CHARS || number[0] < '1' || number[0] > '9')
        return false;
    for (int i = 0; i < IDENTITY_CHARS - 1; i++) {
        if (number[i] < '0' || number[i] > '9')
            return false;
        sum += (number[i] - '0') * weights[i];
    }
    return is_day(number + 6) && number[IDENTITY_CHARS - 1] == "10X98765432"[sum % 11];
}

const char *identity_masked(struct arena *arena, const char *number)
{
    return arena_printf(arena, "%.2s************%s", number, number + IDENTITY_CHARS - 4);
}
