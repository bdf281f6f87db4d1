#include "coupons/domain/earning.h"

#include <stdio.h>
#include <time.h>

#define US_PER_DAY_S   INT64_C(86400)
#define CHINA_OFFSET_S INT64_C(28800) /* no summer time since 1991 */

static void check_points(const struct points_rule *rule, struct violations *faults)
{
    if (rule->trigger == EARN_ORDER_PAID) {
        if (rule->per_yuan == 0)
            violations_add(faults, "perYuan", "is required for ON_ORDER_PAID");
        if (rule->points)
            violations_add(faults, "points", "belongs to other triggers; ON_ORDER_PAID has perYuan");
        return;
    }
    if (rule->points == 0)
        violations_add(faults, "points", "is required");
    if (rule->per_yuan)
        violations_add(faults, "perYuan", "belongs to ON_ORDER_PAID");
}

struct status points_rule_check(const struct points_rule *rule, int64_t now_us)
{
    struct violations faults = { 0 };

    check_points(rule, &faults);
    if ((rule->streak_days == 0) != (rule->streak_points == 0))
        violations_add(&faults, "streakDays", "goes with streakPoints");
    if (rule->streak_days && rule->trigger != EARN_SIGN_IN)
        violations_add(&faults, "streakDays", "belongs to ON_SIGN_IN");
    if (rule->ends_us && (rule->ends_us <= rule->starts_us || rule->ends_us <= now_us))
        violations_add(&faults, "endsAt", "must be in the future, after startsAt");
    return faults.count ? fail_fields(&faults) : OK;
}

int64_t points_rule_earns(const struct points_rule *rule, fen amount, int streak)
{
    if (rule->trigger == EARN_ORDER_PAID)
        return amount / 100 * rule->per_yuan;
    return rule->points + (rule->streak_days && streak % rule->streak_days == 0 ? rule->streak_points : 0);
}

int64_t points_rule_keeps(const struct points_rule *rule, int64_t given, fen amount, fen refunded)
{
    int64_t kept = refunded < amount ? points_rule_earns(rule, amount - refunded, 0) : 0;

    return kept < given ? kept : given;
}

/* ---- days ---- */

int64_t day_of(int64_t unix_us)
{
    return (unix_us / 1000000 + CHINA_OFFSET_S) / US_PER_DAY_S;
}

static struct tm tm_of(int64_t day)
{
    time_t seconds = (time_t)(day * US_PER_DAY_S);
    struct tm tm;

    gmtime_r(&seconds, &tm);
    return tm;
}

char *day_text(struct arena *arena, int64_t day)
{
    struct tm tm = tm_of(day);

    return arena_printf(arena, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

static int64_t first_of_month(int year, int month)
{
    struct tm tm = { .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = 1 };

    return timegm(&tm) / US_PER_DAY_S;
}

void month_days(const char *month, int64_t today, int64_t *ret_first, int64_t *ret_after)
{
    struct tm tm = tm_of(today);
    int year = tm.tm_year + 1900, number = tm.tm_mon + 1;

    if (*month)
        sscanf(month, "%4d-%2d", &year, &number);
    *ret_first = first_of_month(year, number);
    *ret_after = first_of_month(year, number + 1);
}
