/* Accounts at WeChat Pay besides the installation's own, and who is bound to them. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_MERCHANT_STORE_H
#define GROUPBUY_STORE_MERCHANT_STORE_H

#include "db/db.h"
#include "groupbuy/store/order_store.h"

struct merchant {
    const char *id; /* WeChat's number of it */
    const char *name;
    bool closed;
    int64_t bindings; /* communities and suppliers that are bound to it */
    int64_t created_us, closed_us;
};

struct merchant_binding {
    const char *merchant_id;
    const char *community_id, *supplier_id; /* one of them; the other "" */
    int64_t bound_us;
};

/* Whose account these lines are to be paid into, if they are sold in `community_id` (NULL or "": nowhere in particular) now.
 * MIXED_MERCHANTS when that is more than one's. */
struct status merchant_of_lines(struct tx *tx, const struct order_line *lines, size_t count, const char *community_id,
                                const char **ret_merchant_id);
/* The same of each SKU alone, as numbers from 1: SKUs of one account have the same. */
struct status merchant_groups(struct tx *tx, const char *const *sku_ids, size_t count, int32_t *groups);

/* *ret_new false: it is known already. */
struct status merchant_insert(struct tx *tx, const char *id, const char *name, const char *created_by, bool *ret_new);
/* NOT_HERE */
struct status merchant_get(struct tx *tx, const char *id, struct merchant *ret_merchant);
/* The same, with the row locked: nobody binds to it or closes it meanwhile. */
struct status merchant_lock(struct tx *tx, const char *id, struct merchant *ret_merchant);
struct status merchant_close(struct tx *tx, const char *id);
/* By number. */
struct status merchant_list(struct tx *tx, const char *after, int limit, struct merchant **ret_merchants,
                            size_t *ret_count);
/* Those that somebody is bound to. */
struct status merchant_list_bound(struct tx *tx, const char *const **ret_ids, size_t *ret_count);

/* In place of what the community or supplier was bound to: *ret_before, "" when to nothing. The account is locked.
 * binding->bound_us is set. */
struct status merchant_bind(struct tx *tx, struct merchant_binding *binding, const char *bound_by,
                            const char **ret_before);
/* *ret_found false: it is not bound to that account. */
struct status merchant_unbind(struct tx *tx, const struct merchant_binding *binding, bool *ret_found);
/* By the community's or supplier's id. */
struct status merchant_bindings(struct tx *tx, const char *merchant_id, const char *after, int limit,
                                struct merchant_binding **ret_bindings, size_t *ret_count);

#endif
