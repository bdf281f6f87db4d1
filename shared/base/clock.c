#include "base/clock.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#define S_PER_DAY INT64_C(86400)
/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999Z: what RFC 3339 can write and protobuf's Timestamp may hold. */
#define UNIX_US_MIN (INT64_C(-62135596800) * US_PER_S)
#define UNIX_US_MAX (INT64_C(253402300800) * US_PER_S - 1)

static _Atomic int64_t house_moved_by_ms;

static int64_t now_us(clockid_t id)
{
    struct timespec now;

    clock_gettime(id, &now);
    return now.tv_sec * US_PER_S + now.tv_nsec / 1000;
}

int64_t clock_unix_us(void)
{
    return now_us(CLOCK_REALTIME);
}

int64_t clock_unix_ms(void)
{
    return clock_unix_us() / US_PER_MS;
}

int64_t clock_house_ms(void)
{
    return clock_unix_ms() + atomic_load(&house_moved_by_ms);
}

void clock_move_house(int64_t by_ms)
{
    atomic_store(&house_moved_by_ms, by_ms);
}

int64_t clock_mono_us(void)
{
    return now_us(CLOCK_MONOTONIC);
}

int64_t clock_mono_ms(void)
{
    return clock_mono_us() / US_PER_MS;
}

void clock_sleep_ms(int64_t ms)
{
    int64_t until_us = clock_mono_us() + ms * US_PER_MS;
    struct timespec until = { .tv_sec = until_us / US_PER_S, .tv_nsec = until_us % US_PER_S * 1000 };

    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
        ;
}

/* Calendar arithmetic of our own: gmtime_r and timegm take glibc's time-zone lock.
 * Years are counted from March, so that a leap day is the last day of its year. */
static int64_t days_before_year(int64_t year)
{
    return year * 365 + year / 4 - year / 100 + year / 400;
}

static int64_t days_before_month(int month_from_march)
{
    return (month_from_march * 153 + 2) / 5;
}

/* 1970-01-01 is day 306 of the year that began in March 1969. */
#define EPOCH_DAY (days_before_year(1969) + 306)

static int64_t days_of_date(int year, int month, int day)
{
    int march_year = month > 2 ? year : year - 1;
    int march_month = month > 2 ? month - 3 : month + 9;

    return days_before_year(march_year) + days_before_month(march_month) + day - 1 - EPOCH_DAY;
}

static void date_of_days(int64_t days, int *year, int *month, int *day)
{
    int64_t from_zero = days + EPOCH_DAY;
    int64_t march_year = from_zero * 400 / days_before_year(400);
    int march_month = 11;

    while (days_before_year(march_year + 1) <= from_zero)
        march_year++;
    while (days_before_year(march_year) > from_zero)
        march_year--;
    from_zero -= days_before_year(march_year);
    while (days_before_month(march_month) > from_zero)
        march_month--;
    *day = (int)(from_zero - days_before_month(march_month)) + 1;
    *month = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = (int)march_year + (march_month >= 10);
}

static int days_in_month(int year, int month)
{
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    if (month == 2)
        return leap ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* So many digits and what comes after them; returns the place behind it. Every line of a log has a time: no printf. */
static char *put(char *at, int value, int digits, char after)
{
    for (int i = digits; i-- > 0; value /= 10)
        at[i] = (char)('0' + value % 10);
    at[digits] = after;
    return at + digits + 1;
}

char *time_format_rfc3339(int64_t unix_us, char text[TIME_RFC3339_BYTES])
{
    int year, month, day;
    char *at;

    if (unix_us < UNIX_US_MIN)
        unix_us = UNIX_US_MIN;
    if (unix_us > UNIX_US_MAX)
        unix_us = UNIX_US_MAX;
    /* Counted from year 1, everything is positive and division rounds the way we need. */
    int64_t us = unix_us - UNIX_US_MIN;
    int fraction = (int)(us % US_PER_S);
    int second = (int)(us / US_PER_S % S_PER_DAY);

    date_of_days(us / US_PER_S / S_PER_DAY + UNIX_US_MIN / US_PER_S / S_PER_DAY, &year, &month, &day);
    at = put(put(put(text, year, 4, '-'), month, 2, '-'), day, 2, 'T');
    at = put(put(at, second / 3600, 2, ':'), second / 60 % 60, 2, ':');
    at = put(at, second % 60, 2, fraction ? '.' : 'Z');
    if (fraction)
        at = fraction % 1000 ? put(at, fraction, 6, 'Z') : put(at, fraction / 1000, 3, 'Z');
    *at = '\0';
    return text;
}

/* ---- parsing: each step takes what it expects from the front, or says no --------------------------------------------
 */

struct cursor {
    const char *at, *end;
};

static bool take_char(struct cursor *in, const char *one_of)
{
    if (in->at == in->end)
        return false;
    for (; *one_of; one_of++)
        if (*in->at == *one_of) {
            in->at++;
            return true;
        }
    return false;
}

static bool take_digits(struct cursor *in, int count, int min, int max, int *ret_value)
{
    int value = 0;

    if (in->end - in->at < count)
        return false;
    for (int i = 0; i < count; i++) {
        char c = in->at[i];

        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    if (value < min || value > max)
        return false;
    in->at += count;
    *ret_value = value;
    return true;
}

static bool take_date(struct cursor *in, int64_t *ret_days)
{
    int year, month, day;

    if (!take_digits(in, 4, 1, 9999, &year) || !take_char(in, "-") || !take_digits(in, 2, 1, 12, &month) ||
        !take_char(in, "-") || !take_digits(in, 2, 1, days_in_month(year, month), &day))
        return false;
    *ret_days = days_of_date(year, month, day);
    return true;
}

/* Digits beyond microseconds are dropped. */
static bool take_fraction(struct cursor *in, int64_t *ret_us)
{
    int64_t us = 0, scale = US_PER_S / 10;
    int digit;

    *ret_us = 0;
    if (!take_char(in, "."))
        return true;
    if (!take_digits(in, 1, 0, 9, &digit))
        return false;
    do {
        us += digit * scale;
        scale /= 10;
    } while (take_digits(in, 1, 0, 9, &digit));
    *ret_us = us;
    return true;
}

static bool take_offset(struct cursor *in, int64_t *ret_seconds)
{
    int hours, minutes = 0, sign;

    *ret_seconds = 0;
    if (take_char(in, "Zz"))
        return true;
    if (in->at == in->end)
        return false;
    sign = *in->at == '-' ? -1 : 1;
    if (!take_char(in, "+-") || !take_digits(in, 2, 0, 23, &hours))
        return false;
    if (in->at != in->end && (!take_char(in, ":") || !take_digits(in, 2, 0, 59, &minutes)))
        return false;
    *ret_seconds = sign * (hours * 3600 + minutes * 60);
    return true;
}

int time_parse_rfc3339(const char *text, size_t bytes, int64_t *ret_unix_us)
{
    struct cursor in = { text, text + bytes };
    int hour, minute, second;
    int64_t days, fraction, offset, seconds, unix_us;

    if (!take_date(&in, &days) || !take_char(&in, "Tt ") || !take_digits(&in, 2, 0, 23, &hour) ||
        !take_char(&in, ":") || !take_digits(&in, 2, 0, 59, &minute) || !take_char(&in, ":") ||
        !take_digits(&in, 2, 0, 60, &second) || !take_fraction(&in, &fraction) || !take_offset(&in, &offset) ||
        in.at != in.end)
        return -1;
    seconds = days * S_PER_DAY + hour * 3600 + minute * 60 + second - offset;
    if (second == 60 && seconds % S_PER_DAY != 0)
        return -1; /* a leap second ends a day in UTC, and falls together with the next day's first */
    unix_us = seconds * US_PER_S + fraction;
    if (unix_us < UNIX_US_MIN || unix_us > UNIX_US_MAX)
        return -1;
    *ret_unix_us = unix_us;
    return 0;
}
