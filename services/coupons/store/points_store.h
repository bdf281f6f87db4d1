/* Points: accounts, postings and lots, one function a statement. Results live in the transaction's arena. */
#ifndef LINLI_COUPONS_STORE_POINTS_STORE_H
#define LINLI_COUPONS_STORE_POINTS_STORE_H

#include "coupons/domain/points.h"
#include "db/db.h"

/* Nothing at all for somebody who never had any. */
struct status points_account_get(struct tx *tx, const char *user_id, struct points_account *ret_account);
/* The same, made when it is missing, holding the row until the end. */
struct status points_account_lock(struct tx *tx, const char *user_id, struct points_account *ret_account);
struct status points_account_save(struct tx *tx, const struct points_account *account);

struct posting {
    const char *id;
    const char *user_id;
    enum posting_kind kind;
    const char *key;      /* of this kind: once */
    const char *order_id; /* "": none */
    const char *title;
    struct points_entries entries;
    int64_t posted_us;
};

/* UNIQUE_VIOLATION when it was posted already. */
struct status posting_insert(struct tx *tx, struct arena *arena, const struct posting *posting);
/* Newest first, ids below `before_id`; keys are not read. */
struct status posting_list(struct tx *tx, struct arena *arena, const char *user_id, const char *before_id, int limit,
                           struct posting **ret_postings, size_t *ret_count);

struct lot {
    const char *id;
    const char *user_id;
    int64_t points;
    int64_t vests_us; /* 0: to be spent at once */
    int64_t expires_us;
};

struct status lot_insert(struct tx *tx, const struct lot *lot);

/* A part of a lot. */
struct lot_part {
    const char *lot_id;
    int64_t points;
};

/* Takes points out of the lots that may be spent, the one named first when it is one of them ("": none is), then those
 * that run out soonest. The account is held, and has them. */
struct status lots_draw(struct tx *tx, struct arena *arena, const char *user_id, int64_t points,
                        const char *first_lot_id, struct lot_part **ret_parts, size_t *ret_count);
/* Puts them back; what has run out is good until `grace_us`. */
struct status lots_give_back(struct tx *tx, struct arena *arena, const struct lot_part *parts, size_t count,
                             int64_t now_us, int64_t grace_us);
/* Empties the lots that have run out; *ret_points is what was left in them. */
struct status lots_expire(struct tx *tx, const char *user_id, int64_t now_us, int64_t *ret_points);
/* Pending lots whose time has come may be spent; *ret_points is what is left in them. */
struct status lots_vest(struct tx *tx, const char *user_id, int64_t now_us, int64_t *ret_points);
/* Takes up to `points` out of a lot that is pending still; *ret_taken is what it had. */
struct status lot_take_pending(struct tx *tx, const char *lot_id, int64_t points, int64_t *ret_taken);
/* What runs out before `until_us`: gone already, and still to be spent; *ret_first_us is when the first of the latter
 * do, 0 when there are none. */
struct status lots_ending(struct tx *tx, const char *user_id, int64_t now_us, int64_t until_us, int64_t *ret_gone,
                          int64_t *ret_ending, int64_t *ret_first_us);

/* People whose lots have vested or run out without anybody having looked. */
struct status lots_due_users(struct tx *tx, int64_t now_us, int limit, const char *const **ret_users,
                             size_t *ret_count);

struct ending {
    const char *user_id;
    int64_t points;
    int64_t first_us;
};

/* Marks lots that run out before `until_us` and were not spoken of yet as reminded, of up to `limit` people; sums by
 * person. */
struct status lots_remind(struct tx *tx, struct arena *arena, int64_t now_us, int64_t until_us, int limit,
                          struct ending **ret_endings, size_t *ret_count);

#endif
