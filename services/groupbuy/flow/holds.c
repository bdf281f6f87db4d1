#include "groupbuy/flow/holds.h"

#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/points.h"

struct holds {
    const char *coupon_id;
    int64_t points;
};

/* A release without its lock leaves a tombstone: harmless, as the operation is forgotten with it and will not lock
 * again. */
static struct status let_go(struct call *call, const void *context)
{
    const struct holds *holds = context;
    const char *user_id = call->caller->user_id;

    TRY(coupon_follow(call, call->operation_id, holds->coupon_id, user_id, COUPON_RELEASE));
    return points_follow(call, call->operation_id, user_id, holds->points, POINTS_RELEASE);
}

void holds_for_order(struct call *call, const char *coupon_id, int64_t points)
{
    struct holds *holds = arena_alloc(call->arena, sizeof *holds);

    *holds = (struct holds){ coupon_id, points };
    call_on_refusal(call, let_go, holds);
}
