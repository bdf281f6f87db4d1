/* WeChat's shipping management as groupbuy uses it. Never inside a transaction. */
#ifndef GROUPBUY_FLOW_SHIPPING_CHANNEL_H
#define GROUPBUY_FLOW_SHIPPING_CHANNEL_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/presale_store.h"
#include "groupbuy/store/shipping_store.h"

/* Tells it, with the same words however often. *ret_refused "": WeChat knows it, or has nothing to wait for any more
 * (it was told by somebody else, the money went back); else its words, and it will not hear it. PAYMENT_UNAVAILABLE:
 * later again, also right after a payment that shipping management does not know yet. */
struct status shipping_channel_tell(struct call *call, const struct shipping_info *info, const char **ret_refused);

/* Declares that its goods come late, with the same date however often; the rest as above. */
struct status shipping_channel_declare(struct call *call, const struct presale *presale, const char **ret_refused);

#endif
