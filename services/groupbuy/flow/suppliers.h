/* Suppliers: how they are shown, and what happens when a licence ends. */
#ifndef GROUPBUY_FLOW_SUPPLIERS_H
#define GROUPBUY_FLOW_SUPPLIERS_H

#include "groupbuy/catalogue.h"
#include "groupbuy/store/supplier_store.h"

/* Notes licences that are over, each with its event and an audit line; the supplier's products leave the shelf. Of one
 * supplier, or "": of everybody. In call->tx. */
struct status licences_note(struct call *call, const char *supplier_id, const char *actor);

/* Adds every licence that stands in the way of a product. In call->tx. */
struct status licences_hold(struct call *call, const char *product_id, struct violations *faults);

void supplier_view(struct call *call, const struct supplier *supplier, Gb__Supplier *out);
void supply_view(const struct supply *supply, Gb__Supply *out);

#endif
