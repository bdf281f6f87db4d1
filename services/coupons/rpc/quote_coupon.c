#include "coupons/rpc/locking.h"

struct status coupons_quote_coupon(struct call *call, const Cp__QuoteCouponRequest *in, Cp__CouponOffer *out)
{
    struct coupon coupon;
    struct lock offer;

    TRY(coupon_get(call->tx, call->arena, in->coupon_id, in->user_id, &coupon));
    TRY(coupon_usable(&coupon, call->now_us));
    TRY(template_offer(coupon.template, lines_of(call, in->lines, in->n_lines), in->n_lines, &offer.discount, offer.eligible,
                       &offer.eligible_count));
    offer_view(call, &coupon, &offer, out);
    return OK;
}
