#include "groupbuy/complaints.h"
#include "groupbuy/merchants.h"

/* The address names the account; everything else is the same. */
struct status groupbuy_take_merchant_complaint_notice(struct call *call, const Api__RawRequest *in, Api__RawResponse *out)
{
    return groupbuy_take_complaint_notice(call, in, out);
}
