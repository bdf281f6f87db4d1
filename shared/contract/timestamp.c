/* Timestamps to the nanosecond: base/clock.h has microseconds, and a caller's nanoseconds are not ours to drop. */
#include <string.h>

#include "contract/scalar.h"

#define SECONDS_MIN INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define SECONDS_MAX INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

/* Days since 1970-01-01 in the Gregorian calendar; years begin in March, so that the leap day comes last. */
static int64_t days_from_date(int64_t year, int month, int day)
{
    int64_t shifted = year - (month <= 2);
    int64_t era = shifted / 400, year_of_era = shifted % 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void date_from_days(int64_t days, int *ret_year, int *ret_month, int *ret_day)
{
    int64_t shifted = days + 719468; /* never negative for years from 1 on */
    int64_t era = shifted / 146097, day_of_era = shifted % 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;

    *ret_day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    *ret_month = (int)(month < 10 ? month + 3 : month - 9);
    *ret_year = (int)(year_of_era + era * 400 + (*ret_month <= 2));
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

struct cursor {
    const char *at, *end;
};

/* Exactly `count` digits, from `min` to `max`. */
static bool take_number(struct cursor *cursor, int count, int min, int max, int *ret)
{
    int value = 0;

    if (cursor->end - cursor->at < count)
        return false;
    for (int i = 0; i < count; i++) {
        char c = *cursor->at++;

        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *ret = value;
    return value >= min && value <= max;
}

static bool take_char(struct cursor *cursor, char c)
{
    if (cursor->at == cursor->end || *cursor->at != c)
        return false;
    cursor->at++;
    return true;
}

/* One to nine digits. */
static bool take_fraction(struct cursor *cursor, int32_t *ret_nanos)
{
    int32_t scale = 100000000;

    *ret_nanos = 0;
    if (!take_char(cursor, '.'))
        return true;
    if (cursor->at == cursor->end || *cursor->at < '0' || *cursor->at > '9')
        return false;
    for (; cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++, scale /= 10) {
        if (scale == 0)
            return false;
        *ret_nanos += (*cursor->at - '0') * scale;
    }
    return true;
}

static bool take_offset(struct cursor *cursor, int *ret_seconds)
{
    int hours, minutes, sign = 1;

    *ret_seconds = 0;
    if (take_char(cursor, 'Z'))
        return true;
    if (take_char(cursor, '-'))
        sign = -1;
    else if (!take_char(cursor, '+'))
        return false;
    if (!take_number(cursor, 2, 0, 23, &hours) || !take_char(cursor, ':') || !take_number(cursor, 2, 0, 59, &minutes))
        return false;
    *ret_seconds = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool timestamp_read(const char *text, size_t bytes, int64_t *ret_seconds, int32_t *ret_nanos)
{
    struct cursor cursor = { text, text + bytes };
    int year, month, day, hour, minute, second, offset;

    if (!take_number(&cursor, 4, 1, 9999, &year) || !take_char(&cursor, '-') ||
        !take_number(&cursor, 2, 1, 12, &month) || !take_char(&cursor, '-') ||
        !take_number(&cursor, 2, 1, days_in_month(year, month), &day) || !take_char(&cursor, 'T'))
        return false;
    if (!take_number(&cursor, 2, 0, 23, &hour) || !take_char(&cursor, ':') ||
        !take_number(&cursor, 2, 0, 59, &minute) || !take_char(&cursor, ':') ||
        !take_number(&cursor, 2, 0, 59, &second))
        return false;
    if (!take_fraction(&cursor, ret_nanos) || !take_offset(&cursor, &offset) || cursor.at != cursor.end)
        return false;
    *ret_seconds = days_from_date(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
    return *ret_seconds >= SECONDS_MIN && *ret_seconds <= SECONDS_MAX;
}

static char *put_number(char *at, int value, int digits)
{
    for (int i = digits; i-- > 0; value /= 10)
        at[i] = (char)('0' + value % 10);
    return at + digits;
}

/* None, 3, 6 or 9 digits, as few as say it all. */
static char *put_fraction(char *at, int32_t nanos)
{
    if (nanos == 0)
        return at;
    *at++ = '.';
    if (nanos % 1000)
        return put_number(at, nanos, 9);
    return nanos % 1000000 ? put_number(at, nanos / 1000, 6) : put_number(at, nanos / 1000000, 3);
}

bool timestamp_fits(int64_t seconds, int32_t nanos)
{
    return seconds >= SECONDS_MIN && seconds <= SECONDS_MAX && nanos >= 0 && nanos <= 999999999;
}

bool timestamp_write_json(int64_t seconds, int32_t nanos, struct buf *out)
{
    static const char form[] = "\"0000-00-00T00:00:00";
    int64_t days = seconds / 86400 - (seconds % 86400 < 0);
    int rest = (int)(seconds - days * 86400);
    int year, month, day;
    char text[48], *at;

    if (!timestamp_fits(seconds, nanos))
        return false;
    date_from_days(days, &year, &month, &day);
    memcpy(text, form, sizeof(form));
    put_number(text + 1, year, 4);
    put_number(text + 6, month, 2);
    put_number(text + 9, day, 2);
    put_number(text + 12, rest / 3600, 2);
    put_number(text + 15, rest / 60 % 60, 2);
    put_number(text + 18, rest % 60, 2);
    at = put_fraction(text + sizeof(form) - 1, nanos);
    *at++ = 'Z';
    *at++ = '"';
    buf_add(out, text, (size_t)(at - text));
    return true;
}
