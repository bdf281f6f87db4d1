/* People's addresses. Phones are sealed. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_ADDRESS_STORE_H
#define GROUPBUY_STORE_ADDRESS_STORE_H

#include "db/db.h"

struct address {
    const char *id;
    const char *user_id;
    const char *name;
    const uint8_t *phone_sealed;
    size_t phone_sealed_bytes;
    const char *phone_key; /* which of our keys sealed it */
    const char *phone_masked;
    const char *region_code;
    const char *region_name;
    const char *street;
    bool is_default;
};

/* Locks the addresses of a person against each other, and counts them. */
struct status address_lock_all(struct tx *tx, const char *user_id, int64_t *ret_count);
/* When it is the default no other is one. */
struct status address_insert(struct tx *tx, const struct address *address);
/* NOT_HERE, also when it is somebody else's. */
struct status address_get(struct tx *tx, const char *address_id, const char *user_id, struct address *ret_address);
struct status address_save(struct tx *tx, const struct address *address);
/* Empties it. Nothing when it is not there. */
struct status address_remove(struct tx *tx, const char *address_id, const char *user_id);
/* The default first, then the newest. */
struct status address_list(struct tx *tx, const char *user_id, int limit, struct address **ret_addresses,
                           size_t *ret_count);

#endif
