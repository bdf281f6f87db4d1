/* Accounts at WeChat Pay as operators see them. */
#ifndef GROUPBUY_FLOW_MERCHANTS_H
#define GROUPBUY_FLOW_MERCHANTS_H

#include "events/audit.h"
#include "groupbuy/merchants.h"
#include "groupbuy/store/merchant_store.h"

void merchant_view(struct call *call, const struct merchant *merchant, Gb__Merchant *out);
void merchant_binding_view(struct call *call, const struct merchant_binding *binding, Gb__MerchantBinding *out);
/* Exactly one of the two is named: FIELDS_INVALID. */
struct status merchant_binding_of(const char *merchant_id, const char *community_id, const char *supplier_id,
                                  struct merchant_binding *ret_binding);
/* Who is bound (or was), for the audit log. */
struct audit_line merchant_binding_line(const char *action, const struct merchant_binding *binding, const char *before,
                                        const char *after, const char *why);

#endif
