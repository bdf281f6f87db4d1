#include "coupons/service.h"

static struct coupons house;

const struct setting coupons_settings[] = {
    SETTING_INT(house.terms.per_yuan, "LINLI_COUPONS_POINTS_PER_YUAN", 100, 1, POINTS_PER_YUAN_MAX,
                "points that take one yuan off at checkout"),
    SETTING_INT(house.terms.percent_max, "LINLI_COUPONS_POINTS_PERCENT_MAX", 50, 0, 100,
                "the largest share of an order that points may pay, in hundredths; 0: none"),
    SETTING_INT(house.grace_days, "LINLI_COUPONS_GRACE_DAYS", 7, 0, 366,
                "a coupon that a refund gives back after it ran out is good for so many days; 0: it stays run out"),
    SETTING_INT(house.terms.grace_days, "LINLI_COUPONS_POINTS_GRACE_DAYS", 7, 0, 366,
                "points that come back after they ran out are good for so many days"),
};
const size_t coupons_settings_count = sizeof coupons_settings / sizeof coupons_settings[0];

struct status coupons_start(void **ret_service)
{
    *ret_service = &house;
    return OK;
}
