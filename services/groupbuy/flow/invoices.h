/* Invoices as orders go their way, and as they are shown. */
#ifndef GROUPBUY_FLOW_INVOICES_H
#define GROUPBUY_FLOW_INVOICES_H

#include "groupbuy/invoices.h"
#include "groupbuy/store/invoice_store.h"
#include "rpc/call.h"

/* Money of the order was promised back: what waits is over less, or nothing; what was issued is reversed. In the
 * transaction of the refund, the order locked. */
struct status invoice_follow_refund(struct call *call, const char *order_id);

void invoice_view(struct call *call, const struct invoice *invoice, Gb__Invoice *out);

#endif
