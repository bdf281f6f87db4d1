/* What the operators' desk shows of orders. */
#ifndef GROUPBUY_FLOW_DESK_H
#define GROUPBUY_FLOW_DESK_H

#include "groupbuy/desk.h"
#include "groupbuy/store/desk_store.h"
#include "rpc/page.h"

/* The page of the search that is asked for. *ret_next: the token of the next page, "" when there is none. */
struct status desk_search(struct call *call, const Gb__SearchOrdersRequest *in, struct order **ret_orders,
                          size_t *ret_count, const char **ret_next);

/* One order, anybody's, with its notes. NOT_HERE. */
struct status desk_show(struct call *call, const char *order_id, Gb__DeskOrder *out);

#endif
