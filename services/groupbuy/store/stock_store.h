/* Units of a campaign: in the buckets while unsold, with the buyers while in a live order.
 *
 * Locks are taken in the order buyers (sorted) → buckets (sorted) → campaign, here and in flash_store. The transaction
 * may hold the team's and the order's locks before. */
#ifndef GROUPBUY_STORE_STOCK_STORE_H
#define GROUPBUY_STORE_STOCK_STORE_H

#include "db/db.h"
#include "groupbuy/store/campaign_store.h"

#define JOB_END_CAMPAIGN "end_campaign"

/* A live order takes units for its buyer; *ret_left is what the sale has left. LIMIT_REACHED, SOLD_OUT, STOCK_SHORT. */
struct status stock_take(struct tx *tx, const struct campaign *campaign, const char *user_id, int32_t quantity,
                         int *ret_bucket, int64_t *ret_left);

struct stock_return {
    const char *user_id;
    int32_t quantity;
    int bucket;
};

/* Orders of one campaign that are no longer live give their units back to the buckets they came from; users all
 * different. *ret_restocked: the sale's new version when it was sold out and sells again, else 0. */
struct status stock_give_back(struct tx *tx, const char *campaign_id, const struct stock_return *items, size_t count,
                              int64_t *ret_restocked);

/* The buckets are locked and hold nothing: *ret_version is the sale's new version, 0 when it was sold out already. */
struct status stock_mark_sold_out(struct tx *tx, const char *campaign_id, int64_t *ret_version);

/* The campaign is over: what its buckets hold goes back to the SKU. *ret_waiting: orders that are not settled yet,
 * whose units may still come back. */
struct status stock_return_unsold(struct tx *tx, const char *campaign_id, int64_t *ret_waiting);

struct unsold {
    const char *campaign_id;
    int bucket;
    int64_t units;
};

/* What the buckets of flash sales that run now have left, of the newest campaigns_max. */
struct status stock_unsold(struct tx *tx, int campaigns_max, const struct unsold **ret_list, size_t *ret_count);

/* Of those, how many have units that are neither unsold nor held by a buyer nor returned, or more than there are. */
struct status stock_count_unbalanced(struct tx *tx, int campaigns_max, int64_t *ret_count);

#endif
