/* What is wanted of a product before it stands on the shelf. */
#ifndef GROUPBUY_FLOW_SHELVING_H
#define GROUPBUY_FLOW_SHELVING_H

#include "groupbuy/catalogue.h"
#include "groupbuy/store/product_store.h"

/* NULL: it is no food; it promises nothing beyond the law. */
struct food food_of(const Gb__Food *in);
struct promise promise_of(const Gb__ProductPromise *in);

/* FIELDS_INVALID naming all that is missing. In call->tx. */
struct status shelf_check(struct call *call, const struct product *product);

#endif
