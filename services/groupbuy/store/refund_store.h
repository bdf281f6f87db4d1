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
    fen coupon; /* its share that goes back with it */
    enum refund_reason reason;
    enum refund_state state;
    const char *wechat_refund_id; /* "": not known */
    int64_t created_us;
    int64_t done_us; /* 0: not done */
};

struct status refund_insert(struct tx *tx, const struct refund *refund);
/* NOT_HERE. */
struct status refund_get(struct tx *tx, const char *refund_id, struct refund *ret_refund);
/* The order's lock is taken before. */
struct status refund_lock(struct tx *tx, const char *refund_id, struct refund *ret_refund);
struct status refund_save(struct tx *tx, const struct refund *refund);
/* Of all these orders, oldest first: asked along with other statements (db_ask), read when they are answered. */
struct status refund_list_ask(struct tx *tx, const char *const *order_ids, size_t orders_count, struct rows **ret_rows);
size_t refund_list_read(struct arena *arena, const struct rows *rows, struct refund **ret_refunds);

#endif
