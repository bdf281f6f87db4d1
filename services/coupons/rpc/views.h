/* How things of coupons are shown. */
#ifndef LINLI_COUPONS_RPC_VIEWS_H
#define LINLI_COUPONS_RPC_VIEWS_H

#include "coupons/coupons.h"
#include "coupons/domain/coupon.h"

void template_view(struct call *call, const struct template *template, Cp__Template *out);
void coupon_view(struct call *call, const struct coupon *coupon, Cp__Coupon *out);

#endif
