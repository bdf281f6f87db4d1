/* How points are earned: rules and streaks. Pure. */
#ifndef LINLI_COUPONS_DOMAIN_EARNING_H
#define LINLI_COUPONS_DOMAIN_EARNING_H

#include <stdbool.h>

#include "base/money.h"
#include "base/status.h"

/* The numbers of linli.coupons.v1.EarnTrigger. */
enum earn_trigger {
    EARN_ORDER_PAID = 1,
    EARN_POST_PUBLISHED,
    EARN_COMMENT_ADDED,
    EARN_CIRCLE_JOINED,
    EARN_SIGN_IN,
    EARN_INVITED,
    EARN_WAS_INVITED,
    EARN_REVIEW_PUBLISHED
};

/* The numbers of linli.coupons.v1.Earns. What a rule says of points holds of growth, which neither vests nor runs out. */
enum earns { EARNS_POINTS = 1, EARNS_GROWTH };

struct points_rule {
    const char *id;
    const char *title;
    enum earn_trigger trigger;
    enum earns earns;
    int64_t points;
    int64_t per_yuan;
    int64_t day_cap; /* 0: none */
    int64_t budget;  /* 0: none */
    int vest_days;
    int valid_days;
    int streak_days; /* 0: none */
    int64_t streak_points;
    int64_t starts_us, ends_us; /* ends_us 0: no end */
    bool active;
    int64_t created_us;
};

/* Names every fault. */
struct status points_rule_check(const struct points_rule *rule, int64_t now_us);
/* What an order of `amount` fen, or a day that ends so long a streak, earns before caps. */
int64_t points_rule_earns(const struct points_rule *rule, fen amount, int streak);
/* What of it stays when `refunded` of the amount went back, of the `given` points. */
int64_t points_rule_keeps(const struct points_rule *rule, int64_t given, fen amount, fen refunded);

#endif
