/* Whole-SKU refunds and their frozen lines. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_SKU_REFUND_STORE_H
#define GROUPBUY_STORE_SKU_REFUND_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/sku_refund.h"

struct sku_refund {
    const char *id;
    const char *sku_id;
    const char *campaign_id, *round_id; /* "": wherever it was sold */
    int64_t from_us, to_us;             /* paid then; 0: ever, until now */
    fen per_unit;                       /* 0: by percent */
    int basis_points;
    const char *reason;
    const char *asked_by, *started_by; /* "": nobody yet */
    enum sku_refund_state state;
    int64_t lines;
    fen planned;
    int64_t created_us, started_us, done_us;
    const char *at_order; /* gathered up to and with this line */
    int at_position;
    /* of those that were read to be shown */
    int64_t lines_done, lines_skipped;
    fen refunded;
};

struct sku_refund_line {
    const char *order_id;
    int position;
    const char *user_id;
    int32_t units; /* 0: money only */
    fen planned;
    enum sku_refund_line_state state;
    const char *refund_id; /* "": none */
    fen refunded;
    const char *skipped_why;
};

/* NOT_HERE: no such SKU. */
struct status sku_refund_insert(struct tx *tx, const struct sku_refund *refund);
/* NOT_HERE */
struct status sku_refund_get(struct tx *tx, const char *id, struct sku_refund *ret_refund);
struct status sku_refund_lock(struct tx *tx, const char *id, struct sku_refund *ret_refund);
struct status sku_refund_list(struct tx *tx, const char *after, int limit, struct sku_refund **ret_refunds,
                              size_t *ret_count);

/* The next `limit` lines of all orders are looked at, and those that it is about are frozen. *ret_looked 0: that was
 * the end, and it is READY. Locked before. */
struct status sku_refund_gather(struct tx *tx, const struct sku_refund *refund, int limit, int64_t *ret_looked);
struct status sku_refund_start(struct tx *tx, const char *id, const char *by);
/* DONE or CANCELLED. */
struct status sku_refund_end(struct tx *tx, const char *id, enum sku_refund_state state);

/* The next lines that are planned, in order of their orders. */
struct status sku_refund_next(struct tx *tx, const char *id, int limit, struct sku_refund_line **ret_lines,
                              size_t *ret_count);
struct status sku_refund_line_done(struct tx *tx, const char *id, const struct sku_refund_line *line);
/* After the line of order `after` at `position`. */
struct status sku_refund_lines(struct tx *tx, const char *id, const char *after, int position, int limit,
                               struct sku_refund_line **ret_lines, size_t *ret_count);

#endif
