/* The statements of the flash-sale path, each over a whole batch. Users of a batch are all different. Texts live in the
 * transaction's arena. Locks are taken in the order buyers → buckets → campaign (see stock_store.h). */
#ifndef GROUPBUY_STORE_FLASH_STORE_H
#define GROUPBUY_STORE_FLASH_STORE_H

#include "groupbuy/service.h"
#include "groupbuy/store/campaign_store.h"
#include "groupbuy/store/limit_store.h"
#include "groupbuy/store/order_store.h"

struct flash_row {
    const char *user_id;
    const char *key;       /* the caller's Idempotency-Key */
    const uint8_t *sha256; /* of what he asks for */
    const char *link_key;  /* by which he says he came, "": none */
    const char *first_link_key;
    /* found */
    const char *known_order_id; /* the order under that key; "": none */
    bool same_body;
    int64_t held;               /* units in live orders, once the buyers are locked */
    int64_t phone_held;         /* of the product under his own phone, once the limits are held */
    const char *sharer_id;      /* whose that link is; "": nobody's we know */
    const char *first_sharer_id;
    /* to be inserted: one line each */
    struct order order;
    struct order_line line;
};

struct bucket {
    int number;
    int64_t unsold;
};

struct flash_found {
    struct campaign campaign;
    struct bucket buckets[BUCKETS_MAX]; /* that are locked */
    size_t buckets_count;
    int64_t now_us; /* the clock, after all locks were taken */
    struct limit_home *homes; /* of all rows, when the limits are held */
    size_t homes_count;
};

/* How much was prepared: what is not is told by its campaign, and then nothing is locked. */
struct flash_ready {
    bool sifted;            /* who may buy was looked at */
    const char *product_id; /* whose limits that accounts share are to be held; NULL: it has none, as far as we know */
    const uint8_t (*phones)[SHA256_BYTES]; /* by row, the key of its buyer's own */
};

#define FLASH_ALL_BUCKETS (-1)

/* In one exchange: the campaign (NOT_HERE); while it sells, the buyers' locks (the mutex of each in this campaign) with what
 * they hold, and the lock of a bucket, which one by the lane, or of all in order; then, in a snapshot of its own, which keys
 * are known, and whose links they are. When it does not sell, is for members and they were not sifted, or its product has
 * limits that several accounts share and they are not to be held, nothing is locked. Households are locked before buyers. */
struct status flash_open(struct tx *tx, const char *campaign_id, int64_t lane, const struct flash_ready *ready,
                         struct flash_row *rows, size_t count, struct flash_found *ret_found);

/* Orders, lines, what the buyers hold and what the buckets have left, in one statement that travels with the next. */
struct status flash_write(struct tx *tx, const char *campaign_id, struct flash_row *const *rows, size_t count,
                          const struct bucket *buckets, size_t buckets_count);

#endif
