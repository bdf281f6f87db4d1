/* How things of coupons are shown. */
#ifndef LINLI_COUPONS_RPC_VIEWS_H
#define LINLI_COUPONS_RPC_VIEWS_H

#include "coupons/coupons.h"
#include "coupons/domain/coupon.h"
#include "coupons/store/adjustment_store.h"
#include "coupons/store/earning_store.h"
#include "coupons/store/plan_store.h"
#include "coupons/store/template_store.h"

void template_view(struct call *call, const struct template *template, Cp__Template *out);
void rule_view(struct call *call, const struct points_rule *rule, Cp__PointsRule *out);
void day_view(struct call *call, const struct sign_in *day, Cp__DaySignedIn *out);
void adjustment_view(struct call *call, const struct adjustment *adjustment, Cp__Adjustment *out);
void plan_view(struct call *call, const struct grant_plan *plan, Cp__GrantPlan *out);
/* The template, when the caller is an operator of its community, or of the whole platform. NOT_HERE, FORBIDDEN. */
struct status template_of_operator(struct call *call, const char *template_id, struct template *ret_template);
/* FORBIDDEN unless the caller is an operator of the whole platform. */
struct status platform_operator(const struct call *call);
void coupon_view(struct call *call, const struct coupon *coupon, Cp__Coupon *out);

#endif
