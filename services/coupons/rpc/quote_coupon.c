#include "coupons/rpc/locking.h"

struct status coupons_quote_coupon(struct call *call, const Cp__QuoteCouponRequest *in, Cp__CouponOffer *out)
{
    struct coupon_basket basket;
    struct coupon_fit offer;
    struct coupon coupon;

    TRY(coupon_get(call->tx, call->arena, in->coupon_id, in->user_id, &coupon));
    TRY(basket_of(call, in->user_id, in->campaign_id, in->lines, in->n_lines, &basket));
    TRY(coupon_usable(&coupon, call->now_us));
    TRY(template_offer(coupon.template, &basket, &offer));
    offer_view(call, &coupon, &offer, out);
    return OK;
}
