/* What a campaign must be like before it is published. Pure. */
#ifndef GROUPBUY_DOMAIN_CAMPAIGN_H
#define GROUPBUY_DOMAIN_CAMPAIGN_H

#include <stdint.h>

#include "base/money.h"
#include "base/status.h"
#include "groupbuy/domain/buyers.h"
#include "groupbuy/domain/order.h"

#define CAMPAIGN_LENGTH_S_MAX (90 * 86400)
#define CAMPAIGN_AHEAD_S_MAX  (180 * 86400) /* how far ahead a start may lie */
#define TEAM_SIZE_MIN         2
#define TEAM_SIZE_MAX         50
#define UNPAID_S_MIN          15 /* nobody can pay faster */

/* The bounds that the house sets. */
struct campaign_bounds {
    int64_t team_life_s_min;
    int64_t team_life_s_max;
};

struct campaign_draft {
    enum campaign_kind kind;
    fen list_price;
    fen price;
    fen starter_discount;
    int64_t stock;
    int32_t per_user_limit;
    int64_t starts_at_us;
    int64_t ends_at_us;
    int32_t team_size;
    int32_t team_life_s;
    int32_t sponsored_seats_max;
    int32_t sponsor_last_s;
    enum buyers buyers;
    int32_t unpaid_s; /* 0: the house's */
};

/* FIELDS_INVALID naming every fault. */
struct status campaign_check(const struct campaign_draft *draft, const struct campaign_bounds *bounds, int64_t now_us);

/* Where in its life a campaign is: NOT_STARTED, ENDED or OK. */
struct status campaign_is_open(const char *campaign_id, int64_t starts_at_us, int64_t ends_at_us, int64_t now_us);

#endif
