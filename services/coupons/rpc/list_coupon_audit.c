#include "coupons/coupons.h"
#include "events/audit.h"

struct status coupons_list_coupon_audit(struct call *call, const Cp__ListCouponAuditRequest *in,
                                        Cp__ListCouponAuditResponse *out)
{
    return audit_list(call, in, out);
}
