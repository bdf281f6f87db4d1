#include "groupbuy/domain/day.h"

#include <stdio.h>
#include <string.h>

static int days_in(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

bool day_valid(const char *text)
{
    int year, month, day;

    if (strlen(text) != 10 || strspn(text, "0123456789-") != 10 || text[4] != '-' || text[7] != '-' ||
        sscanf(text, "%4d-%2d-%2d", &year, &month, &day) != 3)
        return false;
    return year >= 2000 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
}
