/* What WeChat is told of goods that come late: the date of a payment, which stays as it was noted until its round is
 * extended. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_PRESALE_STORE_H
#define GROUPBUY_STORE_PRESALE_STORE_H

#include "db/db.h"

struct presale {
    const char *order_id;
    const char *transaction_id; /* WeChat's number of the payment */
    int64_t ready_us;
    bool waits; /* to be declared */
};

/* When the goods of its round come later after its payment than WeChat takes without a word; once an order. *ret_new
 * false: they do not, it was noted before, or WeChat has no money of it. */
struct status presale_insert(struct tx *tx, const char *order_id, bool *ret_new);
/* The same of orders of a round that wait for its cut-off, some at a time: none when all are noted. What was noted with
 * an earlier date waits again, with the round's. */
struct status presale_insert_of_round(struct tx *tx, const char *round_id, int limit, const char ***ret_order_ids,
                                      size_t *ret_count);
/* NOT_HERE. */
struct status presale_lock(struct tx *tx, const char *order_id, struct presale *ret_presale);
struct status presale_tried(struct tx *tx, const char *order_id);
/* `refused` "": it is declared. */
struct status presale_end(struct tx *tx, const char *order_id, const char *refused);

#endif
