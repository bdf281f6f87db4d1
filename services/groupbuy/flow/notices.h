/* What WeChat Pay tells us by itself: a notice is verified before anything else, taken in one transaction with what it changes,
 * and answered so that one which cannot be verified is refused and one that failed here comes again. */
#ifndef GROUPBUY_FLOW_NOTICES_H
#define GROUPBUY_FLOW_NOTICES_H

#include "linli/api/raw.pb-c.h"
#include "rpc/call.h"

/* `read`: how reading it went (flow/channel.h); `what`: for the log. *ret_open false: it was refused, and *out says so. Otherwise
 * a transaction is open and *out is the yes that holds once it is committed; a failure is answered with 500 by the gateway,
 * and WeChat repeats. */
struct status notice_open(struct call *call, const char *what, struct status read, Api__RawResponse *out,
                          bool *ret_open);

#endif
