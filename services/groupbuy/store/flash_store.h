/* The statements of the flash-sale path, each over a whole batch. Users of a batch are all different. Texts live in the
 * transaction's arena. Locks are taken in the order buyers → buckets → campaign (see stock_store.h). */
#ifndef GROUPBUY_STORE_FLASH_STORE_H
#define GROUPBUY_STORE_FLASH_STORE_H

#include "groupbuy/service.h"
#include "groupbuy/store/campaign_store.h"
#include "groupbuy/store/order_store.h"

struct flash_row {
    const char *user_id;
    const char *key;       /* the caller's Idempotency-Key */
    const uint8_t *sha256; /* of what he asks for */
    /* found */
    const char *known_order_id; /* the order under that key; "": none */
    bool same_body;
    int64_t held; /* units in live orders, once the buyers are locked */
    /* to be inserted: one line each */
    struct order order;
    struct order_line line;
};

/* The campaign (NOT_HERE), which keys are known, and the clock then, in one exchange. */
struct status flash_look(struct tx *tx, const char *campaign_id, struct flash_row *rows, size_t count,
                         struct campaign *ret_campaign, int64_t *ret_now_us);

struct bucket {
    int number;
    int64_t unsold;
};

/* In one exchange: locks the buyers (the mutex of each in this campaign) and fills in what they hold; locks bucket `number`,
 * or (number < 0) all of them in order; then, in a snapshot of its own, which keys are known, and the clock.
 * `ret_buckets` has room for BUCKETS_MAX. */
struct status flash_lock(struct tx *tx, const char *campaign_id, int number, struct flash_row *rows, size_t count,
                         struct bucket *ret_buckets, size_t *ret_buckets_count, int64_t *ret_now_us);

/* Orders, lines, what the buyers hold and what the buckets have left, in one statement. Sharers come back into the
 * rows. */
struct status flash_write(struct tx *tx, const char *campaign_id, struct flash_row *const *rows, size_t count,
                          const struct bucket *buckets, size_t buckets_count);

#endif
