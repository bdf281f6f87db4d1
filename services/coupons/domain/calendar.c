#include "coupons/domain/calendar.h"

#include <stdio.h>
#include <time.h>

#define DAY_S          INT64_C(86400)
#define CHINA_OFFSET_S INT64_C(28800)
#define US_A_S         INT64_C(1000000)

int64_t day_of(int64_t unix_us)
{
    return (unix_us / US_A_S + CHINA_OFFSET_S) / DAY_S;
}

static struct tm tm_of(int64_t day)
{
    time_t seconds = (time_t)(day * DAY_S);
    struct tm tm;

    gmtime_r(&seconds, &tm);
    return tm;
}

char *day_text(struct arena *arena, int64_t day)
{
    struct tm tm = tm_of(day);

    return arena_printf(arena, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

static int64_t first_day_of(int month)
{
    struct tm tm = { .tm_year = month / 12 - 1900, .tm_mon = month % 12, .tm_mday = 1 };

    return timegm(&tm) / DAY_S;
}

static int month_of_day(int64_t day)
{
    struct tm tm = tm_of(day);

    return (tm.tm_year + 1900) * 12 + tm.tm_mon;
}

void month_days(const char *month, int64_t today, int64_t *ret_first, int64_t *ret_after)
{
    int number = month_of_day(today), year, of_year;

    if (sscanf(month, "%4d-%2d", &year, &of_year) == 2)
        number = year * 12 + of_year - 1;
    *ret_first = first_day_of(number);
    *ret_after = first_day_of(number + 1);
}

int month_of(int64_t unix_us)
{
    return month_of_day(day_of(unix_us));
}

int64_t month_moment_us(int month, int month_day, int hour)
{
    int64_t day = first_day_of(month) + month_day - 1;

    return (day * DAY_S + hour * INT64_C(3600) - CHINA_OFFSET_S) * US_A_S;
}

int month_latest(int64_t now_us, int month_day, int hour)
{
    int month = month_of(now_us);

    return month_moment_us(month, month_day, hour) <= now_us ? month : month - 1;
}

char *month_text(struct arena *arena, int month)
{
    return arena_printf(arena, "%04d-%02d", month / 12, month % 12 + 1);
}
