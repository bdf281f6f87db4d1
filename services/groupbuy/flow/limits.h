/* Limits that several accounts share, so that one household does not go around them with more of them. They hold for
 * every way to buy; who fetches what he buys is known by his household and by his own phone. */
#ifndef GROUPBUY_FLOW_LIMITS_H
#define GROUPBUY_FLOW_LIMITS_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/address_store.h"
#include "groupbuy/store/limit_store.h"
#include "groupbuy/store/order_store.h"

/* The caller's; `address` NULL: it is fetched. FIELDS_INVALID: its phone can't be read any more. */
struct status limit_keys_of(struct call *call, const struct address *address, struct limit_keys *ret_keys);
/* Of somebody without an account: his door in that community is his household, and his phone without one ("") name and
 * door. */
void limit_keys_of_neighbour(struct call *call, const char *community_id, const char *name, const char *door,
                             const char *phone, struct limit_keys *ret_keys);
/* The key that stands for the phone of an account. */
void limit_own_phone(struct call *call, const char *user_id, uint8_t ret_key[SHA256_BYTES]);

/* Keeps everybody else who shares a limit with him off the lines' products. In call->tx. */
struct status limits_hold(struct call *call, const struct limit_keys *keys, const struct order_line *lines,
                          size_t count);
/* SHARED_LIMIT_REACHED. Exact when they are held. In call->tx. */
struct status limits_check(struct call *call, const struct limit_keys *keys, const struct order_line *lines,
                           size_t count);
/* Both. */
struct status limits_admit(struct call *call, const struct limit_keys *keys, const struct order_line *lines,
                           size_t count);
/* Whether some of it has such a limit: of others nobody need be asked or held. In call->tx. */
struct status limits_apply(struct call *call, const struct order_line *lines, size_t count, bool *ret_any);

#endif
