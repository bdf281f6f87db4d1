/* Limits that several accounts share, so that one household does not go around them with more of them. */
#ifndef GROUPBUY_FLOW_LIMITS_H
#define GROUPBUY_FLOW_LIMITS_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/address_store.h"
#include "groupbuy/store/limit_store.h"
#include "groupbuy/store/order_store.h"

/* The caller's; `address` NULL: it is fetched. FIELDS_INVALID: its phone can't be read any more. */
struct status limit_keys_of(struct call *call, const struct address *address, struct limit_keys *ret_keys);
/* Keeps everybody else who shares a limit with him off the lines' products. In call->tx. */
struct status limits_hold(struct call *call, const struct limit_keys *keys, const struct order_line *lines,
                          size_t count);
/* SHARED_LIMIT_REACHED. Exact when they are held. In call->tx. */
struct status limits_check(struct call *call, const struct limit_keys *keys, const struct order_line *lines,
                           size_t count);

#endif
