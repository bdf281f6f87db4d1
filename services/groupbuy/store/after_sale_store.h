/* After-sales with their lines and steps. Texts live in the transaction's arena. Locks: after its order. */
#ifndef GROUPBUY_STORE_AFTER_SALE_STORE_H
#define GROUPBUY_STORE_AFTER_SALE_STORE_H

#include "db/db.h"
#include "groupbuy/domain/after_sale.h"
#include "groupbuy/store/order_store.h"

struct after_sale {
    const char *id;
    const char *order_id;
    const char *user_id;
    const char *leader_id;    /* "": of no round */
    const char *community_id; /* "": of no round */
    const char *asked_by;
    enum after_sale_kind kind;
    enum after_sale_cause cause;
    const char *description;
    const char *const *photos;
    size_t photos_count;
    fen amount;   /* computed when it was asked for */
    fen refunded; /* in the end */
    bool merchant_fault;
    enum after_sale_status status;
    int64_t version;
    const char *moved_by; /* of the latest move */
    int64_t deadline_us;  /* 0: nobody has to act */
    const char *carrier;
    const char *tracking_number; /* "": not sent back */
    int64_t created_us;
    int64_t closed_us; /* 0: open */
};

/* With its lines: a new one, REQUESTED by asked_by. */
struct status after_sale_insert(struct tx *tx, const struct after_sale *sale, const struct after_sale_line *lines,
                                size_t count);
/* NOT_HERE */
struct status after_sale_get(struct tx *tx, const char *id, struct after_sale *ret_sale);
/* The same, holding the row; the order's lock is taken before. */
struct status after_sale_lock(struct tx *tx, const char *id, struct after_sale *ret_sale);
/* Compare and set: CONFLICT when it is not as it was read. Keeps what *sale holds beside its status; *sale follows. */
struct status after_sale_step(struct tx *tx, struct after_sale *sale, enum after_sale_status to, const char *actor,
                              const char *why);

/* Of an order: how many there ever were, and the lines of those that are open. The order is locked. */
struct status after_sale_claims(struct tx *tx, const char *order_id, int64_t *ret_count,
                                struct after_sale_line **ret_lines, size_t *ret_lines_count);

/* Whose, and which; each "" or NONE: any. At least one of the ids, unless it is for operators of the platform. */
struct after_sale_filter {
    const char *user_id;
    const char *leader_id;
    const char *community_id;
    enum after_sale_status status;
};

struct status after_sale_list(struct tx *tx, const struct after_sale_filter *filter, const char *after, int limit,
                              struct after_sale **ret_sales, size_t *ret_count);

struct after_sale_claim {
    const char *after_sale_id;
    struct after_sale_line line;
};

struct after_sale_logged {
    const char *after_sale_id;
    enum after_sale_status status;
    const char *actor;
    const char *reason;
    int64_t at_us;
};

/* What belongs to after-sales: of those that were asked for, each one's in order. */
struct after_sale_parts {
    struct after_sale_claim *lines;
    size_t lines_count;
    struct after_sale_logged *steps;
    size_t steps_count;
};

struct status after_sale_parts_get(struct tx *tx, const char *const *ids, size_t count,
                                   struct after_sale_parts *ret_parts);

/* Makes sure that those whose deadline is over, and which go on by that, have their job; at most `limit` of them. */
struct status after_sale_add_late_jobs(struct tx *tx, int limit);
/* Those that operators let wait beyond their deadline. */
struct status after_sale_count_late(struct tx *tx, int64_t *ret_count);
/* Who hands the order out: the leader of its round, or of the point where it is fetched; "": nobody. */
struct status order_leader(struct tx *tx, const struct order *order, const char **ret_leader_id,
                           const char **ret_community_id);

#endif
