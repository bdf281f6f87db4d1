/* Who is new: he has no other paid order that stands, neither cancelled nor refunded. */
#ifndef GROUPBUY_STORE_NEWCOMER_STORE_H
#define GROUPBUY_STORE_NEWCOMER_STORE_H

#include "db/db.h"

/* Until the transaction ends nobody else judges him: of several payments of a newcomer at once one finds him new. */
struct status newcomer_lock(struct tx *tx, const char *user_id);
/* As of this statement. The order itself does not count; "": all do. */
struct status newcomer_is(struct tx *tx, const char *user_id, const char *order_id, bool *ret_new);
/* The same of several, all their orders counting. */
struct status newcomers_find(struct tx *tx, const char *const *user_ids, size_t count, bool *ret_new);

#endif
