#include "groupbuy/flow/coupons.h"

#include "base/crash_point.h"
#include "db/jobs.h"
#include "groupbuy/flow/views.h"
#include "linli/coupons/v1/internal.pb-c.h"

static Cp__CouponLine **lines_of(struct call *call, const struct order_line *given, size_t count)
{
    Cp__CouponLine **lines = arena_array(call->arena, Cp__CouponLine *, count);

    for (size_t i = 0; i < count; i++) {
        lines[i] = MESSAGE(call, Cp__CouponLine, cp__coupon_line);
        lines[i]->product_id = given[i].product_id;
        lines[i]->sku_id = given[i].sku_id;
        lines[i]->quantity = given[i].quantity;
        lines[i]->amount_fen = given[i].list - given[i].campaign_discount;
    }
    return lines;
}

/* An offer that covers none of our lines covers nothing. */
static struct status read_offer(const Cp__CouponOffer *offer, const char *coupon_id, struct order_line *lines,
                                size_t count, fen *ret_discount)
{
    if (offer->n_eligible_lines == 0 || offer->discount_fen < 0)
        return fail(COUPON_NOT_USABLE, "coupon %s does not cover this", coupon_id);
    for (size_t i = 0; i < count; i++)
        lines[i].coupon_eligible = false;
    for (size_t i = 0; i < offer->n_eligible_lines; i++)
        if (offer->eligible_lines[i] >= 0 && (size_t)offer->eligible_lines[i] < count)
            lines[offer->eligible_lines[i]].coupon_eligible = true;
    *ret_discount = offer->discount_fen;
    return OK;
}

/* Its refusals are ours, under one reason; a coupon that is not there cannot be used either. */
static struct status as_ours(struct status status, const char *coupon_id)
{
    if (status.code == CODE_NOT_FOUND || status.code == CODE_FAILED_PRECONDITION || status.code == CODE_GONE)
        return fail(COUPON_NOT_USABLE, "coupon %s: %s", coupon_id, status.text ? status.text : status.reason);
    return status;
}

struct status coupon_quote(struct call *call, const char *coupon_id, const char *campaign_id, struct order_line *lines,
                           size_t count, fen *ret_discount)
{
    Cp__QuoteCouponRequest request = CP__QUOTE_COUPON_REQUEST__INIT;
    Cp__CouponOffer *offer;

    request.coupon_id = coupon_id;
    request.user_id = call->caller->user_id;
    request.campaign_id = campaign_id;
    request.n_lines = count;
    request.lines = lines_of(call, lines, count);
    TRY(as_ours(
        call_rpc(call, "linli.coupons.v1.Internal.QuoteCoupon", &request.base, &cp__coupon_offer__descriptor, &offer),
        coupon_id));
    return read_offer(offer, coupon_id, lines, count, ret_discount);
}

struct status coupon_lock(struct call *call, const char *coupon_id, const char *campaign_id, const char *order_id,
                          struct order_line *lines, size_t count, fen *ret_discount)
{
    Cp__LockCouponRequest request = CP__LOCK_COUPON_REQUEST__INIT;
    Cp__CouponOffer *offer;

    request.coupon_id = coupon_id;
    request.user_id = call->caller->user_id;
    request.order_id = order_id;
    request.campaign_id = campaign_id;
    request.n_lines = count;
    request.lines = lines_of(call, lines, count);
    TRY(as_ours(
        call_rpc(call, "linli.coupons.v1.Internal.LockCoupon", &request.base, &cp__coupon_offer__descriptor, &offer),
        coupon_id));
    CRASH_POINT(coupon, locked_no_order);
    return read_offer(offer, coupon_id, lines, count, ret_discount);
}

/* The job's payload is the request itself: the three of them have the same fields. */
struct status coupon_follow(struct call *call, const char *order_id, const char *coupon_id, const char *user_id,
                            const char *action)
{
    Cp__ReleaseCouponRequest request = CP__RELEASE_COUPON_REQUEST__INIT;
    const uint8_t *payload;
    size_t bytes;

    if (!*coupon_id)
        return OK;
    request.coupon_id = coupon_id;
    request.user_id = user_id;
    request.order_id = order_id;
    payload = message_pack(call->arena, &request.base, &bytes);
    return job_add(call->tx, JOB_SETTLE_COUPON, arena_printf(call->arena, "%s:%s", order_id, action), 0, payload,
                   bytes);
}
