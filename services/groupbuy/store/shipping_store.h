/* What WeChat is told of how orders reach their buyers. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_SHIPPING_STORE_H
#define GROUPBUY_STORE_SHIPPING_STORE_H

#include "db/db.h"
#include "groupbuy/domain/shipping.h"

struct shipping_info {
    const char *order_id;
    enum shipping_state state;
    enum shipping_kind kind;    /* NONE: of UNSHIPPED */
    const char *transaction_id; /* WeChat's number of the payment */
    const char *payer_openid;
    const char *item;
    const char *carrier, *tracking_number, *receiver_phone; /* of an express; the phone is masked */
    int64_t shipped_us;
    int64_t tries;
    int64_t told_us;
    const char *refused_why;
    int64_t reminded_us;
    int64_t settles_us, received_us, settled_us; /* by WeChat; 0: not said */
};

/* To be told, once an order: *ret_new false when it was noted before, or WeChat has no money of it. Where it goes and
 * the payer are read from the order's delivery and payment. */
struct status shipping_insert(struct tx *tx, const char *order_id, enum shipping_kind kind, const char *item,
                              bool *ret_new);
/* NOT_HERE. */
struct status shipping_lock(struct tx *tx, const char *order_id, struct shipping_info *ret_info);
struct status shipping_tried(struct tx *tx, const char *order_id);
/* `refused` "": it is told. */
struct status shipping_end(struct tx *tx, const char *order_id, const char *refused);

/* WeChat misses it. Of a payment that is not this order's nothing is noted. */
struct status shipping_remind(struct tx *tx, const char *order_id, const char *transaction_id);
/* Moments that WeChat tells, 0: it does not; what was told stays. *ret_ours false: another payment, or never told. */
struct status shipping_note(struct tx *tx, const char *order_id, const char *transaction_id, int64_t settles_us,
                            int64_t received_us, int64_t settled_us, bool *ret_ours);

/* Newest first, after the order `after` ("": from the start). UNSHIPPED are only those that may still be shipped. */
struct status shipping_list(struct tx *tx, enum shipping_state state, const char *after, int limit,
                            struct shipping_info **ret_infos, size_t *ret_count);
/* Of what waits: UNSHIPPED (as in the list) and WAITING. */
struct status shipping_count(struct tx *tx, int64_t ret_counts[SHIPPING_STATES]);

#endif
