/* Session cards: terms by version, cards, the codes they are used by, what was used. Texts live in the transaction's
 * arena.
 *
 * Locks: the order, the card. */
#ifndef GROUPBUY_STORE_CARD_STORE_H
#define GROUPBUY_STORE_CARD_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/card.h"
#include "groupbuy/domain/order.h"

struct card_terms {
    const char *sku_id;
    int version;
    int32_t sessions;
    int32_t valid_days;
    int32_t refund_percent;
    int32_t expired_refund_percent;
    const char *points[CARD_POINTS_MAX];
    size_t points_count;
};

/* The next version. */
struct status card_terms_insert(struct tx *tx, struct card_terms *terms, const char *created_by);
/* The newest. NOT_HERE: the SKU is no card. */
struct status card_terms_get(struct tx *tx, const char *sku_id, struct card_terms *ret_terms);

struct card {
    const char *id;
    const char *order_id;
    const char *user_id;
    const char *sku_id;
    int terms_version;
    int32_t sessions;
    int32_t used;
    enum card_status status;
    int64_t version;
    int64_t valid_until_us; /* 0: not paid */
    int64_t created_us;
    /* of those that were read */
    int32_t valid_days;
    int32_t refund_percent;
    int32_t expired_refund_percent;
    const char *product_id;
    const char *product_title;
    const char *sku_title;
    enum order_status order_status;
    fen amount; /* of the order */
    fen left;   /* of it, not promised back */
    int64_t pay_by_us;
};

struct status card_insert(struct tx *tx, const struct card *card);
/* NOT_HERE; user_id NULL: anybody's. */
struct status card_get(struct tx *tx, const char *card_id, const char *user_id, struct card *ret_card);
/* The order's lock is taken before. */
struct status card_lock(struct tx *tx, const char *card_id, struct card *ret_card);
/* *ret_found false: the order is of no card. */
struct status card_lock_of_order(struct tx *tx, const char *order_id, struct card *ret_card, bool *ret_found);
/* Status, used sessions and end, as they stand in *card, which was read at its version: CONFLICT when it is not as it
 * was read. *card follows. */
struct status card_save(struct tx *tx, struct card *card);
/* Newest first, after that id ("": from the start). */
struct status card_list(struct tx *tx, const char *user_id, const char *after, int limit, struct card **ret_cards,
                        size_t *ret_count);
/* Cards of a product that a person has or may still pay for. */
struct status card_count_of(struct tx *tx, const char *user_id, const char *product_id, int64_t *ret_count);
/* Where a card may be used: as it was sold, and by the newest terms; all different. */
struct status card_points_get(struct tx *tx, const struct card *card, const char *const **ret_points,
                              size_t *ret_count);

struct card_code {
    const char *id;
    const char *card_id;
    const char *code;
    int32_t sessions;
    int64_t expires_us;
    bool open;
};

/* The card's open code ends, if there is one. */
struct status card_code_end(struct tx *tx, const char *card_id);
/* *ret_inserted false: the code is another card's. */
struct status card_code_insert(struct tx *tx, const struct card_code *code, bool *ret_inserted);
/* That is typed at a point, of a card that may be used there: the open one, else the one that was closed last. */
struct status card_code_typed(struct tx *tx, const char *point_id, const char *code, struct card_code *ret_code,
                              bool *ret_found);
/* Compare and set; *ret_used false: it was used or ended before. */
struct status card_code_use(struct tx *tx, const char *code_id, bool *ret_used);

struct card_use {
    const char *id;
    const char *card_id;
    const char *code_id;
    const char *point_id;
    const char *staff_id;
    int32_t sessions;
    /* of those that were read */
    int64_t at_us;
    int64_t undone_us; /* 0: it stands */
    const char *undo_reason;
    const char *point_name;
    const char *product_title;
    const char *buyer_nickname;
    int32_t left; /* of the card */
};

struct status card_use_insert(struct tx *tx, const struct card_use *use);
/* NOT_HERE, also when it was used at another point. */
struct status card_use_get(struct tx *tx, const char *point_id, const char *use_id, struct card_use *ret_use);
/* *ret_undone false: it was taken back before. */
struct status card_use_undo(struct tx *tx, const char *use_id, const char *staff_id, const char *reason,
                            bool *ret_undone);

enum card_uses_of { CARD_USES_OF_POINT, CARD_USES_OF_CARD };
/* Newest first, after that id ("": from the start). */
struct status card_use_list(struct tx *tx, enum card_uses_of whose, const char *id, const char *after, int limit,
                            struct card_use **ret_uses, size_t *ret_count);

#endif
