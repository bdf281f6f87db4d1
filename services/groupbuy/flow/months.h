/* Months of the books as they are shown. */
#ifndef GROUPBUY_FLOW_MONTHS_H
#define GROUPBUY_FLOW_MONTHS_H

#include "groupbuy/finance.h"
#include "groupbuy/store/month_store.h"

void month_view(struct call *call, const struct ledger_month *month, Gb__LedgerMonth *out);
/* With its accounts, read in call->tx. */
struct status month_show(struct call *call, const struct ledger_month *month, Gb__LedgerMonth *out);

#endif
