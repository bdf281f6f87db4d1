/* Coupons and their locks, one function a statement. Results live in the transaction's arena. */
#ifndef LINLI_COUPONS_STORE_COUPON_STORE_H
#define LINLI_COUPONS_STORE_COUPON_STORE_H

#include "coupons/domain/coupon.h"
#include "db/db.h"

/* A coupon on its way into the table. */
struct grant {
    const char *coupon_id;
    const char *template_id;
    const char *user_id;
    enum channel channel;
    const char *grant_key;
    const uint8_t *request_sha256; /* 32 bytes; NULL: none */
    int64_t expires_us;
};

struct status coupons_insert(struct tx *tx, struct arena *arena, const struct grant *grants, size_t count, int64_t now_us);

/* What a key granted before. */
struct granted {
    const char *coupon_id; /* NULL: nothing yet */
    const char *request_sha256_hex;
};

/* For each (user, channel, key): what it granted. */
struct status coupons_granted(struct tx *tx, struct arena *arena, const struct grant *keys, size_t count, struct granted **ret_granted);

/* NOT_HERE, also for another's. The template is read with it. */
struct status coupon_get(struct tx *tx, struct arena *arena, const char *coupon_id, const char *user_id, struct coupon *ret_coupon);
/* The same, holding the row. */
struct status coupon_lock(struct tx *tx, struct arena *arena, const char *coupon_id, const char *user_id, struct coupon *ret_coupon);
/* Newest first, ids below `before_id`; `state` 0: all. */
struct status coupon_list(struct tx *tx, struct arena *arena, const char *user_id, enum coupon_state state, int64_t now_us,
                          const char *before_id, int limit, struct coupon **ret_coupons, size_t *ret_count);
struct status coupon_move(struct tx *tx, const char *coupon_id, enum coupon_state state, const char *order_id);

/* Gives it another end, of which its owner has not been told. */
struct status coupon_extend(struct tx *tx, const char *coupon_id, int64_t expires_us);

enum coupon_end { END_NEAR = 1, END_OVER = 2 };

/* Free coupons whose end comes before `until_us` and whose owners were not told so yet, up to `limit`; they are now. */
struct status coupons_tell(struct tx *tx, struct arena *arena, enum coupon_end end, int64_t until_us, int limit,
                           struct coupon **ret_coupons, size_t *ret_count);

struct lock {
    enum lock_state state;
    struct coupon_fit offer;
};

/* LOCK_NONE when there is no row. */
struct status lock_get(struct tx *tx, const char *coupon_id, const char *order_id, struct lock *ret_lock);
struct status lock_save(struct tx *tx, const char *coupon_id, const char *order_id, const struct lock *lock, int64_t now_us);

#endif
