/* Limits that several accounts share: a household, an address, a phone. Addresses and phones are known by keyed
 * digests.
 *
 * Locks are taken in the order buyers (by product and person) → keys (sorted), before any SKU. */
#ifndef GROUPBUY_STORE_LIMIT_STORE_H
#define GROUPBUY_STORE_LIMIT_STORE_H

#include "base/crypto.h"
#include "db/db.h"

/* Whose limits count. */
struct limit_keys {
    const char *user_id;
    bool brought; /* false: somebody fetches it, and there is neither address nor phone */
    uint8_t address[SHA256_BYTES], phone[SHA256_BYTES];
};

struct shared_limit {
    int32_t most; /* units; 0: any number */
    int64_t held; /* in live orders */
};

struct product_limits {
    const char *product_id;
    struct shared_limit household; /* of all households that he is of the one that holds most */
    struct shared_limit address, phone;
};

/* Nobody of his households, nobody who orders to this address or phone, takes any of these products until the end. */
struct status limits_lock(struct tx *tx, const struct limit_keys *keys, const char *const *product_ids, size_t count);
/* Of those among the products that have such a limit, in any order. */
struct status limits_read(struct tx *tx, const struct limit_keys *keys, const char *const *product_ids, size_t count,
                          struct product_limits **ret_limits, size_t *ret_count);
/* The order's units count there until they go back. Its lines are there. */
struct status limits_count_order(struct tx *tx, const struct limit_keys *keys, const char *order_id);

#endif
