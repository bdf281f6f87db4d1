/* China's calendar: days and months, without summer time since 1991. Pure. */
#ifndef LINLI_COUPONS_DOMAIN_CALENDAR_H
#define LINLI_COUPONS_DOMAIN_CALENDAR_H

#include <stdint.h>

#include "base/arena.h"

/* Days since 1970-01-01. */
int64_t day_of(int64_t unix_us);
/* 2026-11-22 */
char *day_text(struct arena *arena, int64_t day);
/* The first day of "2026-11" and the first after it; of the month of `today` for "". */
void month_days(const char *month, int64_t today, int64_t *ret_first, int64_t *ret_after);

/* Months since year 0. */
int month_of(int64_t unix_us);
/* When that day (1 … 28) of the month has that hour. */
int64_t month_moment_us(int month, int month_day, int hour);
/* The latest month whose moment has come. */
int month_latest(int64_t now_us, int month_day, int hour);
/* 2026-11 */
char *month_text(struct arena *arena, int month);

#endif
