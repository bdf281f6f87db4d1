/* Certificates of WeChat Pay that end soon. */
#ifndef GROUPBUY_FLOW_CERTIFICATES_H
#define GROUPBUY_FLOW_CERTIFICATES_H

#include "rpc/call.h"
#include "wechat/pay.h"

/* Tells operators of each stage that one of these is in, once. In call->tx. */
struct status certificates_tell(struct call *call, const struct wxpay_certificate *list, size_t count);

#endif
