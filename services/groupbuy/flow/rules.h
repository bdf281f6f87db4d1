/* Delivery rules as they are shown. */
#ifndef GROUPBUY_FLOW_RULES_H
#define GROUPBUY_FLOW_RULES_H

#include "groupbuy/delivery.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/delivery_store.h"

void delivery_rule_view(struct call *call, const struct delivery_rule *rule, Gb__DeliveryRule *out);

#endif
