#include "groupbuy/domain/invoice.h"

#include <string.h>

#include "groupbuy/domain/names.h"

#define CHARACTERS "0123456789ABCDEFGHJKLMNPQRTUWXY" /* no I, O, S, V, Z */
#define BASE       31

static const char *const states[] = {
    [INVOICE_NONE] = "", [INVOICE_REQUESTED] = "REQUESTED", [INVOICE_ISSUED] = "ISSUED", [INVOICE_REVERSED] = "REVERSED"
};
static const char *const kinds[] = {
    [INVOICE_FOR_NONE] = "", [INVOICE_FOR_PERSON] = "PERSON", [INVOICE_FOR_COMPANY] = "COMPANY"
};

const char *invoice_state_name(enum invoice_state state)
{
    return NAME_OF(states, state);
}

enum invoice_state invoice_state_of(const char *name)
{
    return (enum invoice_state)NUMBER_OF(states, name);
}

const char *invoice_kind_name(enum invoice_kind kind)
{
    return NAME_OF(kinds, kind);
}

enum invoice_kind invoice_kind_of(const char *name)
{
    return (enum invoice_kind)NUMBER_OF(kinds, name);
}

bool tax_number_valid(const char *number)
{
    int weight = 1, sum = 0;

    if (strlen(number) != TAX_NUMBER_CHARS)
        return false;
    for (int i = 0; i < TAX_NUMBER_CHARS - 1; i++) {
        const char *place = strchr(CHARACTERS, number[i]);

        if (!place)
            return false;
        sum += (int)(place - CHARACTERS) * weight;
        weight = weight * 3 % BASE;
    }
    return number[TAX_NUMBER_CHARS - 1] == CHARACTERS[(BASE - sum % BASE) % BASE];
}

static int two(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

bool day_exists(const char *text)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year = two(text) * 100 + two(text + 2), month = two(text + 5), day = two(text + 8);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}
