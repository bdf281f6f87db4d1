/* Refunds, each under one number for ever. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_REFUND_STORE_H
#define GROUPBUY_STORE_REFUND_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/refund.h"

struct refund {
    const char *id; /* the number at WeChat Pay */
    const char *order_id;
    fen amount;
    fen coupon;     /* its share that goes back with it */
    int64_t points; /* that go back with it */
    fen points_fen; /* what they stood for */
    enum refund_reason reason;
    bool whole; /* nothing of the order is left */
    bool merchant_fault;
    bool in_cash;      /* the leader gives it back: a note of that */
    bool by_hand;      /* finance has paid it, from elsewhere: WeChat was never asked */
    const char *actor; /* who wanted it */
    const char *key;   /* what it is for, unique in its order; "": nothing in particular */
    enum refund_state state;
    const char *wechat_refund_id; /* "": not known */
    int64_t created_us;
    int64_t ask_us;          /* WeChat is asked from then on: some time after the order's last refund */
    int64_t done_us;         /* 0: not done */
    const char *merchant_id; /* its order's: where the money goes back from */
};

/* The part of it that is of one line. */
struct refund_part {
    const char *refund_id; /* of those that were read */
    int position;
    struct refund_share share;
};

/* The refund with its lines; the lines of the order learn what was promised (CHECK_VIOLATION when it is more than they
 * cost). The order is locked. refund->ask_us is set: `gap_s` after that of the order's last one. */
struct status refund_insert(struct tx *tx, struct refund *refund, const struct refund_part *parts, size_t count,
                            int64_t gap_s);
/* *ret_found false: the order has no refund with that key. */
struct status refund_by_key(struct tx *tx, const char *order_id, const char *key, struct refund *ret_refund,
                            bool *ret_found);
/* How many refunds of the order have asked WeChat for money, or will: those that are stuck without a number never did,
 * nor did those that were paid by hand. */
struct status refund_count(struct tx *tx, const char *order_id, int64_t *ret_count);
/* What earlier refunds of the order have promised of each of its `count` lines: fills the …_before. */
struct status refund_lines_before(struct tx *tx, const char *order_id, struct refund_line *lines, size_t count);
/* Points that earlier refunds of the order have promised. */
struct status refund_points_before(struct tx *tx, const char *order_id, int64_t *ret_points, fen *ret_points_fen);
/* NOT_HERE. */
struct status refund_get(struct tx *tx, const char *refund_id, struct refund *ret_refund);
/* The order's lock is taken before. */
struct status refund_lock(struct tx *tx, const char *refund_id, struct refund *ret_refund);
struct status refund_save(struct tx *tx, const struct refund *refund);
/* Of all these orders, oldest first: asked along with other statements (db_ask), read when they are answered. */
struct status refund_list_ask(struct tx *tx, const char *const *order_ids, size_t orders_count, struct rows **ret_rows);
size_t refund_list_read(struct arena *arena, const struct rows *rows, struct refund **ret_refunds);
struct status refund_parts_ask(struct tx *tx, const char *const *order_ids, size_t orders_count,
                               struct rows **ret_rows);
size_t refund_parts_read(struct arena *arena, const struct rows *rows, struct refund_part **ret_parts);
/* Of all refunds of the order for this reason. */
struct status refund_sum(struct tx *tx, const char *order_id, enum refund_reason reason, fen *ret_sum);
/* The account's balance is too low for a refund of its own that is about to wait: *ret_episode is a new episode, ""
 * when one is open. */
struct status funds_open(struct tx *tx, const char *merchant_id, const char **ret_episode);
/* The account's episode is over when no refund of its own waits any more. */
struct status funds_close(struct tx *tx, const char *merchant_id);
/* Of those in this state, WAITING_FUNDS or ABNORMAL. */
struct status refund_count_stuck(struct tx *tx, enum refund_state state, int64_t *ret_count);

#endif
