/* Limits that several accounts share: a household, an address, a phone. They hold wherever a product is sold: of the
 * shelf, in campaigns and rounds, as a booking, a card, an article. Addresses and phones are known by keyed digests.
 *
 * What a household holds is what its people hold under the limits by person, so it is free again when theirs are.
 *
 * Locks are taken in the order buyers (by product and person) → keys (sorted), before the buyers of a campaign or round
 * and before any stock. */
#ifndef GROUPBUY_STORE_LIMIT_STORE_H
#define GROUPBUY_STORE_LIMIT_STORE_H

#include "base/crypto.h"
#include "db/db.h"

/* Whose limits count. */
struct limit_keys {
    const char *user_id;         /* NULL: of somebody without an account, whose address is his household */
    bool has_address, has_phone; /* false: none is known of it, and none counts */
    bool own_phone;              /* no phone was given: the buyer's account stands for the one it was verified with */
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

/* Whether any of these products has such a limit. */
struct status limits_any(struct tx *tx, const char *const *product_ids, size_t count, bool *ret_any);
/* Nobody of his households, nobody who orders to this address or phone, takes any of these products until the end. */
struct status limits_lock(struct tx *tx, const struct limit_keys *keys, const char *const *product_ids, size_t count);
/* Of those among the products that have such a limit, in any order. */
struct status limits_read(struct tx *tx, const struct limit_keys *keys, const char *const *product_ids, size_t count,
                          struct product_limits **ret_limits, size_t *ret_count);
/* The order's units count there until they go back. Its lines are there. Of the buyer's own phone it is noted where a
 * product has a limit by phone. */
struct status limits_count_order(struct tx *tx, const struct limit_keys *keys, const char *order_id);

/* ---- a batch of buyers of one product, in statements that travel with others ---- */

/* Somebody in one of his households. */
struct limit_home {
    size_t user; /* which of those asked for */
    const char *owner;
    int64_t held; /* by all who are in it */
};

struct limit_answers {
    struct rows *homes, *phones;
};

/* Nobody of their households takes the product until the end. */
struct status limits_lock_all(struct tx *tx, const char *const *user_ids, size_t count, const char *product_id);
/* `phones`: a key each, of the account's own. */
struct status limits_ask_all(struct tx *tx, const char *const *user_ids, const uint8_t (*phones)[SHA256_BYTES],
                             size_t count, const char *product_id, struct limit_answers *ret_answers);
/* ret_phones[i]: what is held under the phone of user i. Every user has a home at least. */
void limits_read_all(struct arena *arena, const struct limit_answers *answers, struct limit_home **ret_homes,
                     size_t *ret_homes_count, int64_t *ret_phones);

#endif
