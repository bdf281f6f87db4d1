#include "coupons/domain/earning.h"

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

static void check_days(const struct points_rule *rule, struct violations *faults)
{
    if (rule->earns == EARNS_POINTS && rule->valid_days == 0)
        violations_add(faults, "validDays", "is required");
    if (rule->earns == EARNS_GROWTH && rule->valid_days)
        violations_add(faults, "validDays", "belongs to points");
    if (rule->earns == EARNS_GROWTH && rule->vest_days)
        violations_add(faults, "vestDays", "belongs to points");
}

struct status points_rule_check(const struct points_rule *rule, int64_t now_us)
{
    struct violations faults = { 0 };

    check_points(rule, &faults);
    check_days(rule, &faults);
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
