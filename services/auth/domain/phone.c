#include "auth/domain/phone.h"

#include <stdio.h>
#include <string.h>

#define HEAD_CHARS 3
#define TAIL_CHARS 4

static bool digits(const char *text, size_t min, size_t max)
{
    size_t count = strlen(text);

    return count >= min && count <= max && strspn(text, "0123456789") == count;
}

/* The first three and the last four stay; of a short number only the last two. */
static void mask(const char *number, char *masked)
{
    size_t count = strlen(number), head = count >= 10 ? HEAD_CHARS : 0, tail = count >= 10 ? TAIL_CHARS : 2;

    for (size_t i = 0; i < count; i++)
        masked[i] = i < head || i >= count - tail ? number[i] : '*';
    masked[count] = '\0';
}

bool phone_read(const char *country_code, const char *number, struct phone *ret_phone)
{
    if (*country_code == '+')
        country_code++;
    if (!digits(country_code, 1, 3) || !digits(number, 5, 12))
        return false;
    snprintf(ret_phone->number, sizeof ret_phone->number, "+%s%s", country_code, number);
    mask(number, ret_phone->masked);
    return true;
}
