#include "groupbuy/payouts.h"

/* The same, but for the account that its address names. */
struct status groupbuy_take_merchant_transfer_notice(struct call *call, const Api__RawRequest *in,
                                                     Api__RawResponse *out)
{
    return groupbuy_take_transfer_notice(call, in, out);
}
