#include "coupons/flow/points.h"
#include "rpc/timestamp.h"

#define EXPIRING_DAYS 30

/* What has run out is not counted, though it may not be swept yet. */
struct status coupons_get_points(struct call *call, const Cp__GetPointsRequest *in, Cp__PointsBalance *out)
{
    const char *user_id = call->caller->user_id;
    const struct points_terms *terms = &coupons_of(call)->terms;
    struct points_account account;
    int64_t gone, first_us;

    (void)in;
    TRY(points_account_get(call->tx, user_id, &account));
    TRY(lots_ending(call->tx, user_id, call->now_us, call->now_us + EXPIRING_DAYS * POINTS_DAY_US, &gone,
                    &out->expiring, &first_us));
    out->available = account.available - gone;
    out->held = account.held;
    out->pending = account.pending;
    out->debt = account.debt;
    out->expiring_at = timestamp_new(call->arena, first_us);
    out->per_yuan = (int32_t)terms->per_yuan;
    out->percent_max = (int32_t)terms->percent_max;
    return OK;
}
