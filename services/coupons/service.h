/* What coupons holds while it runs: how points are spent in this house. */
#ifndef LINLI_COUPONS_SERVICE_H
#define LINLI_COUPONS_SERVICE_H

#include "base/settings.h"
#include "coupons/domain/points.h"
#include "rpc/call.h"

struct coupons {
    struct points_terms terms;
    int64_t grace_days; /* a coupon that a refund gives back after it ran out is good for so long */
};

extern const struct setting coupons_settings[];
extern const size_t coupons_settings_count;

struct status coupons_start(void **ret_service);

static inline const struct coupons *coupons_of(const struct call *call)
{
    return call->service;
}

#endif
